"""One thing that is wrong with one value of a document, and how rules sort and report it."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.linting.misfits import Misfit
from contracts.linting.rule import Found
from contracts.linting.values import Role, Value

KNOWN_FORMATS = frozenset({"date", "date-time", "uuid", "ipv4", "ipv6", "byte"})
"""What openapi-spec-validator judges too; it lets pass any ``email`` with an ``@``."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing wrong with one value.

    :param is_text: the value is a string whose text, read as JSON, was judged, or would fit.
    """

    value: Value
    misfit: Misfit
    is_text: bool = False

    @property
    def pointer(self) -> str:
        """The place of the mistake in the document."""
        return self.value.pointer if self.is_text else self.value.pointer + self.misfit.place

    @property
    def is_certain(self) -> bool:
        """Whether schema and value contradict each other for sure: not on a format, nor by overlapping branches."""
        misfit = self.misfit
        is_stand_in = self.is_text and self.value.role is Role.PARAMETER
        return not (misfit.is_of_format or misfit.is_ambiguous or is_stand_in)

    @property
    def is_of_known_format(self) -> bool:
        """Whether the format is one that all tools judge alike."""
        if not self.misfit.is_of_format:
            return False
        name = self.misfit.detail["format"]
        return name in KNOWN_FORMATS or (name in ("email", "idn-email") and "@" not in str(self.misfit.value))

    def found(self, claim: str, hint: str = "") -> Found:
        """The fault that a rule reports.

        :param claim: what it says of the value, e.g. ``default does not fit its schema``.
        """
        misfit = self.misfit
        where = f"at {misfit.place[1:]}: " if misfit.place and self.is_text else ""
        times = f" ({misfit.count} times)" if misfit.count > 1 else ""
        return Found(self.pointer, f"{claim}: {where}{misfit.message}{times}", hint or misfit.hint)
