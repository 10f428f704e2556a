"""All forms of report: every module of this folder that has a ``REPORT``, so that a new file is a new form."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from contracts import reports
from contracts.reports.report import Report


@cache
def all_reports() -> tuple[Report, ...]:
    """The forms in the order of their names."""
    modules = (import_module(f"{reports.__name__}.{module.name}") for module in pkgutil.iter_modules(reports.__path__))
    found = (getattr(module, "REPORT", None) for module in modules)
    return tuple(sorted((report for report in found if isinstance(report, Report)), key=lambda report: report.name))
