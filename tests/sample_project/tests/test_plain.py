"""A test without a mock server."""

from __future__ import annotations

from parcels.errors import ParcelError, UnknownParcelError


def test_all_errors_have_one_base_class() -> None:
    assert issubclass(UnknownParcelError, ParcelError)
