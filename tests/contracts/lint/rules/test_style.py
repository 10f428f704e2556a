"""Cases of the style rules beyond their two examples, and that they accept documents with invalid values."""

from __future__ import annotations

import pytest

from contracts.lint.document_index import DocumentIndex
from contracts.lint.rules.registry import own_rules
from contracts.lint.rules.style.descriptions import descriptions, prose
from contracts.lint.rules.style.naming import naming_exceptions, rewritten, style_of
from contracts.lint.validate import find_violations
from contracts.spec.load import read_document
from contracts.spec.traversal import Visit

OTHERS = ("tag-duplicate", "tag-parent")

STYLE = [rule for rule in own_rules() if rule.family == "style" or rule.id in OTHERS]

RESPONSES = {"responses": {"200": {"description": "Fine"}}}


def found(given, version="3.1.0"):
    tree = {"openapi": version, "info": {"title": "Example", "version": "1"}, "paths": {}, **given}
    return [(rule.id, fault) for rule, fault in find_violations(DocumentIndex(read_document(tree).document), STYLE)]


def pointers(rule, given, version="3.1.0"):
    return [fault.pointer for name, fault in found(given, version) if name == rule]


def operations(*nodes):
    return {"paths": {f"/{number}": {"get": {**RESPONSES, **node}} for number, node in enumerate(nodes)}}


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ([{"name": "a", "parent": "b"}, {"name": "b", "parent": "a"}], ["/tags/0/parent"]),
        ([{"name": "a", "parent": "a"}], ["/tags/0/parent"]),
        (
            [{"name": "a", "parent": "b"}, {"name": "b", "parent": "c"}, {"name": "c", "parent": "b"}],
            ["/tags/1/parent"],
        ),
        ([{"name": "a", "parent": "b"}, {"name": "b", "parent": "c"}, {"name": "c"}], []),
        ([{"name": "a", "parent": "x"}, 3, {"name": [1]}], ["/tags/0/parent"]),
    ],
)
def test_tag_parents(tags, expected):
    assert pointers("tag-parent", {"tags": tags}, "3.2.0") == expected
    assert pointers("tag-parent", {"tags": tags}, "3.1.0") == []


def test_only_an_identical_duplicate_tag_can_be_removed():
    faults = found({"tags": [{"name": "a"}, {"name": "a", "description": "A"}, {"name": "a"}]})
    fixes = [[one.pointer for one in fault.fixes] for rule, fault in faults if rule == "tag-duplicate"]
    assert fixes == [[], ["/tags/2"]]


def test_an_undeclared_tag_is_reported_once_if_tags_are_declared():
    document = operations({"tags": ["a"]}, {"tags": ["b", "case"]}, {"tags": ["case"]})
    assert pointers("tag-undeclared", {**document, "tags": [{"name": "a"}, {"name": "b"}]}) == ["/paths/~11/get/tags/1"]
    assert pointers("tag-undeclared", document) == []


def test_if_most_tags_are_undeclared_only_misspelled_ones_are_reported():
    document = operations({"tags": ["cases"]}, {"tags": ["users"]}, {"tags": ["notes"]})
    assert pointers("tag-undeclared", {**document, "tags": [{"name": "case"}]}) == ["/paths/~10/get/tags/0"]


def test_invalid_characters_in_operation_ids_are_reported_once():
    document = operations({"operationId": "a b"}, {"operationId": "repos/get"}, {"operationId": "c d"})
    faults = [fault for rule, fault in found(document) if rule == "operation-id-characters"]
    assert [fault.pointer for fault in faults] == ["/paths/~10/get/operationId"]
    assert "1 more" in faults[0].message


@pytest.mark.parametrize(
    ("description", "rule", "is_found"),
    [
        ("TODO: describe", "todo-in-description", True),
        ("Cases. TBD", "todo-in-description", True),
        ("States: TODO, DOING and DONE", "todo-in-description", False),
        ("TODO items of a user", "todo-in-description", False),
        ("Write `TODO: x`", "todo-in-description", False),
        ("<script src='x'></script>", "markdown-script", True),
        ("[here](javascript:alert(1))", "markdown-script", True),
        ("<img src=x onerror=alert(1)>", "markdown-script", True),
        ("Python and javascript: two languages", "markdown-script", False),
        ("```\n<script>\n```", "markdown-script", False),
        (" \n", "empty-description", True),
    ],
)
def test_descriptions(description, rule, is_found):
    info = {"title": "Example", "version": "1", "description": description}
    assert pointers(rule, {"info": info}) == ["/info/description"] * is_found


@pytest.mark.parametrize(
    ("url", "rule", "is_found"),
    [
        ("https://example.com", "server-example-com", True),
        ("https://api.example.org:8443/v1", "server-example-com", True),
        ("https://myexample.com", "server-example-com", False),
        ("https://example.com.io", "server-example-com", False),
        ("/example.com", "server-example-com", False),
        ("http://127.0.0.1:8080", "server-localhost", True),
        ("http://localhost.io", "server-localhost", False),
    ],
)
def test_servers(url, rule, is_found):
    assert pointers(rule, {"servers": [{"url": url}]}) == ["/servers/0/url"] * is_found


@pytest.mark.parametrize(
    ("email", "is_found"),
    [("a@b.io", False), ("a+b@localhost", False), ("a", True), ("a@", True), ("a b@c.io", True), ("", True)],
)
def test_email(email, is_found):
    info = {"title": "Example", "version": "1", "contact": {"email": email}}
    assert pointers("email-invalid", {"info": info}) == ["/info/contact/email"] * is_found


INVALID = [None, 3, "x", [], [{}], [3, None, [1]], {"x": None}, {"$ref": 5}, {"name": [1], "description": 4}]


@pytest.mark.parametrize("key", ["info", "tags", "servers", "paths", "components", "externalDocs", "webhooks"])
@pytest.mark.parametrize("value", INVALID, ids=repr)
def test_invalid_values_in_the_document(key, value):
    findings = found({"tags": [{"name": "a"}, {"name": "a"}], key: value}, "3.2.0")
    assert all(isinstance(fault.message, str) for _, fault in findings)


@pytest.mark.parametrize(
    "key", ["operationId", "tags", "summary", "description", "deprecated", "externalDocs", "servers"]
)
@pytest.mark.parametrize("value", INVALID, ids=repr)
def test_invalid_values_in_operations(key, value):
    assert found({**operations({key: value}, {key: value}), "tags": [{"name": "a"}]})


def test_the_root_has_the_descriptions_of_objects_that_are_not_visited():
    tree = {
        "info": {"description": "a"},
        "tags": [{"description": "b"}, 3, {"description": 4}],
        "servers": [{"description": "c"}],
        "externalDocs": {"description": "d"},
    }
    found = dict(descriptions(Visit("document", tree, (), "")))
    assert found == {
        "/info/description": "a",
        "/externalDocs/description": "d",
        "/tags/0/description": "b",
        "/servers/0/description": "c",
    }


def test_the_description_of_an_object():
    trail = (((), "paths"), "/cases")
    assert list(descriptions(Visit("path-item", {"description": "a"}, trail, "paths"))) == [
        ("/paths/~1cases/description", "a")
    ]
    assert list(descriptions(Visit("path-item", {"description": ["a"]}, trail, "paths"))) == []


@pytest.mark.parametrize(
    "markdown",
    ["say `TODO` here", "say ``a ` TODO`` here", "say\n```\nTODO\n```\nhere", "~~~\nTODO", "say\n\n    TODO\n\nhere"],
)
def test_code_is_removed(markdown):
    assert "TODO" in markdown
    assert "TODO" not in prose(markdown)


def test_text_beside_code_is_kept():
    assert prose("TODO: say `a` and `b` TODO").count("TODO") == 2


CAMEL = ["openCases", "oldCases", "newUsers", "oldUsers", "newNotes", "oldNotes", "newTeams", "oldTeams", "aB", "cD"]


@pytest.mark.parametrize(
    ("name", "style"),
    [
        ("listCases", "camelCase"),
        ("getURL", "camelCase"),
        ("ListCases", "PascalCase"),
        ("URLPath", "PascalCase"),
        ("list_cases", "snake_case"),
        ("list-cases", "kebab-case"),
        ("LIST_CASES", "SCREAMING_SNAKE_CASE"),
        ("list", "lower"),
        ("ID", "capitals"),
        ("Cases_List", ""),
        ("cases.list", ""),
        ("listé", ""),
        ("", ""),
    ],
)
def test_style(name, style):
    assert style_of(name) == style


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("camelCase", "httpServerId"),
        ("PascalCase", "HttpServerId"),
        ("snake_case", "http_server_id"),
        ("kebab-case", "http-server-id"),
        ("SCREAMING_SNAKE_CASE", "HTTP_SERVER_ID"),
    ],
)
def test_conversion(style, expected):
    assert rewritten("HTTPServer_id", style) == expected


def test_a_single_name_in_another_style_is_reported():
    assert list(naming_exceptions([*CAMEL, "new_things", "word", "ID"])) == [("new_things", "camelCase", "newThings")]


def test_too_few_names_have_no_convention():
    assert list(naming_exceptions([*CAMEL[:9], "new_things"])) == []


def test_a_larger_minority_is_not_reported():
    assert list(naming_exceptions([*CAMEL, "new_things", "old_things"])) == []


def test_a_single_word_is_reported_only_if_names_begin_with_a_capital():
    assert list(naming_exceptions([*CAMEL, "word"])) == []
    assert [odd.better for odd in naming_exceptions([*(name.capitalize() + "Of" for name in CAMEL), "word"])] == [
        "Word"
    ]
