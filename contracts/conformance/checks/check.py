"""The type of a check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from contracts.conformance.session import Session
from contracts.findings import Finding


@dataclass(frozen=True)
class Check:
    """A requirement that an implementation is tested for.

    :param id: lower case with hyphens; the rule of its findings is this id, or ``id/part``.
    :param title: the requirement, one phrase.
    :param why: why it matters, one or two sentences, with the source (RFC, section).
    :param good: an example exchange that passes.
    :param bad: an example exchange that fails.
    :param run: sends requests through the session and yields a finding for each violation; keeps no state between runs.
    :param writes: whether it changes data of the server; checks that only read run first.
    """

    id: str
    title: str
    why: str
    good: str
    bad: str
    run: Callable[[Session], Iterator[Finding]]
    writes: bool = False
