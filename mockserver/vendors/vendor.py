"""vendor."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from contracts.errors import UsageError
from contracts.spec.model import Api, Operation
from mockserver.exchange import Exchange
from mockserver.http import Failure
from mockserver.state.items import Item

ReadItem = Callable[[Exchange, str], Item | None]
"""The item of an id in the collection of a request; ``None`` where there is none."""


class Vendor:
    """The rules of one vendor for one operation."""

    def check(self, request: Exchange) -> Failure | None:  # noqa: ARG002 (for those who check)
        """Refuse a request: the stage ``vendor``, after the document's own checks of the parameters."""
        return None

    def shape(self, request: Exchange, value: Any) -> Any:  # noqa: ARG002 (for those who shape)
        """The body of a success, from what the operation answers without these rules."""
        return value

    def error_fields(self, request: Exchange, failure: Failure) -> Mapping[str, Any]:  # noqa: ARG002 (for those who tell)
        """Members of an error's body that say what happened; each counts only as far as the schema allows."""
        return {}

    @property
    def shapes(self) -> bool:
        """Whether the body of a success is another one with these rules."""
        return type(self).shape is not Vendor.shape


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
