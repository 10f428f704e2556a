"""Recorded exchanges as data: a request, what its answer must be, and where that is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.findings import Location
from contracts.messages import Request

SOURCES = ("seed", "public", "standard", "assumed", "mock")
"""On whose word an expectation may rest, see ``fixtures/golden/README.md``."""

FOR_EVERYONE = ("seed", "public", "standard")
"""Those that hold for every implementation of an API."""


@dataclass(frozen=True)
class Exchange:
    """One request and what its answer must be.

    :param expected: expectations by their key, see :mod:`contracts.recordings.expectations`.
    :param location: where the exchange stands in its file.
    """

    request: Request
    expected: Mapping[str, Any]
    location: Location


@dataclass(frozen=True)
class Case:
    """Exchanges that are sent in their order, and what they show.

    :param name: the file as messages call it.
    :param sentence: what the case shows.
    :param source: one of :data:`SOURCES`; ``""`` for what was recorded.
    :param settings: settings of casemock that the case needs; any other implementation cannot have them.
    :param notes: what in the file is no part of the case, and why.
    """

    name: str
    sentence: str
    source: str
    exchanges: tuple[Exchange, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
