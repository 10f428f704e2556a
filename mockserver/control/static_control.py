"""The stubs, faults and rate limit of the settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.errors import UsageError
from mockserver.control.faults import read_faults
from mockserver.control.rate_limits import TOO_MANY
from mockserver.control.stub_files import StubFiles, load_stubs
from mockserver.mounting import MountedApi
from mockserver.rate import Rate, parse_rate
from mockserver.settings import Settings


@dataclass(frozen=True)
class StaticControl:
    """What the settings say about the control of a server.

    :param files: the stubs of ``--stubs``.
    :param faults: JSON of the faults of ``--fault`` and ``--delay``.
    :param rate: the rate limit, or ``None``.
    """

    files: StubFiles
    faults: Sequence[Mapping[str, Any]]
    rate: Rate | None


def read_static_control(settings: Settings, apis: Sequence[MountedApi]) -> StaticControl:
    """Read and check the stubs, faults and rate limit of the settings.

    :raises DocumentError: if a file with stubs is not valid.
    :raises UsageError: if a fault or the rate limit is not valid for the documents.
    """
    faults = read_faults(settings.faults, apis)
    if settings.delay:
        faults = (*faults, {"request": {}, "fault": {"delay_ms": settings.delay}})
    return StaticControl(load_stubs(settings.stubs, apis), faults, _rate(settings, apis))


def _rate(settings: Settings, apis: Sequence[MountedApi]) -> Rate | None:
    if not settings.rate_limit:
        return None
    rate = parse_rate(settings.rate_limit)
    operations = (one.operation for mounted in apis for one in mounted.operations)
    if not any(operation.documents(TOO_MANY) for operation in operations):
        hint = "add a response 429 to the operations with a rate limit, or omit the option"
        raise UsageError(f"--rate-limit {settings.rate_limit}: no operation documents 429", hint=hint)
    return rate
