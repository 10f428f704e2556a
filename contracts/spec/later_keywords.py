"""Keywords of JSON Schema that documents of earlier OpenAPI versions use, although only later versions have them."""

from __future__ import annotations

from functools import cache
from typing import Any

from jsonschema_rs import Draft202012Validator, Validator

from contracts.spec.document import SWAGGER_2
from contracts.spec.metaschema import DRAFT_2020_12

SINCE_30 = frozenset({"oneOf", "anyOf", "not", "writeOnly", "deprecated"})
"""Keywords of OpenAPI 3.0 that OpenAPI 2.0 does not have."""

SINCE_31 = frozenset(
    {"type", "const", "examples", "if", "then", "else", "contains", "minContains", "maxContains"}
    | {"patternProperties", "propertyNames", "dependentSchemas", "dependentRequired", "prefixItems"}
    | {"unevaluatedItems", "unevaluatedProperties", "exclusiveMinimum", "exclusiveMaximum"}
    | {"contentEncoding", "contentMediaType", "contentSchema"}
)
"""Keywords of OpenAPI 3.1 that earlier versions do not have, or have with other types."""

NO_EFFECT = frozenset({"$schema", "$id", "id", "$anchor", "$comment", "$defs", "definitions"})
"""Keywords that restrict no value; references may lead to the schemas in the last two."""


def use_of_later_keyword(key: str, value: Any, version: str) -> str:
    """How a keyword of a schema is used that its version of OpenAPI does not have; ``""`` if it is unusable.

    :param value: the value of the keyword.
    :param version: version of the document.
    """
    if version[:3] not in (SWAGGER_2, "3.0"):
        return ""
    if version == SWAGGER_2 and key in SINCE_30:
        return "read as in OpenAPI 3.0" if _has_form_of_30(key, value) else ""
    if key in NO_EFFECT:
        return "ignored"
    return "read as in OpenAPI 3.1" if key in SINCE_31 and _validator().is_valid({key: value}) else ""


def _has_form_of_30(key: str, value: Any) -> bool:
    """Whether a keyword has a value of the type that OpenAPI 3.0 requires; its subschemas are checked on their own."""
    if key in {"oneOf", "anyOf"}:
        return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)
    return isinstance(value, dict if key == "not" else bool)


@cache
def _validator() -> Validator:
    return Draft202012Validator({"$ref": DRAFT_2020_12})
