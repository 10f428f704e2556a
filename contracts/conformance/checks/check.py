"""The type of a check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from contracts.conformance.session import Session
from contracts.findings import Finding


class Sends(StrEnum):
    """A kind of request that a check sends. Requests with safe methods (GET, HEAD, OPTIONS) are always allowed."""

    INVALID = "invalid"
    """Requests with unsafe methods that a correct server rejects."""

    CREATE = "create"
    """Requests that create items."""

    UPDATE = "update"
    """Requests that change items, and are valid; the check puts the values back, or uses an item of its own."""

    DELETE = "delete"
    """Requests that delete an item that the test has created."""


EVERY_OPERATION = frozenset({Sends.CREATE, Sends.UPDATE, Sends.DELETE})
"""The kinds of requests of a check that sends a valid request to each operation."""


@dataclass(frozen=True)
class Check:
    """A requirement that an implementation is tested for.

    :param id: lower case with hyphens; the rule of its findings is this id, or ``id/part``.
    :param title: the requirement, one phrase.
    :param why: why it matters, one or two sentences, with the source (RFC, section).
    :param good: an example exchange that passes.
    :param bad: an example exchange that fails.
    :param run: sends requests through the session and yields a finding for each violation; keeps no state between runs.
    :param sends: the kinds of requests that it sends, in addition to those that only read. Checks that send none run
        first. The requests that prepare any check (an item that it needs) are not included.
    """

    id: str
    title: str
    why: str
    good: str
    bad: str
    run: Callable[[Session], Iterator[Finding]]
    sends: frozenset[Sends] = frozenset()

    @property
    def writes(self) -> bool:
        """Whether it changes data of a correct server."""
        return bool(self.sends - {Sends.INVALID})
