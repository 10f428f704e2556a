"""Usage files: what a consumer used, as sorted JSON to commit; equal traffic gives equal files."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012Validator

from contracts.errors import DocumentError
from contracts.escaping import printable_json
from contracts.findings import Finding, Location, Severity
from contracts.spec.pointers import child_pointer, split_pointer
from contracts.spec.source import read_source
from contracts.spec.validation_errors import errors_of
from contracts.traffic.model import Body, FieldPath, Fields, OperationUsage, Usage, UsedResponse
from contracts.traffic.value_stats import SCALARS, value_stats

FORMAT = 1
"""Version of the file format; increases with each incompatible change."""

WIDTH = 100
"""Maximum length of an object that is written on one line."""


# ---------------------------------------------------------------------- writing


def text_of(usage: Usage) -> str:
    """Return the content of a usage file."""
    value = {
        "usage": FORMAT,
        "consumer": usage.consumer,
        "document": {"title": usage.title, "version": usage.version},
        "operations": {name: _used(used) for name, used in sorted(usage.operations.items())},
    }
    text = _formatted(value, "") + "\n"
    # UTF-8 cannot encode lone surrogates.
    return printable_json(re.sub("[\ud800-\udfff]", "\ufffd", text))


def _formatted(value: Any, margin: str) -> str:
    """Return JSON with short objects on one line, so that diffs of the file are readable."""
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict) or len(flat) <= WIDTH:
        return flat
    inner = margin + " "
    pairs = (f"{inner}{json.dumps(name, ensure_ascii=False)}: {_formatted(one, inner)}" for name, one in value.items())
    return "{\n" + ",\n".join(pairs) + f"\n{margin}}}"


def _used(used: OperationUsage) -> dict[str, Any]:
    return {
        "calls": used.calls,
        "refused": used.refused,
        "parameters": {key: _fields(fields) for key, fields in sorted(used.parameters.items())},
        "bodies": {
            name: {"count": body.count, "fields": _fields(body.fields)} for name, body in sorted(used.bodies.items())
        },
        "security": {scheme: sorted(scopes) for scheme, scopes in sorted(used.security.items())},
        "accept": sorted(used.accept),
        "answers": {status: _response(response) for status, response in sorted(used.responses.items())},
    }


def _fields(fields: Fields) -> dict[str, Any]:
    found = sorted((_pointer(path), stats) for path, stats in fields.items())
    return {pointer: stats.as_json() for pointer, stats in found}


def _response(response: UsedResponse) -> dict[str, Any]:
    media = {
        name: dict(sorted((_pointer(path), sorted(types)) for path, types in paths.items()))
        for name, paths in sorted(response.media.items())
    }
    return {
        "count": response.count,
        "documented": response.documented,
        "headers": sorted(response.headers),
        "media": media,
    }


def _pointer(path: FieldPath) -> str:
    return child_pointer("", *path)


# ---------------------------------------------------------------------- reading


def read_usage(path: str) -> Usage:
    """Read a usage file.

    :raises DocumentError: if it is not a usage file, with the location of each problem.
    """
    source = read_source(Path(path), path)
    problems = [
        _finding(source.locate(child_pointer("", *error.instance_path)), error.message)
        for error in errors_of(Draft202012Validator(SCHEMA), source.without_surrogates().tree)
    ]
    if problems:
        raise DocumentError(problems)
    tree = source.tree
    operations = {name: _read_used(value) for name, value in tree["operations"].items()}
    return Usage(tree["consumer"], tree["document"]["title"], tree["document"]["version"], operations)


def _finding(location: Location, message: str) -> Finding:
    hint = "usage files are written by 'contracts usage'; write the file again"
    return Finding("usage-form", Severity.ERROR, location, message, hint)


def _read_used(value: Mapping[str, Any]) -> OperationUsage:
    return OperationUsage(
        value["calls"],
        value["refused"],
        {key: _read_fields(fields) for key, fields in value["parameters"].items()},
        {name: Body(body["count"], _read_fields(body["fields"])) for name, body in value["bodies"].items()},
        {scheme: set(scopes) for scheme, scopes in value["security"].items()},
        set(value["accept"]),
        {status: _read_response(response) for status, response in value["answers"].items()},
    )


def _read_response(value: Mapping[str, Any]) -> UsedResponse:
    media = {
        name: {_path(pointer): set(types) for pointer, types in paths.items()} for name, paths in value["media"].items()
    }
    return UsedResponse(value["count"], value["documented"], media, set(value["headers"]))


def _read_fields(value: Mapping[str, Any]) -> Fields:
    return {_path(pointer): value_stats(stats) for pointer, stats in value.items()}


def _path(pointer: str) -> FieldPath:
    return tuple(split_pointer(pointer))


# ---------------------------------------------------------------------- JSON Schema

_COUNT = {"type": "integer", "minimum": 0}
_NAMES = {"type": "array", "items": {"type": "string"}}
_RANGE = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
_STATS = {
    "type": "object",
    "required": ["types"],
    "additionalProperties": False,
    "description": "Statistics of the values sent at one location.",
    "properties": {
        "types": {
            "type": "object",
            "propertyNames": {"enum": ["array", "boolean", "integer", "null", "number", "object", "string"]},
            "additionalProperties": _COUNT,
            "description": "Number of values by JSON type.",
        },
        "numbers": {**_RANGE, "description": "Minimum and maximum of the numbers."},
        "lengths": {**_RANGE, "description": "Minimum and maximum length of the strings."},
        "items": {**_RANGE, "description": "Minimum and maximum length of the arrays."},
        "formats": {
            **_NAMES,
            "description": "Formats that all strings have; 'integer' and 'number' if all can be read as one.",
        },
        "forms": {
            **_NAMES,
            "description": "Shapes of the strings: '9' stands for a digit, 'a' and 'A' for letters: '[inv-]99'.",
        },
        "pattern": {"type": ["boolean", "null"], "description": "Whether all strings match the documented pattern."},
        "values": {
            "type": "array",
            "items": {"type": sorted(SCALARS)},
            "description": "The distinct values, if --values allows to keep all of them and there are few.",
        },
    },
}
_FIELDS = {
    "type": "object",
    "additionalProperties": _STATS,
    "description": "By JSON pointer into the value; '*' stands for any array item and any additional property.",
}


def _object(required: Mapping[str, Any], description: str = "") -> dict[str, Any]:
    described = {"description": description} if description else {}
    return {
        "type": "object",
        **described,
        "required": list(required),
        "additionalProperties": False,
        "properties": dict(required),
    }


def _map(of: Mapping[str, Any], description: str) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": dict(of), "description": description}


_RESPONSE = _object(
    {
        "count": _COUNT,
        "documented": {
            "type": "string",
            "description": "Key of the response in the document: '404', '4XX', 'default'; '': undocumented.",
        },
        "headers": {**_NAMES, "description": "Names of the documented headers received, in lower case."},
        "media": _map(
            _map(_NAMES, "JSON types of the fields received, by JSON pointer."), "Response bodies by media type."
        ),
    }
)
_USED = _object(
    {
        "calls": _COUNT,
        "refused": {**_COUNT, "description": "Calls that were invalid and rejected; what they sent is not recorded."},
        "parameters": _map(_FIELDS, "By location and name: 'query:limit'."),
        "bodies": _map(_object({"count": _COUNT, "fields": _FIELDS}), "Request bodies by media type."),
        "security": _map(
            _NAMES, "Required scopes by security scheme whose credentials were sent; '': no credentials were sent."
        ),
        "accept": {**_NAMES, "description": "Media types in 'Accept' headers."},
        "answers": _map(_RESPONSE, "Responses by status code."),
    }
)
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "API usage of one consumer",
    "description": "Written by 'contracts usage', read by 'contracts diff --used-by'.",
    **_object(
        {
            "usage": {"const": FORMAT, "description": "Version of the file format."},
            "consumer": {"type": "string", "minLength": 1},
            "document": _object({"title": {"type": "string"}, "version": {"type": "string"}}),
            "operations": _map(_USED, "By method and path template: 'GET /cases/{id}'."),
        }
    ),
}
"""Also in ``docs/usage.schema.json``."""
