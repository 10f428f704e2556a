"""The result of an operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mockserver.http.messages import Failure, RawHeader
from mockserver.http.request import ABSENT
from mockserver.state.content import Content
from mockserver.state.item_schema import Item

if TYPE_CHECKING:
    from mockserver.lists.list_response import ListBody


class ActionResult(NamedTuple):
    """The result of an operation.

    :param value: the body, or ``ABSENT`` to let the response generate one.
    :param json: the body as valid JSON text, or ``b""`` if only ``value`` is set.
    :param status: the documented status code to send; 0 for the usual one.
    :param content: uploaded content to send as it is, or ``None``.
    :param omitted: lower-case names of documented headers that the response must not have.
    :param item: the item that the operation acted on, if ``value`` is not set.
    """

    value: Any = ABSENT
    headers: tuple[RawHeader, ...] = ()
    json: bytes = b""
    status: int = 0
    content: Content | None = None
    omitted: frozenset[bytes] = frozenset()
    item: Item | None = None


def list_result(found: ListBody | Failure) -> ActionResult | Failure:
    """Return the result with a list, or the failure."""
    return found if isinstance(found, Failure) else ActionResult(found.value, found.headers, omitted=found.omitted)
