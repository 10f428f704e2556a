"""What the rules of a vendor may add to an operation, and who has some (``vendor`` of ``x-mock-apis``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from mockserver.exchange import Exchange
from mockserver.http import Failure
from mockserver.state.items import Item

ReadItem = Callable[[Exchange, str], Item | None]
"""The item of an id in the collection of a request; ``None`` where there is none."""


class Vendor(Protocol):
    """The rules of one vendor for one operation."""

    def check(self, exchange: Exchange) -> Failure | None:
        """Refuse a request: the stage ``vendor``, after the document's own checks of the parameters."""

    def shape(self, exchange: Exchange, value: Any) -> Any:
        """The body of a success, from what the operation answers without these rules."""

    def tell(self, exchange: Exchange, failure: Failure) -> Mapping[str, Any]:
        """Members of an error's body that say what happened; each counts only as far as the schema allows."""
