"""The rows of the compatibility tables: read the files, and play the requests of a row against the mock."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from benchmarks.corpus.formats import format_checker
from benchmarks.corpus.judge import Validator
from benchmarks.corpus.schemas import SchemaConverter
from contracts.errors import DocumentError
from contracts.messages import Request, Response
from contracts.transports.in_process import AsgiTransport
from mockserver.app import create_app

FOLDER = Path(__file__).parent
SEEDS = range(4)
BOUNDARY = "compatibility"

SUPPORT = ("yes", "partly", "no")
_FORMS = frozenset({"schema", "components", "valid", "invalid", "document", "settings", "steps", "refused"})
_ROW_KEYS = frozenset({"feature", "support", "note", "openapi"}) | _FORMS
_STEP_KEYS = frozenset({"request", "headers", "body", "form", "files", "raw", "expect"})
_BODY_KEYS = frozenset({"body", "exactly", "text", "contains", "schema", "absent"})
_EXPECT_KEYS = frozenset({"status", "header", "type", "reason"}) | _BODY_KEYS


@dataclass(frozen=True)
class Row:
    """One row, with the line in its file."""

    file: Path
    line: int
    feature: str
    data: Mapping[str, Any] = field(repr=False)

    @property
    def support(self) -> str:
        """``yes``, ``partly`` or ``no``."""
        return str(self.data.get("support", "yes"))


@dataclass(frozen=True)
class Table:
    title: str
    intro: str
    rows: tuple[Row, ...]


def read_tables() -> list[Table]:
    """Return all tables, in the order of their file names."""
    return [read_table(path) for path in sorted(FOLDER.glob("*.yaml"))]


def read_table(path: Path) -> Table:
    """Return the table of a file; an unknown key is an error."""
    text = path.read_text("utf-8")
    data = yaml.safe_load(text)
    node = yaml.compose(text, yaml.SafeLoader)
    (rows_node,) = (value for key, value in node.value if key.value == "rows")
    rows = [
        Row(path, one.start_mark.line + 1, row["feature"], row)
        for one, row in zip(rows_node.value, data["rows"], strict=True)
    ]
    for row in rows:
        _check_keys(row)
    return Table(data["title"], data["intro"], tuple(rows))


def _check_keys(row: Row) -> None:
    steps = row.data.get("steps", ())
    expected = [step.get("expect", {}) for step in steps]
    for known, found in ((_ROW_KEYS, [row.data]), (_STEP_KEYS, steps), (_EXPECT_KEYS, expected)):
        for one in found:
            assert not set(one) - known, f"{row.file.name}: {row.feature}: {set(one) - known}"
    assert ("schema" in row.data) != ("document" in row.data), row.feature
    assert row.support in SUPPORT, row.feature
    assert row.data.get("support", "yes") == "yes" or row.data.get("note"), f"{row.feature}: a note is missing"


def failures(row: Row) -> list[str]:
    """Play a row; return what is not as expected."""
    return list(_schema_failures(row) if "schema" in row.data else _step_failures(row))


def _tree(row: Row, document: Mapping[str, Any]) -> dict[str, Any]:
    version = str(row.data.get("openapi", "3.1.0"))
    name = "swagger" if version.startswith("2") else "openapi"
    return {name: version, "info": {"title": "Row", "version": "1"}, **document}


def _schema_document(row: Row) -> dict[str, Any]:
    schema = row.data["schema"]
    if str(row.data.get("openapi", "")).startswith("2"):
        body = {"in": "body", "name": "body", "required": True, "schema": schema}
        success = {"200": {"description": "", "schema": schema}}
        post = {"parameters": [body], "responses": {"204": {"description": ""}}}
        return _tree(row, {"paths": {"/x": {"get": {"responses": success}, "post": post}}} | _components(row))
    content = {"application/json": {"schema": schema}}
    post = {
        "requestBody": {"required": True, "content": content},
        "responses": {"204": {"description": ""}},
    }
    get = {"responses": {"200": {"description": "", "content": content}}}
    return _tree(row, {"paths": {"/x": {"get": get, "post": post}}} | _components(row))


def _components(row: Row) -> dict[str, Any]:
    found = row.data.get("components")
    if not found:
        return {}
    return {"definitions": found} if str(row.data.get("openapi", "")).startswith("2") else {"components": found}


def _schema_failures(row: Row) -> Iterator[str]:
    tree = _schema_document(row)
    schema = SchemaConverter(tree).convert(row.data["schema"])
    validator = Validator(schema, format_checker=format_checker())
    for seed in SEEDS:
        with closing(AsgiTransport(create_app(tree, seed=seed))) as transport:
            response = transport.send(Request("GET", "/x"))
            if response.status != 200:
                yield f"GET: {response.status} {response.header('x-mock-reason')}"
                break
            errors = [error.message for error in validator.iter_errors(json.loads(response.body))]
            if errors:
                yield f"GET with seed {seed}: {response.body[:200]!r}: {errors[0]}"
                break
    with closing(AsgiTransport(create_app(tree))) as transport:
        for key, statuses in (("valid", {204}), ("invalid", {400, 422})):
            for value in row.data.get(key, ()):
                request = Request("POST", "/x").with_body(json.dumps(value).encode(), "application/json")
                response = transport.send(request)
                if response.status not in statuses:
                    yield f"{key} body {value!r}: {response.status} {response.header('x-mock-reason')}"


def _step_failures(row: Row) -> Iterator[str]:
    tree = _tree(row, row.data["document"])
    if "refused" in row.data:
        try:
            create_app(tree)
        except DocumentError as error:
            if row.data["refused"] not in error.message:
                yield error.message
        else:
            yield "the document is served"
        return
    app = create_app(tree, **row.data.get("settings", {}))
    with closing(AsgiTransport(app)) as transport:
        for step in row.data["steps"]:
            response = transport.send(request_of(step))
            yield from (f"{step['request']}: {one}" for one in _differences(step["expect"], response))


def request_of(step: Mapping[str, Any]) -> Request:
    """Return the request of a step."""
    method, target = step["request"].split(" ", 1)
    request = Request(method, target)
    if "body" in step:
        request = request.with_body(json.dumps(step["body"]).encode(), "application/json")
    elif "form" in step:
        request = request.with_body(step["form"].encode(), "application/x-www-form-urlencoded")
    elif "files" in step:
        request = request.with_body(_multipart(step["files"]), f"multipart/form-data; boundary={BOUNDARY}")
    elif "raw" in step:
        raw = step["raw"]
        content = base64.b64decode(raw["base64"]) if "base64" in raw else raw["text"].encode()
        request = request.with_body(content, raw["type"])
    for name, value in step.get("headers", {}).items():
        request = request.with_header(name, value)
    return request


def _multipart(parts: Mapping[str, Any]) -> bytes:
    lines = []
    for name, part in parts.items():
        content, kind, file = (
            (part, "", "") if isinstance(part, str) else (part["text"], part.get("type", ""), part.get("name", ""))
        )
        lines.append(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"')
        lines.append((f'; filename="{file}"' if file else "") + "\r\n")
        lines.append((f"Content-Type: {kind}\r\n" if kind else "") + f"\r\n{content}\r\n")
    return "".join([*lines, f"--{BOUNDARY}--\r\n"]).encode()


def _differences(expect: Mapping[str, Any], response: Response) -> Iterator[str]:
    reason = response.header("x-mock-reason") or ""
    statuses = expect.get("status", 200)
    if response.status not in (statuses if isinstance(statuses, list) else [statuses]):
        yield f"status {response.status}: {reason} {response.body[:200]!r}"
        return
    for name, value in expect.get("header", {}).items():
        actual = response.header(name)
        is_equal = (actual is not None) is value if isinstance(value, bool) else actual == str(value)
        if not is_equal:
            yield f"header {name}: {actual}"
    if "type" in expect and (response.header("content-type") or "").partition(";")[0] != expect["type"]:
        yield f"content type {response.header('content-type')}"
    if "reason" in expect and expect["reason"] not in reason:
        yield f"reason {reason!r}"
    yield from _body_differences(expect, response)


def _body_differences(expect: Mapping[str, Any], response: Response) -> Iterator[str]:
    text = response.body.decode("utf-8", "replace")
    if "text" in expect and text.strip() != expect["text"].strip():
        yield f"body {text!r}"
    yield from (f"body {text!r} does not contain {one!r}" for one in expect.get("contains", ()) if one not in text)
    if not {"body", "exactly", "schema", "absent"} & set(expect):
        return
    value = json.loads(text)
    if "body" in expect and not _includes(value, expect["body"]):
        yield f"body {text!r}"
    if "exactly" in expect and value != expect["exactly"]:
        yield f"body {text!r}"
    if "schema" in expect:
        validator = Validator(expect["schema"], format_checker=format_checker())
        yield from (f"body {text!r}: {error.message}" for error in validator.iter_errors(value))
    yield from (f"body {text!r} has {name}" for name in expect.get("absent", ()) if name in value)


def _includes(value: Any, expected: Any) -> bool:
    if isinstance(expected, dict):
        return isinstance(value, dict) and all(
            name in value and _includes(value[name], below) for name, below in expected.items()
        )
    if isinstance(expected, list):
        return (
            isinstance(value, list)
            and len(value) == len(expected)
            and all(_includes(one, below) for one, below in zip(value, expected, strict=True))
        )
    return bool(value == expected)
