"""The results of playing families: steps, verdicts, and their JSON form between processes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """The outcome of a step.

    ``SKIPPED``: the document does not have it, or an earlier step failed. ``FAILED``: the mock kept no state.
    ``WRONG``: the mock did something that contradicts the document or another response.
    """

    OK = "ok"
    SKIPPED = "-"
    FAILED = "failed"
    WRONG = "wrong"


STEPS = ("create", "get", "list", "update", "get updated", "delete", "get deleted", "list deleted", "others")
"""All steps in the order of play; ``others``: no other item or collection changes."""


@dataclass(frozen=True)
class Step:
    """The result of a step.

    :param detail: what was expected and what was received, or why the step was skipped; ``""`` for ``OK``.
    """

    name: str
    outcome: Outcome
    detail: str = ""


@dataclass
class FamilyResult:
    """The result of a family.

    :param collection: its path, which identifies it in the document.
    :param operations: the methods of the family, e.g. ``create get list``.
    """

    collection: str
    operations: str
    steps: list[Step] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        """``behaves``, ``wrong``, or ``no state``."""
        outcomes = {step.outcome for step in self.steps}
        if Outcome.WRONG in outcomes:
            return "wrong"
        return "no state" if Outcome.FAILED in outcomes else "behaves"

    def without(self, *names: str) -> FamilyResult:
        """Return the result without some steps."""
        steps = [step for step in self.steps if step.name not in names]
        return FamilyResult(self.collection, self.operations, steps)

    def problems(self) -> list[Step]:
        """Return the steps that failed or were wrong."""
        return [step for step in self.steps if step.outcome in {Outcome.FAILED, Outcome.WRONG}]


@dataclass
class DocumentResult:
    """The result of a document.

    :param name: its path below the folder of documents, without ``.json``.
    :param error: why it could not be played; ``""`` if it was.
    """

    name: str
    families: list[FamilyResult] = field(default_factory=list)
    seconds: float = 0.0
    error: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the result as JSON values."""
        return asdict(self)


def document_result(value: dict[str, Any]) -> DocumentResult:
    """Return the result from its JSON values."""
    families = [
        FamilyResult(one["collection"], one["operations"], [_step(step) for step in one["steps"]])
        for one in value["families"]
    ]
    return DocumentResult(value["name"], families, value["seconds"], value["error"])


def _step(value: dict[str, str]) -> Step:
    return Step(value["name"], Outcome(value["outcome"]), value["detail"])


def in_order(steps: Iterable[Step]) -> list[Step]:
    """Return the steps in the order of :data:`STEPS`."""
    return sorted(steps, key=lambda step: STEPS.index(step.name))
