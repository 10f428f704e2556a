"""One error of the JSON Schema validator, with its data at hand."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from jsonschema_rs import ValidationError


class Breach:
    """One keyword that a value does not satisfy.

    :param error: as the validator gives it; its data has other names for each keyword.
    """

    def __init__(self, error: ValidationError) -> None:
        self._error = error
        self.keyword = error.kind.name

    @cached_property
    def path(self) -> tuple[str | int, ...]:
        """The tokens that lead to the value; a key of digits comes as a number."""
        return tuple(self._error.instance_path)

    @cached_property
    def rule(self) -> list[str | int]:
        """The tokens that lead to the keyword in the schema."""
        return self._error.schema_path

    @cached_property
    def value(self) -> Any:
        """The value."""
        return self._error.instance

    @cached_property
    def detail(self) -> dict[str, Any]:
        """What the keyword asks, e.g. ``property`` for ``required``, ``options`` for ``enum``."""
        return self._error.kind.as_dict()

    @cached_property
    def branches(self) -> list[list[Breach]]:
        """For ``oneOf`` and ``anyOf``: what is wrong with each alternative; an empty list for one that fits."""
        if self.keyword not in ("oneOf", "anyOf"):
            return []
        return [[Breach(error) for error in branch] for branch in self.detail["context"]]

    @property
    def is_about_alternatives(self) -> bool:
        """Whether the keyword is ``oneOf`` or ``anyOf``."""
        return self.keyword in ("oneOf", "anyOf")

    @property
    def lacks_one_key(self) -> bool:
        """Whether every alternative lacks nothing but one key, and none of them is a reference."""
        return bool(self.branches) and all(
            len(branch) == 1 and branch[0].keyword == "required" and branch[0].detail["property"] != "$ref"
            for branch in self.branches
        )
