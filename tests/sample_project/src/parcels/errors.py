"""Errors of all clients."""


class ParcelError(Exception):
    """The Parcel API cannot be used."""


class UnknownParcelError(ParcelError):
    """The parcel does not exist."""
