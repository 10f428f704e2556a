"""The rules of the family ``schemas``."""

from __future__ import annotations

from contracts.lint.rule import Rule
from contracts.lint.rules.schemas.additional_properties import PROPERTY_SHUT_OUT
from contracts.lint.rules.schemas.array_items import ARRAY_OF_ANYTHING, ARRAY_WITHOUT_ITEMS
from contracts.lint.rules.schemas.composition import (
    BRANCH_REPEATED,
    COMPOSITION_EMPTY,
    ONE_OF_DUPLICATE,
    ONE_OF_OVERLAP,
    ONE_OF_SINGLE,
)
from contracts.lint.rules.schemas.deprecated_example import SCHEMA_EXAMPLE_DEPRECATED
from contracts.lint.rules.schemas.dialect import DIALECT
from contracts.lint.rules.schemas.discriminator_mapping import (
    DISCRIMINATOR_MAPPING,
    DISCRIMINATOR_VALUE,
    DISCRIMINATOR_WITHOUT_BRANCHES,
)
from contracts.lint.rules.schemas.discriminator_property import DISCRIMINATOR_OPTIONAL, DISCRIMINATOR_PROPERTY
from contracts.lint.rules.schemas.formats import FORMAT_TYPE_MISMATCH, MISSPELT_FORMAT, UNKNOWN_FORMAT
from contracts.lint.rules.schemas.keywords import KEYWORD_WITHOUT_EFFECT, PROPERTY_OUTSIDE_PROPERTIES
from contracts.lint.rules.schemas.misspelt_keyword import MISSPELT_KEYWORD
from contracts.lint.rules.schemas.nullable import (
    NULL_IN_ENUM,
    NULLABLE_ENUM_WITHOUT_NULL,
    NULLABLE_IN_31,
    NULLABLE_WITHOUT_TYPE,
)
from contracts.lint.rules.schemas.read_only import READ_ONLY_AND_WRITE_ONLY, READ_ONLY_REQUIRED
from contracts.lint.rules.schemas.recursion import SCHEMA_APPLIES_ITSELF, SCHEMA_ENDLESS
from contracts.lint.rules.schemas.ref_siblings import REF_DESCRIPTION_IGNORED, REF_SIBLINGS_IGNORED
from contracts.lint.rules.schemas.required_properties import REQUIRED_BESIDE_ALL_OF, REQUIRED_UNDECLARED
from contracts.lint.rules.schemas.satisfiability import (
    BOUNDS_CROSSED,
    BRANCH_IMPOSSIBLE,
    PROPERTY_CONTRADICTORY,
    SCHEMA_UNSATISFIABLE,
)

RULES: tuple[Rule, ...] = (
    ARRAY_OF_ANYTHING,
    ARRAY_WITHOUT_ITEMS,
    BOUNDS_CROSSED,
    BRANCH_IMPOSSIBLE,
    BRANCH_REPEATED,
    COMPOSITION_EMPTY,
    DIALECT,
    DISCRIMINATOR_MAPPING,
    DISCRIMINATOR_OPTIONAL,
    DISCRIMINATOR_PROPERTY,
    DISCRIMINATOR_VALUE,
    DISCRIMINATOR_WITHOUT_BRANCHES,
    FORMAT_TYPE_MISMATCH,
    KEYWORD_WITHOUT_EFFECT,
    MISSPELT_FORMAT,
    MISSPELT_KEYWORD,
    NULL_IN_ENUM,
    NULLABLE_ENUM_WITHOUT_NULL,
    NULLABLE_IN_31,
    NULLABLE_WITHOUT_TYPE,
    ONE_OF_DUPLICATE,
    ONE_OF_OVERLAP,
    ONE_OF_SINGLE,
    PROPERTY_CONTRADICTORY,
    PROPERTY_OUTSIDE_PROPERTIES,
    PROPERTY_SHUT_OUT,
    READ_ONLY_AND_WRITE_ONLY,
    READ_ONLY_REQUIRED,
    REF_DESCRIPTION_IGNORED,
    REF_SIBLINGS_IGNORED,
    REQUIRED_BESIDE_ALL_OF,
    REQUIRED_UNDECLARED,
    SCHEMA_APPLIES_ITSELF,
    SCHEMA_ENDLESS,
    SCHEMA_EXAMPLE_DEPRECATED,
    SCHEMA_UNSATISFIABLE,
    UNKNOWN_FORMAT,
)
"""In the order of their ids."""
