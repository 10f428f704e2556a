"""The rules of the family ``responses``."""

from __future__ import annotations

from contracts.lint.rule import Rule
from contracts.lint.rules.responses.bodyless_responses import HEAD_WITH_BODY, RESPONSE_BODY_FORBIDDEN
from contracts.lint.rules.responses.error_bodies import ERROR_BODIES_MISSING, ERROR_WITHOUT_ENVELOPE
from contracts.lint.rules.responses.forms import ENCODING_PROPERTY_UNKNOWN, ENCODING_WITHOUT_FORM, FORM_NOT_OBJECT
from contracts.lint.rules.responses.links import LINK_OPERATION, LINK_PARAMETER
from contracts.lint.rules.responses.location_header import LOCATION_HEADER_MISSING
from contracts.lint.rules.responses.media_type_misspelt import MEDIA_TYPE_MISSPELT
from contracts.lint.rules.responses.media_types import MEDIA_TYPE_INVALID, MEDIA_TYPE_UNREACHABLE, REQUEST_BODY_EMPTY
from contracts.lint.rules.responses.missing_responses import NO_ERROR_RESPONSE, RESPONSE_MISSING_SUCCESS
from contracts.lint.rules.responses.runtime_expressions import RUNTIME_EXPRESSION_INVALID, RUNTIME_EXPRESSION_UNKNOWN
from contracts.lint.rules.structure.loader_rules import EXAMPLE_NOT_PRODUCED

RULES: tuple[Rule, ...] = (
    ENCODING_PROPERTY_UNKNOWN,
    ENCODING_WITHOUT_FORM,
    ERROR_BODIES_MISSING,
    ERROR_WITHOUT_ENVELOPE,
    EXAMPLE_NOT_PRODUCED,
    FORM_NOT_OBJECT,
    HEAD_WITH_BODY,
    LINK_OPERATION,
    LINK_PARAMETER,
    LOCATION_HEADER_MISSING,
    MEDIA_TYPE_INVALID,
    MEDIA_TYPE_MISSPELT,
    MEDIA_TYPE_UNREACHABLE,
    NO_ERROR_RESPONSE,
    REQUEST_BODY_EMPTY,
    RESPONSE_BODY_FORBIDDEN,
    RESPONSE_MISSING_SUCCESS,
    RUNTIME_EXPRESSION_INVALID,
    RUNTIME_EXPRESSION_UNKNOWN,
)
"""In the order of their ids."""
