"""Whose rules an operation has: ``vendor`` of ``x-mock-apis``."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from importlib import import_module

from contracts.errors import UsageError
from contracts.spec.model import Api, Operation
from mockserver.vendors.vendor import ReadItem, Vendor

VENDORS: Mapping[str, str] = {"egain": "Egain", "tracecat": "Tracecat"}
"""Module of this package → the class in it; imported only where a document names it."""


def vendor_of(api: Api, operation: Operation, read: ReadItem) -> Vendor | None:
    """The rules of an API's vendor for an operation; ``None`` where the document says it all.

    :param read: how the rules look at an item.
    """
    if not api.vendor:
        return None
    module = import_module(f"mockserver.vendors.{api.vendor}")
    make: Callable[[Operation, ReadItem], Vendor] = getattr(module, VENDORS[api.vendor])
    return make(operation, read)


def check_vendor(api: Api) -> None:
    """Raise :class:`UsageError` for an API whose document names a vendor that is not known."""
    if api.vendor and api.vendor not in VENDORS:
        near = difflib.get_close_matches(api.vendor, VENDORS, 1)
        hint = f"did you mean {near[0]}?" if near else f"known are: {', '.join(VENDORS)}"
        raise UsageError(f"x-mock-apis: {api.name}: nothing is known of the vendor {api.vendor!r}", hint=hint)
