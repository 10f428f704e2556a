"""The rules of the family ``paths``."""

from __future__ import annotations

from contracts.lint.rule import Rule
from contracts.lint.rules.paths.bodyless_methods import DELETE_WITH_BODY, GET_WITH_BODY
from contracts.lint.rules.paths.callback_operation_id import CALLBACK_OPERATION_ID
from contracts.lint.rules.paths.path_overlap import PATH_OVERLAP
from contracts.lint.rules.paths.server_names import SERVER_NAME_DUPLICATE
from contracts.lint.rules.paths.server_urls import (
    SERVER_URL_INVALID,
    SERVER_URL_QUERY,
    SERVER_URL_TRAILING_SLASH,
    SERVER_URL_WITHOUT_SCHEME,
)
from contracts.lint.rules.paths.server_variables import (
    SERVER_DEFAULT_NOT_IN_ENUM,
    SERVER_VARIABLE_UNDECLARED,
    SERVER_VARIABLE_UNUSED,
)
from contracts.lint.rules.paths.url_shape import (
    PATH_CASE_TWIN,
    PATH_DOUBLE_SLASH,
    PATH_QUERY_STRING,
    PATH_TRAILING_SLASH,
)
from contracts.lint.rules.structure.loader_rules import (
    AMBIGUOUS_PATH,
    DUPLICATE_OPERATION_ID,
    PATH_PARAMETER,
    PATH_TEMPLATE,
)

RULES: tuple[Rule, ...] = (
    AMBIGUOUS_PATH,
    CALLBACK_OPERATION_ID,
    DELETE_WITH_BODY,
    DUPLICATE_OPERATION_ID,
    GET_WITH_BODY,
    PATH_CASE_TWIN,
    PATH_DOUBLE_SLASH,
    PATH_OVERLAP,
    PATH_PARAMETER,
    PATH_QUERY_STRING,
    PATH_TEMPLATE,
    PATH_TRAILING_SLASH,
    SERVER_DEFAULT_NOT_IN_ENUM,
    SERVER_NAME_DUPLICATE,
    SERVER_URL_INVALID,
    SERVER_URL_QUERY,
    SERVER_URL_TRAILING_SLASH,
    SERVER_URL_WITHOUT_SCHEME,
    SERVER_VARIABLE_UNDECLARED,
    SERVER_VARIABLE_UNUSED,
)
"""In the order of their ids."""
