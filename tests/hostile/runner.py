"""Play hostile documents with commands, each in a process of its own with limits."""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.hostile.commands import COMMANDS
from tests.hostile.documents import HostileDocument

SECONDS = 10
"""Seconds of processor time that a command may take."""

REQUESTING = frozenset({"serve"})
"""Commands that send several requests, and limit the time of each."""

BYTES = 1024**3
"""Memory that a command may use."""

WALL_SECONDS = 300
"""Seconds after which a command is ended, on a machine that has other work to do."""

ADDRESS_SPACE = 4 * 1024**3
"""Address space of a process; its allocation ends a process that needs far more than it may."""


@dataclass(frozen=True)
class Outcome:
    """How a command ended.

    :param code: exit code; negative: the number of the signal that ended it.
    :param seconds: processor time.
    :param size: largest resident size in bytes.
    :param output: the end of what it has printed.
    """

    document: str
    command: str
    code: int
    seconds: float
    size: int
    output: str

    @property
    def problem(self) -> str:
        """What is wrong with it; ``""`` if it ended in time, within the memory, and with a message."""
        if self.code < 0:
            return f"ended by signal {-self.code} after {self.seconds:.1f} s with {self.size / 1e6:.0f} MB"
        if self.size > BYTES:
            return f"used {self.size / 1e6:.0f} MB"
        if self.seconds > SECONDS and self.command not in REQUESTING:
            return f"took {self.seconds:.1f} s"
        for word in ("Traceback (most recent call last)", "internal error", "failed at #", "MemoryError"):
            if word in self.output:
                return next(line for line in self.output.splitlines() if word in line)[:300]
        if self.code not in (0, 1, 2):
            return f"exit code {self.code}"
        if self.code and not self.output.strip():
            return "no message"
        return ""


def play(
    pairs: Iterable[tuple[HostileDocument, str]], folder: Path, jobs: int = 2, seconds: int = SECONDS
) -> Iterator[Outcome]:
    """Play documents with commands, several at the same time; yield the outcomes as they come.

    :param seconds: processor time after which a command is ended.
    """
    running: dict[int, tuple[float, HostileDocument, str, Path]] = {}
    waiting = iter(pairs)
    paths: dict[str, Path] = {}
    exhausted = False
    while running or not exhausted:
        while not exhausted and len(running) < jobs:
            pair = next(waiting, None)
            if pair is None:
                exhausted = True
                break
            one, command = pair
            if one.name not in paths:
                used = {entry[1].name for entry in running.values()}
                for name in [name for name in paths if name not in used]:
                    paths.pop(name).unlink()  # some are large
                paths[one.name] = one.write(folder)
            output = folder / f"output-{len(running)}-{time.monotonic_ns()}.txt"
            pid = _start(command, paths[one.name], output, seconds)
            running[pid] = (time.monotonic(), one, command, output)
        if not running:
            return
        pid, status, usage = os.wait4(-1, os.WNOHANG)
        if pid == 0:
            for other, (began, *_) in running.items():
                if time.monotonic() - began > WALL_SECONDS:
                    os.kill(other, signal.SIGKILL)
            time.sleep(0.01)
            continue
        if pid in running:
            _, one, command, output = running.pop(pid)
            yield _outcome(one, command, status, usage, output)


def _outcome(one: HostileDocument, command: str, status: int, usage: Any, output: Path) -> Outcome:
    text = output.read_bytes()[-200_000:].decode("utf-8", "replace")
    output.unlink()
    code = os.waitstatus_to_exitcode(status)
    return Outcome(one.name, command, code, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, text)


def _start(command: str, path: Path, output: Path, seconds: int) -> int:
    """Fork a process that runs a command; return its number."""
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        return pid
    code = 70
    try:
        _limit(seconds * (6 if command in REQUESTING else 1))
        target = os.open(output, os.O_WRONLY | os.O_CREAT)
        os.dup2(target, 1)
        os.dup2(target, 2)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.chdir(path.parent)
        code = COMMANDS[command](Path(path.name))
    except BaseException:  # noqa: BLE001 (reported as a failure of the command)
        traceback.print_exc()
    finally:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)


def _limit(seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds + 1, seconds + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
