"""Errors of items in initial data that violate their schema, with remedies."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any

from contracts.errors import CasemockError
from contracts.findings import Finding
from contracts.generation.generate import Generators
from contracts.lint.value_errors import ValueIssue, value_issues
from contracts.spec.document_errors import EXTRA
from contracts.spec.pointers import split_pointer
from contracts.spec.schemas import Schema
from contracts.spec.validation_errors import errors_of
from contracts.wording import suggestion
from mockserver.state.data_files import DataValue

LONGEST_SAMPLE = 60
"""Maximum length of an example value in a hint."""


class Samples:
    """Example values for hints."""

    def __init__(self) -> None:
        self._examples: dict[Schema, str] = {}

    @cached_property
    def _generators(self) -> Generators:
        return Generators()

    def example(self, schema: Schema | None) -> str:
        """Return ``, for example VALUE`` with a short valid value of a schema, or ``""``."""
        if schema is None:
            return ""
        if schema not in self._examples:
            text = json.dumps(self._value(schema), ensure_ascii=False)
            is_useful = len(text) <= LONGEST_SAMPLE and text != "null"
            self._examples[schema] = f", for example {text}" if is_useful else ""
        return self._examples[schema]

    def _value(self, schema: Schema) -> Any:
        """Return a documented value of a schema, else a generated one, else ``None``."""
        node = schema.resolve().node
        known: Mapping[str, Any] = node if isinstance(node, dict) else {}
        lists = [known[key] for key in ("examples", "enum") if isinstance(known.get(key), list)]
        documented = [known.get(key) for key in ("example", "default", "const")]
        for value in chain(documented, *lists):
            if value is not None and schema.is_valid(value):
                return value
        try:
            return self._generators.compile(schema)("sample")
        except CasemockError:
            return None


def schema_errors(given: DataValue, item: Any, schema: Schema, samples: Samples) -> Iterator[Finding]:
    """Yield an error for each violation of the schema of an item in a response.

    :param item: the value, with its id.
    """
    if schema.is_valid(item):
        return
    breaches = schema.issues(errors_of(schema.validator, item))
    for issue in value_issues(breaches, schema.space.tree, 0):
        yield given.error(issue.message, _remedy(issue, schema, samples), *split_pointer(issue.place))


def _remedy(issue: ValueIssue, schema: Schema, samples: Samples) -> str:
    tokens = split_pointer(issue.place)
    if issue.keyword == "required" and "property" in issue.detail:
        name = issue.detail["property"]
        owner = _schema_at(schema, tokens)
        return f"add {name!r}{samples.example(owner.possible_properties.get(name) if owner else None)}"
    if issue.keyword in EXTRA:
        owner = _schema_at(schema, tokens[:-1])
        return suggestion(tokens[-1], owner.possible_properties if owner else ()) or "remove it"
    return issue.hint or f"change it{samples.example(_schema_at(schema, tokens))}"


def _schema_at(schema: Schema | None, tokens: Sequence[str]) -> Schema | None:
    """Return the schema of the value at a path in an item, or ``None`` if it is not documented."""
    for token in tokens:
        if schema is None:
            return None
        schema = schema.possible_properties.get(token) or (schema.items if token.isdecimal() else None)
    return schema
