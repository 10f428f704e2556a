"""Validation of requests against the schemas of an OpenAPI document, for servers that begin with the document."""

import json
import math
import re
import uuid
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, FormatChecker

FORMATS = FormatChecker(formats=())
METHODS = ("get", "put", "post", "patch", "delete")
MAX_DEPTH = 60
MAX_DIGITS = 300


class MalformedError(Exception):
    """The body cannot be parsed."""


class InvalidError(Exception):
    """The request can be parsed, but violates the document; `errors` maps locations to messages."""

    def __init__(self, errors: dict[str, str]):
        super().__init__("; ".join(f"{where}: {text}" for where, text in errors.items()))
        self.errors = errors


def parse_json(raw: bytes) -> Any:
    """Return the value of a JSON body.

    Raises:
        MalformedError: if it is not JSON (RFC 8259), is nested too deeply or contains lone surrogates.
    """
    try:
        value = json.loads(raw.decode(), parse_constant=_no_constant, parse_int=_integer, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise MalformedError("the body is not valid JSON") from error
    _check_text(value, MAX_DEPTH)
    return value


def check_text(text: str) -> str:
    """Return the text.

    Raises:
        MalformedError: if it contains a lone surrogate, which cannot be encoded as UTF-8.
    """
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise MalformedError("text must not contain lone surrogates")
    return text


def _check_text(value: Any, depth: int) -> None:
    if depth == 0:
        raise MalformedError("the body is nested too deeply")
    if isinstance(value, str):
        check_text(value)
    for inner in value if isinstance(value, list) else [*value, *value.values()] if isinstance(value, dict) else ():
        _check_text(inner, depth - 1)


def _no_constant(text: str) -> Any:
    raise ValueError(f"{text} is not JSON")


def _integer(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise ValueError("too many digits")
    return int(text)


def _finite(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise ValueError("the number is too large")
    return value


@FORMATS.checks("date", ValueError)
def _date(value: object) -> bool:
    return not isinstance(value, str) or (
        re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII) is not None and bool(date.fromisoformat(value))
    )


@FORMATS.checks("date-time", ValueError)
def _date_time(value: object) -> bool:
    shape = r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)"
    if not isinstance(value, str):
        return True
    return re.fullmatch(shape, value, re.ASCII) is not None and bool(datetime.fromisoformat(value[:19].upper()))


@FORMATS.checks("uuid", ValueError)
def _uuid(value: object) -> bool:
    return not isinstance(value, str) or str(uuid.UUID(value)) == value.lower()


@FORMATS.checks("email")
def _email(value: object) -> bool:
    return not isinstance(value, str) or re.fullmatch(r"[^@\s]+@[^@\s]+", value) is not None


class Document:
    """The operations of a document, by operation id."""

    def __init__(self, folder: str | Path):
        tree = yaml.safe_load((Path(folder) / "openapi.yaml").read_text())
        self._tree = _for_requests(tree)
        self._operations = {
            item[method]["operationId"]: (item, item[method])
            for item in self._tree["paths"].values()
            for method in METHODS
            if method in item
        }

    def json(self, operation: str, raw: bytes, media_type: str = "application/json") -> Any:
        """Return the JSON body of a request.

        Raises:
            MalformedError: if it is not JSON.
            InvalidError: if it violates the schema.
        """
        value = parse_json(raw)
        self.check(self._body_schema(operation, media_type), value, "body")
        return _integers(value)

    def form(self, operation: str, fields: dict[str, Any], media_type: str) -> dict[str, Any]:
        """Return the fields of a form, converted to the types of the schema.

        Raises:
            MalformedError: if a text has a lone surrogate.
            InvalidError: if it violates the schema.
        """
        schema = self._body_schema(operation, media_type)
        properties = self._resolved(schema).get("properties", {})
        value = {name: self._converted(properties[name], [text]) for name, text in fields.items() if name in properties}
        self.check(schema, value, "body")
        return value

    def query(self, operation: str, pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
        """Return the documented query parameters with their defaults.

        Raises:
            MalformedError: if a text has a lone surrogate.
            InvalidError: if a value violates its schema.
        """
        return self._parameters(operation, "query", pairs)

    def headers(self, operation: str, pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
        """Return the documented headers, by the names of the document.

        Raises:
            MalformedError: if a text has a lone surrogate.
            InvalidError: if a value violates its schema.
        """
        return self._parameters(operation, "header", pairs)

    def _parameters(self, operation: str, location: str, pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
        item, declared = self._operations[operation]
        known = map(self._resolved, [*item.get("parameters", []), *declared.get("parameters", [])])
        parameters = [parameter for parameter in known if parameter["in"] == location]
        names = {parameter["name"].lower() if location == "header" else parameter["name"] for parameter in parameters}
        sent: dict[str, list[str]] = {}
        for name, text in pairs:
            key = name.lower() if location == "header" else name
            if key in names:
                sent.setdefault(key, []).append(check_text(text))
        values = {}
        for parameter in parameters:
            key = parameter["name"].lower() if location == "header" else parameter["name"]
            values.update(self._parameter(parameter, sent.get(key)))
        return values

    def check(self, schema: dict[str, Any], value: Any, where: str) -> None:
        """Validate a value.

        Raises:
            InvalidError: with each violation.
        """
        shared = {key: self._tree[key] for key in ("components", "definitions") if key in self._tree}
        validator = Draft202012Validator({**schema, **shared}, format_checker=FORMATS)
        errors = {
            "/".join([where, *map(str, error.absolute_path)]): error.message for error in validator.iter_errors(value)
        }
        if errors:
            raise InvalidError(
                {where: message[:200].encode("ascii", "replace").decode() for where, message in errors.items()}
            )

    def schema(self, name: str) -> dict[str, Any]:
        """Return a schema of the components (`definitions` in Swagger 2.0), resolved."""
        shared: dict[str, Any] = self._tree.get("definitions") or self._tree["components"]["schemas"]
        return self._resolved(shared[name])

    def _body_schema(self, operation: str, media_type: str) -> dict[str, Any]:
        declared = self._operations[operation][1]
        for parameter in declared.get("parameters", []):
            if parameter.get("in") == "body":
                schema: dict[str, Any] = parameter["schema"]
                return schema
        fields = [parameter for parameter in declared.get("parameters", []) if parameter.get("in") == "formData"]
        if fields:
            return _form_schema(fields)
        return self._resolved(declared["requestBody"])["content"][media_type].get("schema", {})  # type: ignore[no-any-return]

    def _parameter(self, parameter: dict[str, Any], texts: list[str] | None) -> dict[str, Any]:
        name = parameter["name"]
        schema = self._resolved(parameter.get("schema", parameter))
        if texts is None:
            if parameter.get("required") is True:
                raise InvalidError({name: "is required"})
            return {name: schema["default"]} if "default" in schema else {}
        if schema.get("type") == "array" and not parameter.get("explode", True):
            texts = texts[0].split(",")
        value = self._converted(schema, texts)
        self.check({key: item for key, item in schema.items() if key not in {"required", "in", "name"}}, value, name)
        return {name: value}

    def _converted(self, schema: dict[str, Any], texts: list[str]) -> Any:
        schema = self._resolved(schema)
        if schema.get("type") == "array":
            return [self._converted(schema["items"], [text]) for text in texts]
        return _scalar(schema.get("type"), check_text(texts[0]))

    def _resolved(self, node: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in node:
            target: Any = self._tree
            for key in node["$ref"].removeprefix("#/").split("/"):
                target = target[key.replace("~1", "/").replace("~0", "~")]
            node = target
        return node


def _form_schema(fields: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the schema of a form of Swagger 2.0."""
    hidden = {"name", "in", "required", "description"}
    properties = {field["name"]: {key: field[key] for key in field.keys() - hidden} for field in fields}
    return {
        "type": "object",
        "properties": properties,
        "required": [field["name"] for field in fields if field.get("required")],
    }


def _scalar(kind: Any, text: str) -> Any:
    kinds = kind if isinstance(kind, list) else [kind]
    if "integer" in kinds and re.fullmatch(r"-?[0-9]{1,30}", text):
        return int(text)
    if "number" in kinds and re.fullmatch(r"-?[0-9]{1,30}(\.[0-9]{1,30})?", text):
        return float(text)
    if "boolean" in kinds and text in {"true", "false"}:
        return text == "true"
    return text


def _integers(value: Any) -> Any:
    """1.0 is an integer in JSON Schema; keep it as one."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_integers(item) for item in value]
    return {key: _integers(item) for key, item in value.items()} if isinstance(value, dict) else value


def _for_requests(node: Any) -> Any:
    """Return the tree as JSON Schema 2020-12: `nullable` as a type, patterns for Python, no read-only properties."""
    if isinstance(node, list):
        return [_for_requests(item) for item in node]
    if not isinstance(node, dict):
        return node
    result = {key: _for_requests(value) for key, value in node.items()}
    if result.pop("nullable", False) is True and isinstance(result.get("type"), str):
        result["type"] = [result["type"], "null"]
        if "enum" in result and None not in result["enum"]:
            result["enum"].append(None)
    if isinstance(result.get("pattern"), str) and result["pattern"].endswith("$"):
        result["pattern"] = result["pattern"][:-1] + r"\Z"
    return _without_read_only(result)


def _without_read_only(schema: dict[str, Any]) -> dict[str, Any]:
    properties = schema.get("properties")
    if not isinstance(properties, dict):
        return schema
    hidden = {name for name, inner in properties.items() if isinstance(inner, dict) and inner.get("readOnly") is True}
    schema["properties"] = {name: inner for name, inner in properties.items() if name not in hidden}
    if isinstance(schema.get("required"), list):
        schema["required"] = [name for name in schema["required"] if name not in hidden]
    return schema
