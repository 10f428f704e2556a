"""Results with a list of items."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from contracts.generation.generate import Generators
from contracts.spec.model import Operation
from contracts.spec.schemas import Schema
from mockserver.actions.limits import check_number
from mockserver.actions.result import ActionResult, list_result
from mockserver.http.messages import Failure
from mockserver.http.request import RequestContext
from mockserver.lists.items import Listed
from mockserver.lists.list_response import ListResponse
from mockserver.state.item_schema import Item

Readers = Iterable[tuple[str, Callable[[], Item]]]
"""Ids of items, and what reads them."""


class ListResults:
    """The results of an operation that returns a list of stored items, compiled once.

    :param body: schema of the successful response.
    :param show: returns the representation of an item with its id.
    """

    def __init__(
        self, operation: Operation, body: Schema, generators: Generators, show: Callable[[Item, str], Any]
    ) -> None:
        self._response = ListResponse(operation, body, generators)
        self._show = show

    def __call__(self, request: RequestContext, readers: Readers, key: str) -> ActionResult | Failure:
        """Return the result with those of some items that the request selects.

        :raises LongListError: if there are many items and the request can be handled in a thread; nothing was changed.
        """
        items = [*_listed(request, readers)]
        check_number(request, len(items))
        limit = request.thread_limit
        show = self._show_listed if limit is None else limit.limited(self._show_listed)
        return list_result(self._response(request, items, show, key))

    def _show_listed(self, listed: Listed) -> Any:
        """Return the representation of an item in a list."""
        return self._show(listed.item, listed.identifier)


def _listed(request: RequestContext, readers: Readers) -> Iterator[Listed]:
    """Yield items, which are read within the limit of the thread.

    :raises LongListError: if there are many items and the request can be handled in a thread; few of them were read.
    """
    limit = request.thread_limit
    for identifier, read in readers:
        yield Listed.unread(identifier, read if limit is None else limit.limited(read))
