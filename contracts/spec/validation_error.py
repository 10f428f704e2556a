"""One error of the JSON Schema validator, with uniform access to its data."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from jsonschema_rs import ValidationError


class ValidationIssue:
    """A keyword that a value violates.

    :param error: error of the validator.
    """

    def __init__(self, error: ValidationError) -> None:
        self._error = error
        self.keyword = error.kind.name

    @cached_property
    def path(self) -> tuple[str | int, ...]:
        """Path of the value; keys that consist of digits are integers."""
        return tuple(self._error.instance_path)

    @cached_property
    def rule(self) -> list[str | int]:
        """Path of the keyword in the schema."""
        return self._error.schema_path

    @cached_property
    def value(self) -> Any:
        """The invalid value."""
        return self._error.instance

    @cached_property
    def detail(self) -> dict[str, Any]:
        """Parameters of the keyword, e.g. ``property`` for ``required``, ``options`` for ``enum``."""
        return self._error.kind.as_dict()

    @cached_property
    def branches(self) -> list[list[ValidationIssue]]:
        """For ``oneOf`` and ``anyOf``: the errors of each alternative; an empty list for one that matches."""
        if self.keyword not in ("oneOf", "anyOf"):
            return []
        return [[ValidationIssue(error) for error in branch] for branch in self.detail["context"]]

    @property
    def is_about_alternatives(self) -> bool:
        """Whether the keyword is ``oneOf`` or ``anyOf``."""
        return self.keyword in ("oneOf", "anyOf")

    @property
    def lacks_one_key(self) -> bool:
        """Whether the only error of each alternative is a missing key other than ``$ref``."""
        return bool(self.branches) and all(
            len(branch) == 1 and branch[0].keyword == "required" and branch[0].detail["property"] != "$ref"
            for branch in self.branches
        )
