"""The stubs, faults and rate limit of the settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from contracts.errors import UsageError
from mockserver.control.rate_limits import TOO_MANY
from mockserver.mounting import MountedApi
from mockserver.rate import Rate, parse_rate
from mockserver.settings import Settings

if TYPE_CHECKING:
    from mockserver.control.stub_files import StubFiles


class StaticControl(NamedTuple):
    """What the settings say about the control of a server.

    :param faults: JSON of the faults of ``--fault`` and ``--delay``.
    :param rate: the rate limit, or ``None``.
    :param files: the files of ``--stubs``, or ``None``.
    """

    faults: Sequence[Mapping[str, Any]]
    rate: Rate | None
    files: StubFiles | None

    @property
    def stubs(self) -> tuple[Mapping[str, Any], ...]:
        """JSON of the stubs of ``--stubs``."""
        return self.files.stubs if self.files is not None else ()


def read_static_control(settings: Settings, apis: Sequence[MountedApi]) -> StaticControl:
    """Read and check the stubs, faults and rate limit of the settings.

    :raises DocumentError: if a file with stubs is not valid.
    :raises UsageError: if a fault or the rate limit is not valid for the documents.
    """
    files: StubFiles | None = None
    faults: list[Mapping[str, Any]] = []
    if settings.stubs:
        from mockserver.control.stub_files import load_stubs  # noqa: PLC0415 (imported only if used, for a faster start)

        files = load_stubs(settings.stubs, apis)
    if settings.faults:
        from mockserver.control.fault import read_faults  # noqa: PLC0415 (as above)

        faults += read_faults(settings.faults, apis)
    if settings.delay:
        faults.append({"request": {}, "fault": {"delay_ms": settings.delay}})
    return StaticControl(faults, _rate(settings, apis), files)


def _rate(settings: Settings, apis: Sequence[MountedApi]) -> Rate | None:
    if not settings.rate_limit:
        return None
    rate = parse_rate(settings.rate_limit)
    operations = (one.operation for mounted in apis for one in mounted.operations)
    if not any(operation.documents(TOO_MANY) for operation in operations):
        hint = "add a response 429 to the operations with a rate limit, or omit the option"
        raise UsageError(f"--rate-limit {settings.rate_limit}: no operation documents 429", hint=hint)
    return rate
