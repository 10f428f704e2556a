"""How many items a request may read and write on the event loop; more would delay other requests too long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from mockserver.http.request import RequestContext
from mockserver.state.collection import LongListError
from mockserver.state.stores.store import NO_LIMIT

LONG_LIST = 1000

MANY_WRITES = 100
"""Writing an item takes longer than reading it."""

T = TypeVar("T")


def most_items(request: RequestContext) -> int:
    """Return the number of items of a list that a request may read at once."""
    return LONG_LIST if request.may_use_thread else NO_LIMIT


def most_writes(request: RequestContext) -> int:
    """Return the number of items that a request may write at once."""
    return MANY_WRITES if request.may_use_thread else NO_LIMIT


def check_number(request: RequestContext, number: int) -> None:
    """Raise :class:`LongListError` if a request reads too many items."""
    if number > most_items(request):
        raise LongListError


def written(request: RequestContext, values: Sequence[T]) -> Iterator[T]:
    """Yield what an item is written for, within the limit of the thread.

    :raises LongListError: if there are many and the request can be handled in a thread; nothing was written.
    """
    if len(values) > most_writes(request):
        raise LongListError
    for value in values:
        if request.thread_limit is not None:
            request.thread_limit.step()
        yield value
