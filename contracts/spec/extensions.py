"""The only reader of ``x-`` extensions: each into a typed value, an unknown ``x-mock-`` key into a finding."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from jsonschema_rs import Draft202012Validator

from contracts.failures import STAGES, FailureKind
from contracts.findings import Finding, Severity
from contracts.spec.document import Document, child_pointer

PREFIX = "x-mock-"

_ERROR_RULES = {
    "type": "object",
    "propertyNames": {"enum": [kind.value for kind in FailureKind]},
    "additionalProperties": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "example": {"type": "string"},
            "body": {},
            "fill": {"type": "boolean"},
        },
    },
}
_ORDER = {"type": "array", "uniqueItems": True, "items": {"enum": list(STAGES)}}

SHAPES: dict[str, dict[str, Any]] = {
    "x-mock-apis": {
        "type": "array",
        "minItems": 1,
        "items": {
            "type": "object",
            "required": ["name"],
            "additionalProperties": False,
            "properties": {
                "name": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
                "prefix": {"type": "string", "pattern": "^(/[^/{}]+)*$"},
                "title": {"type": "string"},
                "description": {"type": "string"},
                "servers": {"type": "array", "items": {"type": "string"}},
                "x-mock-errors": _ERROR_RULES,
                "x-mock-order": _ORDER,
            },
        },
    },
    "x-mock-errors": _ERROR_RULES,
    "x-mock-order": _ORDER,
    "x-mock-credentials": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "pattern": {"type": "string"},
            "samples": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["value"],
                    "additionalProperties": False,
                    "properties": {
                        "value": {"type": "string", "minLength": 1},
                        "scopes": {"type": ["array", "null"], "items": {"type": "string"}},
                        "accepted": {"type": "boolean"},
                        "note": {"type": "string"},
                    },
                },
            },
        },
    },
    "x-mock-resource": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "collection": {"type": "string", "pattern": "^/"},
            "id": {"type": "string"},
            "list": {"type": "string"},
        },
    },
    "x-mock-canonical": {"enum": ["uuid"]},
    "x-faker": {"type": "string"},
}
"""JSON Schema of each extension; a key that starts with ``x-mock-`` and is not here stops the start."""

_LITERAL = frozenset({"example", "examples", "default", "enum", "const"})
"""Keys whose values are data, not part of the document's structure."""

_NAMING = frozenset(
    {"properties", "patternProperties", "dependentSchemas", "$defs", "schemas", "variables", "mapping", "headers",
     "responses", "parameters", "requestBodies", "securitySchemes", "links", "callbacks", "pathItems", "scopes",
     "encoding"}
)  # fmt: skip
"""Keys whose values are mappings with names that the author chose."""


@dataclass(frozen=True)
class SampleCredential:
    """A documented test credential of a security scheme (``x-mock-credentials``).

    :param value: the token, key, or ``user:password`` as a client sends it, its scheme word aside.
    :param scopes: what it grants; ``None``: everything.
    :param accepted: whether it is let in; ``False`` for one that shows the refusal.
    :param note: one phrase for the index.
    """

    value: str
    scopes: tuple[str, ...] | None = None
    accepted: bool = True
    note: str = ""


@dataclass(frozen=True)
class ErrorRule:
    """Which documented response answers a failure (one value of ``x-mock-errors``).

    :param status: the documented status, e.g. 404; 0: as inferred.
    :param example: name of the documented example; ``""``: the first.
    :param body: the body itself where no documented response holds it; ``None``: take the example.
    :param fill: whether the example's telling fields are filled from what happened; else it is the body word for word.
    """

    status: int = 0
    example: str = ""
    body: Any = None
    fill: bool = False


@dataclass(frozen=True)
class ApiEntry:
    """One entry of ``x-mock-apis``."""

    name: str
    prefix: str = ""
    title: str = ""
    description: str = ""
    servers: tuple[str, ...] = ()
    errors: Mapping[str, ErrorRule] = field(default_factory=dict)
    order: tuple[str, ...] = ()


@dataclass(frozen=True)
class ResourceHint:
    """``x-mock-resource``: what the inference of collections got wrong for an operation; ``""``: leave as inferred."""

    collection: str = ""
    id_field: str = ""
    list_field: str = ""


def check_extensions(document: Document, tree: Mapping[str, Any]) -> list[Finding]:
    """Every unknown ``x-mock-`` key and every known extension with a value of the wrong shape."""
    return [
        finding for pointer, key, value in _extensions(tree, "") for finding in _check(document, pointer, key, value)
    ]


def _extensions(node: Any, pointer: str, names: bool = False) -> Iterator[tuple[str, str, Any]]:
    """Pointer, key and value of every extension of ours below ``node``; ``names``: its keys are the author's names."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            below = child_pointer(pointer, key)
            if names:
                yield from _extensions(value, below)
            elif key == "x-faker" or key.startswith(PREFIX):
                yield below, key, value
            elif key not in _LITERAL:
                yield from _extensions(value, below, key in _NAMING)
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _extensions(value, child_pointer(pointer, index))


def _check(document: Document, pointer: str, key: str, value: Any) -> Iterator[Finding]:
    if key not in SHAPES:
        near = difflib.get_close_matches(key, SHAPES, 1)
        hint = f"did you mean {near[0]}?" if near else f"the known ones are {', '.join(sorted(SHAPES))}"
        yield Finding("extension", Severity.ERROR, document.locate(pointer), f"unknown extension {key}", hint)
        return
    for error in _validator(key).iter_errors(value):
        place = document.locate(child_pointer(pointer, *error.instance_path))
        yield Finding("extension", Severity.ERROR, place, f"{key}: {error.message}", "see docs/extensions.md")
    for below, message in _CHECKS.get(key, lambda _: ())(value):
        place = document.locate(child_pointer(pointer, *below))
        yield Finding("extension", Severity.ERROR, place, f"{key}: {message}", "see docs/extensions.md")


Faults = Iterator[tuple[tuple[str | int, ...], str]]
"""Where in an extension's value something is wrong, and what: what a JSON Schema cannot say."""


def _credential_faults(value: Any) -> Faults:
    pattern = value.get("pattern") if isinstance(value, Mapping) else None
    if isinstance(pattern, str):
        try:
            re.compile(pattern)
        except re.error as error:
            yield ("pattern",), f"{pattern!r} is no regular expression of Python: {error}"


def _api_faults(value: Any) -> Faults:
    entries = [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []
    for field_name, default in (("name", None), ("prefix", "")):
        seen: list[object] = []
        for index, entry in enumerate(entries):
            given = entry.get(field_name, default)
            if given in seen:
                yield (index, field_name), f"two entries have the {field_name} {given!r}"
            seen.append(given)


_CHECKS: dict[str, Callable[[Any], Iterable[tuple[tuple[str | int, ...], str]]]] = {
    "x-mock-apis": _api_faults,
    "x-mock-credentials": _credential_faults,
}


@cache
def _validator(key: str) -> Draft202012Validator:
    return Draft202012Validator(SHAPES[key])


def read_apis(tree: Mapping[str, Any]) -> tuple[ApiEntry, ...]:
    """The entries of ``x-mock-apis``; none where the document holds a single API.

    What the document says of errors and order counts for each that does not say otherwise.
    """
    return tuple(
        ApiEntry(
            name=entry["name"],
            prefix=entry.get("prefix", ""),
            title=entry.get("title", entry["name"]),
            description=entry.get("description", ""),
            servers=tuple(entry.get("servers", ())),
            errors={**read_errors(tree), **read_errors(entry)},
            order=read_order(entry) or read_order(tree),
        )
        for entry in tree.get("x-mock-apis", ())
    )


def read_errors(node: Mapping[str, Any]) -> dict[str, ErrorRule]:
    """``x-mock-errors`` of an API entry, the document or an operation, by failure kind."""
    return {
        kind: ErrorRule(rule.get("status", 0), rule.get("example", ""), rule.get("body"), rule.get("fill", False))
        for kind, rule in node.get("x-mock-errors", {}).items()
    }


def read_order(node: Mapping[str, Any]) -> tuple[str, ...]:
    """``x-mock-order`` made complete: stages it does not name follow in their default order; empty without the key.

    ``presence`` stands right before ``parameters`` unless it is named: most APIs do not tell the two apart.
    """
    given: list[str] = node.get("x-mock-order", [])
    if not given:
        return ()
    if "presence" not in given and "parameters" in given:
        place = given.index("parameters")
        given = [*given[:place], "presence", *given[place:]]
    return (*given, *(stage for stage in STAGES if stage not in given))


def read_credentials(scheme: Mapping[str, Any]) -> tuple[str, tuple[SampleCredential, ...]]:
    """Pattern and samples of a security scheme's ``x-mock-credentials``."""
    extension = scheme.get("x-mock-credentials", {})
    samples = tuple(
        SampleCredential(
            value=sample["value"],
            scopes=None if sample.get("scopes") is None else tuple(sample["scopes"]),
            accepted=sample.get("accepted", True),
            note=sample.get("note", ""),
        )
        for sample in extension.get("samples", ())
    )
    return extension.get("pattern", ""), samples


def read_resource(operation: Mapping[str, Any], path_item: Mapping[str, Any]) -> ResourceHint:
    """``x-mock-resource`` of the operation, else of its path item."""
    hint = operation.get("x-mock-resource", path_item.get("x-mock-resource", {}))
    return ResourceHint(hint.get("collection", ""), hint.get("id", ""), hint.get("list", ""))


def read_canonical(parameter: Mapping[str, Any]) -> str:
    """``x-mock-canonical`` of a parameter: ``uuid``, or ``""``: its values count as they are sent."""
    return str(parameter.get("x-mock-canonical", ""))
