"""What a contract test is that is scored: it is given an application, and says what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

from contracts.spec.model import Contract, Operation


@dataclass(frozen=True)
class Subject:
    """What is tested.

    :param operations: those of one API of the contract.
    :param fast: look at less, as ``contracts test --fast`` does.
    """

    contract: Contract
    operations: tuple[Operation, ...]
    seed: int = 1
    fast: bool = False


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that a test says is wrong.

    :param operation: its id or label; ``""``: none.
    """

    check: str
    operation: str


Alarms = Generator[Alarm, None, None]


@dataclass(frozen=True)
class Judge:
    """A contract test.

    :param name: what ``--against`` takes.
    :param judge: plays an ASGI application; alarms as they are raised; may be closed before its end.
    """

    name: str
    judge: Callable[[Any, Subject], Alarms]
