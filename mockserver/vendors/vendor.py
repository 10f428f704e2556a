"""What the rules of a vendor may add to an operation. A vendor without some leaves them as they are here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mockserver.exchange import Exchange
from mockserver.http import Failure
from mockserver.state.items import Item

ReadItem = Callable[[Exchange, str], Item | None]
"""The item of an id in the collection of a request; ``None`` where there is none."""


class Vendor:
    """The rules of one vendor for one operation."""

    def check(self, exchange: Exchange) -> Failure | None:  # noqa: ARG002 (for those who check)
        """Refuse a request: the stage ``vendor``, after the document's own checks of the parameters."""
        return None

    def shape(self, exchange: Exchange, value: Any) -> Any:  # noqa: ARG002 (for those who shape)
        """The body of a success, from what the operation answers without these rules."""
        return value

    def tell(self, exchange: Exchange, failure: Failure) -> Mapping[str, Any]:  # noqa: ARG002 (for those who tell)
        """Members of an error's body that say what happened; each counts only as far as the schema allows."""
        return {}

    @property
    def shapes(self) -> bool:
        """Whether the body of a success is another one with these rules."""
        return type(self).shape is not Vendor.shape
