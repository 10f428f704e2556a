"""The rules of the family ``values``."""

from __future__ import annotations

from contracts.lint.rule import Rule
from contracts.lint.rules.values.defaults import (
    DEFAULT_FORMAT,
    DEFAULT_INVALID,
    DEFAULT_NOT_IN_ENUM,
    DEFAULT_OF_REQUIRED_PARAMETER,
)
from contracts.lint.rules.values.enums import (
    CONST_CONFLICT,
    ENUM_DUPLICATE,
    ENUM_EMPTY,
    ENUM_MEMBER_INVALID,
    ENUM_NOT_UNIQUE,
)
from contracts.lint.rules.values.example_fields import (
    EXAMPLE_AND_EXAMPLES,
    EXAMPLE_VALUE_AND_EXTERNAL,
    EXAMPLE_WITHOUT_VALUE,
)
from contracts.lint.rules.values.example_values import (
    EXAMPLE_AMBIGUOUS,
    EXAMPLE_AS_TEXT,
    EXAMPLE_FORMAT,
    EXAMPLE_INVALID,
    SCHEMA_EXAMPLE_INVALID,
)
from contracts.lint.rules.values.loader_findings import DUPLICATE_KEY, EXTENSION
from contracts.lint.rules.values.pattern_anchors import PATTERN_HALF_ANCHORED
from contracts.lint.rules.values.pattern_catastrophic import PATTERN_CATASTROPHIC
from contracts.lint.rules.values.pattern_never_matches import PATTERN_NEVER_MATCHES
from contracts.lint.rules.values.pattern_syntax import PATTERN_INVALID, PATTERN_NEEDLESS_ESCAPE, PATTERN_NOT_PORTABLE

RULES: tuple[Rule, ...] = (
    CONST_CONFLICT,
    DEFAULT_FORMAT,
    DEFAULT_INVALID,
    DEFAULT_NOT_IN_ENUM,
    DEFAULT_OF_REQUIRED_PARAMETER,
    DUPLICATE_KEY,
    ENUM_DUPLICATE,
    ENUM_EMPTY,
    ENUM_MEMBER_INVALID,
    ENUM_NOT_UNIQUE,
    EXAMPLE_AMBIGUOUS,
    EXAMPLE_AND_EXAMPLES,
    EXAMPLE_AS_TEXT,
    EXAMPLE_FORMAT,
    EXAMPLE_INVALID,
    EXAMPLE_VALUE_AND_EXTERNAL,
    EXAMPLE_WITHOUT_VALUE,
    EXTENSION,
    PATTERN_CATASTROPHIC,
    PATTERN_HALF_ANCHORED,
    PATTERN_INVALID,
    PATTERN_NEEDLESS_ESCAPE,
    PATTERN_NEVER_MATCHES,
    PATTERN_NOT_PORTABLE,
    SCHEMA_EXAMPLE_INVALID,
)
"""In the order of their ids."""
