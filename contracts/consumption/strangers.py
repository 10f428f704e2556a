"""Exchanges that mean no documented operation: grouped by the template that their paths seem to have."""

from __future__ import annotations

import re

from contracts.consumption.secrets import MASK
from contracts.consumption.traffic import Exchange
from contracts.recordings.operations import operation_of
from contracts.spec.document import METHODS
from contracts.spec.model import Contract

REFUSALS = frozenset({404, 405, 410, 501})
"""Statuses that say that the server does not know what was asked for either."""

LONGEST_NAME = 32
"""Characters of a segment that may be a name; a longer one is an id."""

_ID = re.compile(r"[0-9]+|[0-9a-fA-F]{8,}|[0-9a-fA-F-]{32,36}|[A-Za-z]+[-_:.][0-9]+|.*[0-9].*[0-9].*|.*[@%:=~].*")
_VERSION = re.compile(r"v?[0-9]{1,2}(\.[0-9]+)*")


def guessed_template(path: str) -> str:
    """The template that a path seems to have: what looks like an id is ``{id}``; ``/v1`` is none."""
    segments = path.split("/")
    return "/".join(
        "{id}" if segment and _is_id(segment, is_first=index == 1) else segment
        for index, segment in enumerate(segments)
    )


def _is_id(segment: str, *, is_first: bool) -> bool:
    if segment == MASK or len(segment) > LONGEST_NAME:
        return True
    if _VERSION.fullmatch(segment) and (is_first or segment.startswith("v")):
        return False
    return _ID.fullmatch(segment) is not None


def is_refused(exchange: Exchange) -> bool:
    """Whether server and document agree that there is nothing, or HTTP itself has the answer (``OPTIONS``)."""
    return exchange.response.status in REFUSALS or exchange.request.method in {"OPTIONS", "TRACE"}


def documented_template(contract: Contract, path: str) -> str:
    """The documented path template that fits a path, whatever its methods; ``""``: none."""
    for method in METHODS:
        operation = operation_of(contract, method.upper(), path)
        if operation is not None:
            return operation.path
    return ""
