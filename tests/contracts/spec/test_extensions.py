"""Extensions: where they are found, and the locations of their errors."""

from __future__ import annotations

from typing import Any

import pytest

import contracts
from contracts.errors import DocumentError
from contracts.failures import STAGES
from contracts.spec.extensions import read_order

OK: dict[str, Any] = {"responses": {"200": {"description": "fine"}}}


def document(**parts: Any) -> Any:
    return {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}, **parts}


def findings(tree: Any) -> list[tuple[str, str, str]]:
    try:
        contracts.load(tree)
    except DocumentError as error:
        return [(finding.location.pointer, finding.message, finding.hint) for finding in error.findings]
    return []


def test_unknown_extension_with_suggestion() -> None:
    assert findings(document(**{"x-mock-error": {}})) == [
        ("/x-mock-error", "unknown extension 'x-mock-error'", "did you mean 'x-mock-errors'?")
    ]


def test_unknown_extension_lists_known_extensions() -> None:
    ((_, _, hint),) = findings(document(**{"x-mock-qqqqqqqqqqqq": 1}))
    assert hint.startswith("use one of x-faker, x-mock-apis")


def test_foreign_extensions_are_ignored() -> None:
    assert findings(document(**{"x-mocks": 1, "x-internal": {"a": 1}, "x-fakery": 2})) == []


PLACES: list[tuple[str, Any]] = [
    ("/x-mock-a", document(**{"x-mock-a": 1})),
    ("/info/x-mock-a", document(info={"title": "T", "version": "1", "x-mock-a": 1})),
    ("/paths/~1x/x-mock-a", document(paths={"/x": {"x-mock-a": 1}})),
    ("/paths/~1x/get/x-mock-a", document(paths={"/x": {"get": {**OK, "x-mock-a": 1}}})),
    (
        "/paths/~1x/get/responses/default/x-mock-a",
        document(paths={"/x": {"get": {"responses": {"default": {"description": "d", "x-mock-a": 1}}}}}),
    ),
    (
        "/components/responses/example/headers/default/schema/x-mock-a",
        document(
            components={
                "responses": {"example": {"description": "d", "headers": {"default": {"schema": {"x-mock-a": 1}}}}}
            }
        ),
    ),
    ("/components/schemas/S/x-mock-a", document(components={"schemas": {"S": {"x-mock-a": 1}}})),
    (
        "/components/schemas/S/properties/default/x-mock-a",
        document(components={"schemas": {"S": {"properties": {"default": {"x-mock-a": 1}}}}}),
    ),
    (
        "/components/schemas/S/allOf/0/items/x-mock-a",
        document(components={"schemas": {"S": {"allOf": [{"items": {"x-mock-a": 1}}]}}}),
    ),
    (
        "/components/securitySchemes/k/x-mock-a",
        document(components={"securitySchemes": {"k": {"type": "apiKey", "in": "header", "name": "k", "x-mock-a": 1}}}),
    ),
]


@pytest.mark.parametrize(("pointer", "tree"), PLACES, ids=[pointer for pointer, _ in PLACES])
def test_unknown_extensions_are_found_everywhere(pointer: str, tree: Any) -> None:
    assert [(found, message) for found, message, _ in findings(tree)] == [(pointer, "unknown extension 'x-mock-a'")]


NAMES: list[Any] = [
    document(components={"schemas": {"x-mock-a": {"type": "string"}}}),
    document(components={"schemas": {"S": {"properties": {"x-mock-a": {}, "x-faker": {"type": "integer"}}}}}),
    document(components={"responses": {"R": {"description": "d", "headers": {"x-mock-reason": {"schema": {}}}}}}),
    document(components={"schemas": {"S": {"example": {"x-mock-a": 1}, "default": {"x-mock-a": 1}}}}),
    document(components={"schemas": {"S": {"enum": [{"x-mock-a": 1}], "const": {"x-faker": 1}}}}),
    document(components={"examples": {"E": {"value": {"x-mock-a": 1}}}}),
]


@pytest.mark.parametrize("tree", NAMES)
def test_names_and_data_are_not_extensions(tree: Any) -> None:
    assert findings(tree) == []


@pytest.mark.parametrize(
    ("key", "value", "pointer"),
    [
        ("x-mock-apis", [], ""),
        ("x-mock-apis", {}, ""),
        ("x-mock-apis", [{"prefix": "/a"}], "/0"),
        ("x-mock-apis", [{"name": "Upper"}], "/0/name"),
        ("x-mock-apis", [{"name": "a", "prefix": "/a/"}], "/0/prefix"),
        ("x-mock-apis", [{"name": "a", "prefix": "/{a}"}], "/0/prefix"),
        ("x-mock-apis", [{"name": "a", "color": 1}], "/0"),
        ("x-mock-apis", [{"name": "a", "x-mock-order": ["nap"]}], "/0/x-mock-order/0"),
        ("x-mock-errors", None, ""),
        ("x-mock-errors", {"teapot": {}}, ""),
        ("x-mock-errors", {"not_found": {"status": 200}}, "/not_found/status"),
        ("x-mock-errors", {"not_found": {"example": 1}}, "/not_found/example"),
        ("x-mock-errors", {"not_found": {"color": 1}}, "/not_found"),
        ("x-mock-errors", {"not_found": {"fill": "yes"}}, "/not_found/fill"),
        ("x-mock-order", ["identify", "identify"], ""),
        ("x-mock-order", "identify", ""),
        ("x-faker", 7, ""),
        ("x-mock-canonical", "UUID", ""),
        ("x-mock-canonical", True, ""),
        ("x-mock-resource", {"collection": "pets"}, "/collection"),
        ("x-mock-resource", {"color": 1}, ""),
        ("x-mock-resource", {"role": "remove"}, "/role"),
        ("x-mock-resource", {"role": ""}, "/role"),
        ("x-mock-resource", {"id": ["metadata", "name"]}, "/id"),
        ("x-mock-resource", {"list": 0}, "/list"),
        ("x-mock-resource", {"item": "Ticket"}, "/item"),
        ("x-mock-resource", {"envelope": ["data"]}, "/envelope"),
        ("x-mock-credentials", {"pattern": "["}, "/pattern"),
        ("x-mock-credentials", {"pattern": "\\p{L}"}, "/pattern"),
        ("x-mock-credentials", {"pattern": 7}, "/pattern"),
        ("x-mock-credentials", {"samples": [{"value": ""}]}, "/samples/0/value"),
        ("x-mock-credentials", {"samples": [{"scopes": []}]}, "/samples/0"),
    ],
)
def test_invalid_extension_value_is_located(key: str, value: Any, pointer: str) -> None:
    found = findings(document(**{key: value}))
    assert [place for place, _, _ in found] == [f"/{key}{pointer}"]
    assert found[0][1].startswith(f"{key}: ")


def test_all_errors_are_reported() -> None:
    assert len(findings(document(**{"x-mock-a": 1, "x-mock-b": 1, "x-faker": 7}))) == 3


@pytest.mark.parametrize(
    ("given", "order"),
    [
        ([], ()),
        (["existence"], ("existence", *(stage for stage in STAGES if stage != "existence"))),
        (list(STAGES), STAGES),
        (["body", "parameters"], ("body", "presence", "parameters", *STAGES[:6], "vendor", "existence")),
        (["presence", "identify"], ("presence", "identify", *(s for s in STAGES if s not in {"presence", "identify"}))),
        (["-accept"], tuple(stage for stage in STAGES if stage != "accept")),
        (["vendor", "-accept"], ("vendor", *(stage for stage in STAGES if stage not in {"vendor", "accept"}))),
        (["accept", "-accept"], tuple(stage for stage in STAGES if stage != "accept")),
    ],
)
def test_order_is_completed(given: list[str], order: tuple[str, ...]) -> None:
    assert read_order({"x-mock-order": given}) == order
    assert read_order({}) == ()


def test_unknown_role_names_the_known_roles() -> None:
    ((pointer, message, remedy),) = findings(document(**{"x-mock-resource": {"role": "remove"}}))
    assert pointer == "/x-mock-resource/role"
    assert message.startswith('x-mock-resource: "remove" is not one of ')
    assert '"none"' in message
    assert remedy == "see docs/extensions.md"
