"""OpenAPI's own JSON Schemas, compiled, and the errors of their validators."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft4Validator, Draft202012Validator, Registry, ValidationError, Validator

from contracts.spec.object_model import DOCUMENT, SWAGGER, Kind


class ValidationIssue:
    """A keyword that a value violates.

    :param error: error of the validator.
    :param written: returns the pattern of the document, if an error is about a translated one.
    :ivar written_pattern: that pattern, or ``None``; the keyword is then ``pattern``.
    """

    def __init__(self, error: ValidationError, written: Callable[[ValidationError], str | None] | None = None) -> None:
        self._error = error
        self._written = written
        self.written_pattern = written(error) if written is not None else None
        self.keyword = error.kind.name if self.written_pattern is None else "pattern"

    @cached_property
    def path(self) -> tuple[str | int, ...]:
        """Path of the value; keys that consist of digits are integers."""
        return tuple(self._error.instance_path)

    @cached_property
    def rule(self) -> list[str | int]:
        """Path of the keyword in the schema."""
        return self._error.schema_path

    @cached_property
    def value(self) -> Any:
        """The invalid value."""
        return self._error.instance

    @cached_property
    def detail(self) -> dict[str, Any]:
        """Parameters of the keyword, e.g. ``property`` for ``required``, ``options`` for ``enum``."""
        return self._error.kind.as_dict() if self.written_pattern is None else {"pattern": self.written_pattern}

    @cached_property
    def branches(self) -> list[list[ValidationIssue]]:
        """For ``oneOf`` and ``anyOf``: the errors of each alternative; an empty list for one that matches."""
        if self.keyword not in ("oneOf", "anyOf"):
            return []
        return [[ValidationIssue(error, self._written) for error in branch] for branch in self.detail["context"]]

    @property
    def is_about_alternatives(self) -> bool:
        """Whether the keyword is ``oneOf`` or ``anyOf``."""
        return self.keyword in ("oneOf", "anyOf")

    @property
    def lacks_one_key(self) -> bool:
        """Whether the only error of each alternative is a missing key other than ``$ref``."""
        return bool(self.branches) and all(
            len(branch) == 1 and branch[0].keyword == "required" and branch[0].detail["property"] != "$ref"
            for branch in self.branches
        )


FOLDER = "resources/schemas"

DRAFT_2020_12 = "https://json-schema.org/draft/2020-12/schema"

OPENAPI_KEYWORDS: dict[str, Any] = {
    "properties": {
        "discriminator": {
            "type": "object",
            "properties": {
                "propertyName": {"type": "string"},
                "mapping": {"type": "object", "additionalProperties": {"type": "string"}},
                "defaultMapping": {"type": "string"},
            },
            "required": ["propertyName"],
        },
        "xml": {
            "type": "object",
            "properties": {
                "name": {"type": "string"},
                "namespace": {"type": "string"},
                "prefix": {"type": "string"},
                "attribute": {"type": "boolean"},
                "wrapped": {"type": "boolean"},
                "nodeType": {"enum": ["element", "attribute", "text", "cdata", "none"]},
            },
        },
        "externalDocs": {"type": "object", "properties": {"url": {"type": "string"}}, "required": ["url"]},
    }
}
"""Keywords that OpenAPI adds to JSON Schema (3.1 and 3.2, "Schema Object"); the published schema omits them."""

DEFINITIONS: dict[Kind, tuple[str, str]] = {
    "path-item": ("PathItem", "path-item"),
    "parameter": ("Parameter", "parameter-or-reference"),
    "header": ("Header", "header-or-reference"),
    "request-body": ("RequestBody", "request-body-or-reference"),
    "response": ("Response", "response-or-reference"),
    "media-type": ("MediaType", "media-type"),
    "example": ("Example", "example-or-reference"),
    "link": ("Link", "link-or-reference"),
    "callback": ("Callback", "callbacks-or-reference"),
    "security-scheme": ("SecurityScheme", "security-scheme-or-reference"),
    "schema": ("Schema", "schema"),
}
"""Names of the definitions in the schemas of 3.0, and of 3.1 and 3.2."""

SWAGGER_DEFINITIONS: dict[Kind, str] = {
    "swagger-path-item": "pathItem",
    "swagger-parameter": "parameter",
    "swagger-response": "response",
    "schema": "schema",
}
"""Names of the definitions in the schema of 2.0."""


@cache
def metaschema(version: str) -> dict[str, Any]:
    """The published schema of a version.

    :param version: ``2.0``, ``3.0``, ``3.1`` or ``3.2``.
    """
    package = find_spec("openapi_spec_validator")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("openapi_spec_validator")
    folder = Path(package.submodule_search_locations[0]) / FOLDER / f"v{version}"
    schema: dict[str, Any] = json.loads((folder / "schema.json").read_text("utf-8"))
    if version == "3.1":
        _correct_31(schema["$defs"])
    elif version == "2.0":
        # Keys beside "$ref" "SHALL be ignored" (JSON Reference, section 3, which OpenAPI 2.0 refers to).
        schema["definitions"]["jsonReference"].pop("additionalProperties", None)
    return schema


def _correct_31(definitions: dict[str, Any]) -> None:
    """Apply the corrections of the schema of 3.1 that were published up to 2025-11-23, in place.

    A path item may have ``$ref`` and other fields; keys beside the ``$ref`` of a Reference Object are ignored; a link
    has a ``server``, not a ``body``; names of path parameters may contain all characters but braces. Other changes only
    concern formats and defaults, which are not validated, or are reported by a rule (``example-and-examples``).
    """
    definitions["path-item"]["properties"]["$ref"] = {"type": "string", "format": "uri-reference"}
    definitions["path-item-or-reference"] = {"$ref": "#/$defs/path-item"}
    definitions["reference"].pop("unevaluatedProperties", None)
    definitions["link"]["properties"].pop("body", None)
    definitions["link"]["properties"]["server"] = {"$ref": "#/$defs/server"}
    styles = definitions["parameter"]["dependentSchemas"]["schema"]["$defs"]
    styles["styles-for-path"]["then"]["properties"]["name"]["pattern"] = "^[^{}]+$"


@cache
def validator(version: str, kind: Kind) -> Validator:
    """The validator for one kind of object, or a reference to it.

    Schemas inside it are validated against JSON Schema 2020-12, or the subset of 2.0 or 3.0.

    :param version: ``2.0``, ``3.0``, ``3.1`` or ``3.2``.
    """
    schema = metaschema(version)
    if version in ("2.0", "3.0"):
        return _draft4(schema, version, kind)
    base = schema["$id"]
    wrapper = {
        "$schema": DRAFT_2020_12,
        "$id": f"casemock:{version}:{kind}",
        "$ref": base if kind == DOCUMENT else f"{base}#/$defs/{DEFINITIONS[kind][1]}",
        # The published schema refers to the Schema Object with the dynamic anchor "meta", which a dialect defines.
        "$defs": {"schema": {"$dynamicAnchor": "meta", "allOf": [{"$ref": DRAFT_2020_12}, OPENAPI_KEYWORDS]}},
    }
    if kind == "schema":
        wrapper["$ref"] = "#/$defs/schema"
    return Draft202012Validator(wrapper, registry=Registry([(base, schema)]), validate_formats=True)


def _draft4(schema: dict[str, Any], version: str, kind: Kind) -> Validator:
    if kind in (DOCUMENT, SWAGGER):
        return Draft4Validator(schema, validate_formats=True)
    if version == "2.0":
        names = ["jsonReference", SWAGGER_DEFINITIONS[kind]] if kind != "schema" else [SWAGGER_DEFINITIONS[kind]]
    else:
        names = [DEFINITIONS[kind][0], "Reference"]
    choice = [{"$ref": f"#/definitions/{name}"} for name in names]
    return Draft4Validator({"definitions": schema["definitions"], "oneOf": choice}, validate_formats=True)


def part_of(version: str, path: list[str | int]) -> Any:
    """The value at a path of the published schema; ``None`` if it does not exist."""
    node: Any = metaschema(version)
    for token in path:
        node = node.get(token) if isinstance(node, dict) else None
    return node


def known_keys(version: str, path: list[str | int]) -> set[str]:
    """The keys that an object may have, given the path of its ``additionalProperties`` or similar keyword."""
    return set(_properties(part_of(version, path[:-1]), metaschema(version)))


def _properties(schema: Any, root: dict[str, Any]) -> list[str]:
    if not isinstance(schema, dict):
        return []
    found = list(schema.get("properties", ()))
    if str(schema.get("$ref", "")).endswith("/examples"):
        found += _properties(root["$defs"]["examples"], root)
    branches = [branch for keyword in ("allOf", "anyOf", "oneOf") for branch in schema.get(keyword, ())]
    branches += [schema.get(keyword) for keyword in ("then", "else")]
    branches += [branch for keyword in ("dependentSchemas", "$defs") for branch in schema.get(keyword, {}).values()]
    return found + [key for branch in branches for key in _properties(branch, root)]
