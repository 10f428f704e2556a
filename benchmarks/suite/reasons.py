"""The scenarios in which casemock differs from Prism on purpose, with the reason of each."""

from __future__ import annotations

import tomllib
from pathlib import Path

from benchmarks.document import ROOT

DATA = ROOT / "benchmarks" / "suite" / "reasons.toml"
"""A table ``[reasons]``: reason by name of the scenario without its ending."""


def read_reasons(file: Path = DATA) -> dict[str, str]:
    """Return the reasons by name, sorted."""
    reasons: dict[str, str] = tomllib.loads(file.read_text("utf-8"))["reasons"]
    return dict(sorted(reasons.items()))
