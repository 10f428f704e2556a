"""What a check is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from contracts.findings import Finding
from contracts.probe.session import Session


@dataclass(frozen=True)
class Check:
    """One way in which an implementation may leave its contract.

    :param id: lower case with dashes; findings carry it as their rule, or with a part behind a slash.
    :param title: one phrase for tables.
    :param why: why it matters, one or two sentences.
    :param good: an example of an exchange that it accepts, as text.
    :param bad: an example of one that it refuses.
    :param run: yields a finding for each breach as it is met; asks the session only, keeps nothing between runs.
    :param writes: it changes what the subject holds; checks that only read come first.
    """

    id: str
    title: str
    why: str
    good: str
    bad: str
    run: Callable[[Session], Iterator[Finding]]
    writes: bool = False
