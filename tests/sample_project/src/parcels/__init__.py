"""Clients of the Parcel API."""
