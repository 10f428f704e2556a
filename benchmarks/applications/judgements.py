"""Judgements of findings by hand: true, false or a quirk of a framework."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.applications.results import Finding

DATA = Path(__file__).parent / "judgements.toml"

TRUE, FALSE, QUIRK, UNJUDGED = "true", "false", "quirk", "unjudged"


@dataclass(frozen=True)
class Judgement:
    """What a person said of findings.

    :ivar rule: pattern of the rule.
    :ivar operation: pattern of the operation (``METHOD /path``); ``""``: every operation.
    :ivar cause: pattern that occurs in the message; ``""``: every message.
    :ivar status: status code of the response; 0: every one.
    :ivar verdict: ``true``, ``false`` or ``quirk``.
    """

    rule: str
    verdict: str
    reason: str
    operation: str = ""
    cause: str = ""
    status: int = 0

    def covers(self, finding: Finding) -> bool:
        """Return whether it judges a finding."""
        return (
            re.fullmatch(self.rule, finding.rule) is not None
            and (not self.operation or re.fullmatch(self.operation, finding.operation) is not None)
            and re.search(self.cause, finding.message) is not None
            and self.status in (0, finding.status)
        )


def read_judgements(text: str) -> dict[str, tuple[Judgement, ...]]:
    """Return the judgements by application.

    :raises ValueError: if the text is not TOML, or a judgement has an unknown key or verdict.
    """
    try:
        return {name: tuple(_judgement(one) for one in judged) for name, judged in tomllib.loads(text).items()}
    except TypeError as error:
        raise ValueError(f"judgements: {error}") from error


def _judgement(value: Mapping[str, str]) -> Judgement:
    judgement = Judgement(**value)  # type: ignore[arg-type]
    if judgement.verdict not in (TRUE, FALSE, QUIRK):
        raise ValueError(f"judgements: unknown verdict {judgement.verdict!r}")
    return judgement


def verdict(finding: Finding, judgements: Sequence[Judgement]) -> str:
    """Return the verdict of the first judgement that covers a finding, else ``unjudged``."""
    return next((one.verdict for one in judgements if one.covers(finding)), UNJUDGED)


def count(findings: Sequence[Finding], judgements: Sequence[Judgement]) -> Counter[str]:
    """Return the number of findings by verdict."""
    return Counter(verdict(finding, judgements) for finding in findings)


def true_share(counted: Mapping[str, int]) -> float | None:
    """Return the percentage of true findings and quirks of the judged ones; ``None`` if none is judged."""
    good = counted.get(TRUE, 0) + counted.get(QUIRK, 0)
    judged = good + counted.get(FALSE, 0)
    return 100 * good / judged if judged else None
