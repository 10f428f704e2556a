"""The results of playing families: steps, verdicts, and their JSON form between processes."""

from __future__ import annotations

from collections.abc import Sequence
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


class StepRecorder:
    """Records the results of the steps of one family."""

    def __init__(self) -> None:
        self._steps: dict[str, Step] = {}

    def put(self, name: str, outcome: Outcome, detail: str = "") -> None:
        """Set the result of a step; ``WRONG`` stays."""
        old = self._steps.get(name)
        if old is None or old.outcome is not Outcome.WRONG:
            self._steps[name] = Step(name, outcome, detail)

    def compared(self, name: str, differences: Sequence[object], outcome: Outcome, prefix: str = "") -> None:
        """Set the result of a step that compared values: ``OK``, or ``outcome`` if there are differences."""
        texts = "; ".join(str(one) for one in differences[:2])
        more = f" (and {len(differences) - 2} more)" if len(differences) > 2 else ""
        self.put(name, outcome if differences else Outcome.OK, prefix + texts + more if differences else "")

    def following(self) -> str:
        """Return the name of the first step without a result."""
        return next(step for step in STEPS if step not in self._steps)

    def ordered(self) -> list[Step]:
        """Return the steps in the order of :data:`STEPS`."""
        return sorted(self._steps.values(), key=lambda step: STEPS.index(step.name))
