"""An operation that is compiled on its first request."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from contracts import garbage_collection
from mockserver.api_context import ApiContext
from mockserver.http.messages import Receive, Scope, Send
from mockserver.http.request_limit import OCCUPIED
from mockserver.mounting import MountedOperation
from mockserver.pipeline import Pipeline


class LazyOperation:
    """An operation that is compiled on its first request, which keeps the start fast.

    :param unchanged: returns the context for items as they were before all changes.
    """

    def __init__(self, mounted: MountedOperation, context: ApiContext, unchanged: Callable[[], ApiContext]) -> None:
        self.operation = mounted.operation
        self.api = context.api.name
        self.aliases = mounted.aliases
        self._context = context
        self._unchanged = unchanged

    @cached_property
    def stale(self) -> Pipeline:
        """The compiled operation on items as they were before all changes."""
        return self._compiled(self._unchanged())

    @cached_property
    def pipeline(self) -> Pipeline:
        """The compiled operation."""
        return self._compiled(self._context)

    def _compiled(self, context: ApiContext) -> Pipeline:
        with garbage_collection.paused():
            return Pipeline(self.operation, context)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        with OCCUPIED:
            pipeline = self.pipeline
        await pipeline(scope, receive, send)
