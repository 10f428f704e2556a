"""The interface of a vendor's rules, and their lookup by ``vendor`` of ``x-mock-apis``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from contracts.errors import UsageError
from contracts.spec.model import Api, Operation
from contracts.wording import close_matches
from mockserver.http.messages import Failure
from mockserver.http.request import RequestContext
from mockserver.state.item_schema import Item

ReadItem = Callable[[RequestContext, str], Item | None]
"""Returns the item with an id from the collection of a request, or ``None``."""


class Vendor:
    """The rules of one vendor for one operation. The defaults do nothing."""

    def check(self, request: RequestContext) -> Failure | None:  # noqa: ARG002 (used in subclasses)
        """Refuse a request: the stage ``vendor``, by default after ``parameters``."""
        return None

    def shape(self, request: RequestContext, value: Any) -> Any:  # noqa: ARG002 (used in subclasses)
        """Return the body of a successful response, given the body without these rules."""
        return value

    def error_fields(self, request: RequestContext, failure: Failure) -> Mapping[str, Any]:  # noqa: ARG002 (used in subclasses)
        """Return properties for the body of an error response; those that the schema refuses are dropped."""
        return {}

    @property
    def shapes(self) -> bool:
        """Whether these rules change the bodies of successful responses."""
        return type(self).shape is not Vendor.shape


VENDORS: Mapping[str, str] = {"egain": "Egain", "tracecat": "Tracecat"}
"""Class name by module of this package; a module is imported only if a document uses it."""


def vendor_of(api: Api, operation: Operation, read: ReadItem) -> Vendor | None:
    """Return the rules of an API's vendor for an operation, or ``None`` if the API names no vendor.

    :param read: reads items for the rules.
    """
    if not api.vendor:
        return None
    module = import_module(f"mockserver.vendors.{api.vendor}")
    make: Callable[[Operation, ReadItem], Vendor] = getattr(module, VENDORS[api.vendor])
    return make(operation, read)


def check_vendor(api: Api) -> None:
    """Raise :class:`UsageError` if an API names an unknown vendor."""
    if api.vendor and api.vendor not in VENDORS:
        near = close_matches(api.vendor, VENDORS, 1)
        hint = f"did you mean {near[0]}?" if near else f"known vendors: {', '.join(VENDORS)}"
        raise UsageError(f"x-mock-apis: {api.name}: unknown vendor {api.vendor!r}", hint=hint)
