"""The results of the corpus: per document, and per request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

STARTED, REFUSED, CRASHED = "started", "refused", "crashed"
"""Whether a document was loaded: served, refused with an error message, or an exception or time limit."""

TIMEOUT, EXCEPTION = "timeout", "exception"
"""Kinds of requests without a response, in addition to those of :class:`benchmarks.corpus.judge.ResponseRating`."""


@dataclass(frozen=True)
class Load:
    """How a document was loaded.

    :param outcome: ``started``, ``refused`` or ``crashed``.
    :param reason: the error message, or the last line of the traceback.
    :param seconds: CPU seconds.
    """

    document: str
    outcome: str
    reason: str = ""
    seconds: float = 0.0
    operations: int = 0


@dataclass(frozen=True)
class Sent:
    """A request and what is known about its response.

    :param operation: method and path template.
    :param status: the status code; 0 if there is no response.
    :param kind: see :class:`benchmarks.corpus.judge.ResponseRating`; also ``timeout`` and ``exception``.
    :param request: method and target.
    """

    document: str
    operation: str
    status: int
    kind: str
    details: tuple[str, ...] = ()
    request: str = ""


@dataclass
class Results:
    """All results so far.

    :param facts: seed, versions and other facts of the run.
    :param peers: the results of other servers for the same requests, by name.
    """

    facts: dict[str, str] = field(default_factory=dict)
    loads: list[Load] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    peers: dict[str, list[Sent]] = field(default_factory=dict)

    def sort(self, names: Sequence[str]) -> None:
        """Sort the results by document, in the order of names; requests of a document keep their order."""
        order = {name: index for index, name in enumerate(names)}
        self.loads.sort(key=lambda one: order.get(one.document, len(order)))
        self.sent.sort(key=lambda one: order.get(one.document, len(order)))

    def as_json(self) -> dict[str, Any]:
        """Return all results as JSON."""
        return asdict(self)


def load_from(data: Mapping[str, Any]) -> Load:
    """Return a result from its JSON."""
    return Load(**data)


def sent_from(data: Mapping[str, Any]) -> Sent:
    """Return a result from its JSON."""
    return Sent(**{**data, "details": tuple(data["details"])})
