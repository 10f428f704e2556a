"""A bound on the memory of all request bodies that are read at the same time.

Bodies up to ``SMALL`` are free: the server buffers as much of each connection anyway. A larger one reserves its
declared length as soon as it is larger, so that a client must send something before it can keep others out, and as few
requests as possible are refused.
"""

from __future__ import annotations

from mockserver.http.messages import Scope

SMALL = 64 * 1024
TOTAL = 64 * 1024 * 1024
"""Maximum size of all larger bodies together in bytes, unless a single one may be larger."""

BODIES_FULL = "the bodies of other requests take all of the memory for bodies"

BUDGET = "casemock.body_budget"
"""Key of the :class:`BodyBudget` in the ASGI scope; bodies are not limited without it."""

_RESERVED = "casemock.body_reserved"
"""Key of the number of bytes that a request has reserved; -1 if it was refused."""


class BodiesFullError(Exception):
    """The bodies of other requests take all of the memory for bodies."""


class BodyBudget:
    """The memory for the bodies of one application.

    :param largest: maximum size of one body in bytes.
    """

    def __init__(self, largest: int) -> None:
        self.total = max(TOTAL, largest)
        self.used = 0

    def release(self, scope: Scope) -> None:
        """Release what a request has reserved; called when it ends."""
        reserved: int = scope.pop(_RESERVED, 0)
        self.used -= max(reserved, 0)

    def reserve(self, scope: Scope, size: int) -> None:
        """Reserve memory for the body of a request, in addition to what it has reserved.

        :param size: of the whole body.
        :raises BodiesFullError: if there is not enough; again for each further call with the same request.
        """
        reserved: int = scope.get(_RESERVED, 0)
        if reserved < 0:
            raise BodiesFullError
        if size > reserved:
            if self.used + size - reserved > self.total:
                self.used -= reserved
                scope[_RESERVED] = -1
                raise BodiesFullError
            self.used += size - reserved
            scope[_RESERVED] = size


def reserve_body(scope: Scope, size: int, declared: str) -> None:
    """Reserve memory for a body that is read.

    :param size: number of bytes that were read.
    :param declared: the ``Content-Length`` header, or ``""``.
    :raises BodiesFullError: if there is not enough.
    """
    budget: BodyBudget | None = scope.get(BUDGET)
    if size > SMALL and budget is not None:
        budget.reserve(scope, max(size, declared_length(declared)))


def declared_length(declared: str) -> int:
    """Return the value of a ``Content-Length`` header; 0 if it is missing or not valid."""
    return int(declared) if declared.isascii() and declared.isdecimal() and len(declared) < 20 else 0
