"""Reviews of findings by hand: true, false or a quirk of a framework."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.applications.results import Failure, Finding

DATA = Path(__file__).parent / "reviews.toml"

TRUE, FALSE, QUIRK, UNREVIEWED = "true", "false", "quirk", "unreviewed"


@dataclass(frozen=True)
class Review:
    """A review of findings by hand.

    :ivar rule: pattern of the rule.
    :ivar operation: pattern of the operation (``METHOD /path``); ``""``: every operation.
    :ivar cause: pattern that occurs in the message; ``""``: every message.
    :ivar status: status code of the response; 0: every one.
    :ivar rating: ``true``, ``false`` or ``quirk``.
    """

    rule: str
    rating: str
    reason: str
    operation: str = ""
    cause: str = ""
    status: int = 0

    def covers(self, finding: Finding) -> bool:
        """Return whether it covers a finding."""
        return (
            re.fullmatch(self.rule, finding.rule) is not None
            and (not self.operation or re.fullmatch(self.operation, finding.operation) is not None)
            and re.search(self.cause, finding.message) is not None
            and self.status in (0, finding.status)
        )


def read_reviews(text: str) -> dict[str, tuple[Review, ...]]:
    """Return the reviews by application.

    :raises ValueError: if the text is not TOML, or a review has an unknown key or rating.
    """
    try:
        return {name: tuple(_review(one) for one in reviewed) for name, reviewed in tomllib.loads(text).items()}
    except TypeError as error:
        raise ValueError(f"reviews: {error}") from error


def _review(value: Mapping[str, Any]) -> Review:
    review = Review(**value)
    if review.rating not in (TRUE, FALSE, QUIRK):
        raise ValueError(f"reviews: unknown rating {review.rating!r}")
    return review


def rating(finding: Finding, reviews: Sequence[Review]) -> str:
    """Return the rating of the first review that covers a finding, else ``unreviewed``."""
    return next((one.rating for one in reviews if one.covers(finding)), UNREVIEWED)


def as_finding(failure: Failure) -> Finding:
    """Return a failure of schemathesis in the form of a finding; its rule is the kind of failure."""
    return Finding(failure.kind, "", failure.operation, failure.message, failure.status)


def count(findings: Sequence[Finding], reviews: Sequence[Review]) -> Counter[str]:
    """Return the number of findings by rating."""
    return Counter(rating(finding, reviews) for finding in findings)


def true_share(counted: Mapping[str, int]) -> float | None:
    """Return the percentage of true findings and quirks of the reviewed ones; ``None`` if none is reviewed."""
    good = counted.get(TRUE, 0) + counted.get(QUIRK, 0)
    reviewed = good + counted.get(FALSE, 0)
    return 100 * good / reviewed if reviewed else None
