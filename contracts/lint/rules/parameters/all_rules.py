"""The rules of the family ``parameters``."""

from __future__ import annotations

from contracts.lint.rule import Rule
from contracts.lint.rules.parameters.header_names import HEADER_DECLARED_TWICE, HEADER_NAME_INVALID
from contracts.lint.rules.parameters.ignored_headers import IGNORED_HEADER_PARAMETER, IGNORED_RESPONSE_HEADER
from contracts.lint.rules.parameters.parameter_repeats_security import PARAMETER_REPEATS_SECURITY
from contracts.lint.rules.parameters.querystring_alone import QUERYSTRING_ALONE
from contracts.lint.rules.parameters.serialization import FIELD_OUTSIDE_QUERY, STYLE_WITHOUT_MEANING
from contracts.lint.rules.structure.loader_rules import (
    DUPLICATE_PARAMETER,
    FILE_WITHOUT_FORM,
    PARAMETER,
    SEVERAL_BODIES,
)

RULES: tuple[Rule, ...] = (
    DUPLICATE_PARAMETER,
    FIELD_OUTSIDE_QUERY,
    FILE_WITHOUT_FORM,
    HEADER_DECLARED_TWICE,
    HEADER_NAME_INVALID,
    IGNORED_HEADER_PARAMETER,
    IGNORED_RESPONSE_HEADER,
    PARAMETER,
    PARAMETER_REPEATS_SECURITY,
    QUERYSTRING_ALONE,
    SEVERAL_BODIES,
    STYLE_WITHOUT_MEANING,
)
"""In the order of their ids."""
