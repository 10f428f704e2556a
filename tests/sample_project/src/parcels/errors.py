"""Errors of all clients."""


class ParcelError(Exception):
    """The Parcel API cannot be used."""


class UnknownParcelError(ParcelError):
    """There is no parcel with this id."""
