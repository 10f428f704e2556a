"""A violation of its schema by a value of the document, as rules filter and report it."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.lint.rule import Violation
from contracts.lint.value_errors import ValueIssue
from contracts.lint.values import DocumentValue, Role

KNOWN_FORMATS = frozenset({"date", "date-time", "uuid", "ipv4", "ipv6", "byte"})
"""Formats that openapi-spec-validator checks too; of ``email`` it only checks that there is an ``@``."""


@dataclass(frozen=True, slots=True)
class ValueResult:
    """One violation of a schema by one value.

    :param is_text: the value is a string, and its content was parsed as JSON and validated, or would be valid.
    """

    value: DocumentValue
    misfit: ValueIssue
    is_text: bool = False

    @property
    def pointer(self) -> str:
        """The JSON pointer of the violation in the document."""
        return self.value.pointer if self.is_text else self.value.pointer + self.misfit.place

    @property
    def is_certain(self) -> bool:
        """Whether value and schema contradict each other beyond formats and overlapping branches."""
        misfit = self.misfit
        is_stand_in = self.is_text and self.value.role is Role.PARAMETER
        return not (misfit.is_of_format or misfit.is_ambiguous or is_stand_in)

    @property
    def is_of_known_format(self) -> bool:
        """Whether the violated format is one that all tools validate in the same way."""
        if not self.misfit.is_of_format:
            return False
        name = self.misfit.detail["format"]
        return name in KNOWN_FORMATS or (name in ("email", "idn-email") and "@" not in str(self.misfit.value))

    def found(self, claim: str, hint: str = "") -> Violation:
        """The violation that a rule reports.

        :param claim: the start of the message, e.g. ``default does not match its schema``.
        """
        misfit = self.misfit
        where = f"at {misfit.place[1:]}: " if misfit.place and self.is_text else ""
        times = f" ({misfit.count} times)" if misfit.count > 1 else ""
        return Violation(self.pointer, f"{claim}: {where}{misfit.message}{times}", hint or misfit.hint)
