"""The stubs, faults and rate limit of the settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contracts.errors import UsageError
from mockserver.control.rate_limits import TOO_MANY
from mockserver.mounting import MountedApi
from mockserver.rate import Rate, parse_rate
from mockserver.settings import Settings


@dataclass(frozen=True)
class StubFiles:
    """The content of the files of ``--stubs``.

    :param stubs: their JSON, in the order of the files.
    :param files: the files that were read.
    :param folders: the folders that were searched for them.
    """

    stubs: tuple[Mapping[str, Any], ...] = ()
    files: frozenset[Path] = field(default_factory=frozenset)
    folders: frozenset[Path] = field(default_factory=frozenset)


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
    files, faults = StubFiles(), list[Mapping[str, Any]]()
    if settings.stubs:
        from mockserver.control.stub_files import load_stubs  # noqa: PLC0415 (imported only if used, for a faster start)

        files = load_stubs(settings.stubs, apis)
    if settings.faults:
        from mockserver.control.fault_compiler import read_faults  # noqa: PLC0415 (as above)

        faults += read_faults(settings.faults, apis)
    if settings.delay:
        faults.append({"request": {}, "fault": {"delay_ms": settings.delay}})
    return StaticControl(files, faults, _rate(settings, apis))


def _rate(settings: Settings, apis: Sequence[MountedApi]) -> Rate | None:
    if not settings.rate_limit:
        return None
    rate = parse_rate(settings.rate_limit)
    operations = (one.operation for mounted in apis for one in mounted.operations)
    if not any(operation.documents(TOO_MANY) for operation in operations):
        hint = "add a response 429 to the operations with a rate limit, or omit the option"
        raise UsageError(f"--rate-limit {settings.rate_limit}: no operation documents 429", hint=hint)
    return rate
