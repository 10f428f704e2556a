"""Colors of the text report on terminals."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import TextIO

AUTO, ALWAYS, NEVER = "auto", "always", "never"

_BOLD, _DIM, _RED, _YELLOW, _CYAN = "1", "2", "1;31", "1;33", "36"

_SEVERITIES = {"error": _RED, "warning": _YELLOW, "hint": _CYAN, "quirk": _CYAN}

_FINDING = re.compile(r"^((?:\S+:\d+:\d+: )?)(error|warning|hint|quirk): (.*?)( \[[^\[\]]+\])?$")
_LABEL = re.compile(r"^(  (?:in|at|expected|got|request|  then|response|hint|quirk|also|note:|reproduce:) +)(.*)$")


def use_color(when: str, stream: TextIO, environment: Mapping[str, str] | None = None) -> bool:
    """Return whether to write colors.

    The variables ``NO_COLOR`` and ``FORCE_COLOR`` count if they are not empty (no-color.org, force-color.org).

    :param when: ``auto``, ``always`` or ``never``.
    """
    variables = os.environ if environment is None else environment
    if when != AUTO:
        return when == ALWAYS
    if variables.get("NO_COLOR"):
        return False
    if variables.get("FORCE_COLOR"):
        return True
    return variables.get("TERM", "") != "dumb" and stream.isatty()


def in_color(report: str) -> str:
    """Return a text report with colors: severities, headings, and labels of the details."""
    lines = report.split("\n")
    return "\n".join(_colored(line, following) for line, following in zip(lines, [*lines[1:], ""], strict=True))


def _colored(line: str, following: str) -> str:
    if found := _FINDING.match(line):
        where, severity, message, rule = found.groups()
        return f"{where}{_in(_SEVERITIES[severity], f'{severity}:')} {_in(_BOLD, message)}{_in(_DIM, rule or '')}"
    if found := _LABEL.match(line):
        return f"{_in(_DIM, found[1])}{found[2]}"
    if line and (set(line) == {"-"} or following == "-" * len(line)):
        return _in(_BOLD, line)
    return line


def _in(code: str, text: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if text else ""
