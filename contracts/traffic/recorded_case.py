"""Recorded exchanges as data: a request and what its response must be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.findings import Location
from contracts.messages import Request

SOURCES = ("seed", "public", "standard", "assumed", "mock")
"""Sources of expectations, see ``fixtures/golden/README.md``."""

FOR_EVERYONE = ("seed", "public", "standard")
"""Sources whose expectations hold for every implementation of an API."""


@dataclass(frozen=True)
class ExpectedExchange:
    """One request and the expected response.

    :param expected: expectations by key, see :mod:`contracts.traffic.expectations`.
    :param location: of the exchange in its file.
    """

    request: Request
    expected: Mapping[str, Any]
    location: Location


@dataclass(frozen=True)
class RecordedCase:
    """A sequence of exchanges, sent in order.

    :param name: the file name in messages.
    :param sentence: what the case demonstrates.
    :param source: one of :data:`SOURCES`; ``""`` for recorded traffic.
    :param settings: settings of casemock that the case needs; other implementations do not have them.
    :param notes: entries of the file that were left out, and why.
    """

    name: str
    sentence: str
    source: str
    exchanges: tuple[ExpectedExchange, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
