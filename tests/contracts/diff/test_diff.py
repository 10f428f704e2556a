"""The whole comparison: affected elements, locations, levels, unreadable and invalid documents."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from contracts.diff.change import AffectedElement, Level, Part
from contracts.diff.diff import changes, compared, described, finding_of, level_of, read
from contracts.errors import DocumentError
from contracts.findings import Severity
from contracts.spec.load import load_document, read_document

DOCUMENTS = Path(__file__).parents[2] / "documents"

OLD = """\
openapi: 3.1.0
info: {title: Cases, version: '1'}
paths:
  /cases:
    get:
      parameters: [{name: q, in: query, schema: {$ref: '#/components/schemas/Name'}}]
      responses:
        '200':
          description: All
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Case'}}
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Case'}}}}
      responses:
        '201': {description: Made, content: {application/json: {schema: {$ref: '#/components/schemas/Case'}}}}
components:
  schemas:
    Name: {type: string, maxLength: 40}
    Case:
      type: object
      properties:
        name: {$ref: '#/components/schemas/Name'}
        state: {type: string, enum: [open, held, closed]}
        sub: {$ref: '#/components/schemas/Case'}
"""


def document(text, folder, name="spec.yaml"):
    path = folder / name
    path.write_text(text, "utf-8")
    return load_document(path)


def between(old, new, folder, levels=None):
    return changes(document(old, folder, "old.yaml"), document(new, folder, "new.yaml"), levels)


def only(found, identifier):
    return [change for change in found if change.id == identifier]


def test_a_change_in_a_component_is_reported_once_with_all_usages(tmp_path):
    (change,) = only(between(OLD, OLD.replace("maxLength: 40", "maxLength: 10"), tmp_path), "request-length-narrowed")
    assert change.level is Level.BREAKING
    assert (change.location.line, change.location.pointer) == (19, "/components/schemas/Name/maxLength")
    assert change.line.text == "    Name: {type: string, maxLength: 10}"
    limit = '{"maxLength": 10}'
    assert set(change.affected) == {
        AffectedElement("GET /cases", Part.PARAMETER, "query:q", limit=limit),
        AffectedElement("POST /cases", Part.REQUEST, media_type="application/json", field=("name",), limit=limit),
    }


def test_a_component_has_a_level_per_direction(tmp_path):
    found = between(OLD, OLD.replace("maxLength: 40", "maxLength: 10"), tmp_path)
    assert [(change.id, change.level.value) for change in found] == [
        ("request-length-narrowed", "breaking"),
        ("version-unchanged", "risky"),
        ("response-length-narrowed", "safe"),
    ]
    fields = {(affected.operation, affected.status, affected.field) for affected in found[2].affected}
    assert fields == {("GET /cases", "200", ("*", "name")), ("POST /cases", "201", ("name",))}


def test_each_removed_enum_value_is_an_affected_element(tmp_path):
    found = between(OLD, OLD.replace("[open, held, closed]", "[closed]"), tmp_path)
    (change,) = only(found, "request-enum-value-removed")
    assert change.message == '\'state\': request no longer accepts "open", "held"'
    assert {affected.value for affected in change.affected} == {'"open"', '"held"'}


def test_removed_elements_are_located_in_the_old_document(tmp_path):
    gone = OLD.replace("        state: {type: string, enum: [open, held, closed]}\n", "")
    (change,) = only(between(OLD, gone, tmp_path), "response-property-removed")
    assert change.location.file.endswith("old.yaml")
    assert change.location.line == 24
    assert {affected.field for affected in change.affected} == {("*", "state"), ("state",)}


def test_a_removed_parameter_is_located_at_its_reference(tmp_path):
    shared = OLD.replace(
        "[{name: q, in: query, schema: {$ref: '#/components/schemas/Name'}}]", "[{$ref: '#/components/parameters/Q'}]"
    )
    shared += "  parameters: {Q: {name: q, in: query, schema: {type: string}}}\n"
    gone = shared.replace("parameters: [{$ref: '#/components/parameters/Q'}]", "summary: All")
    (change,) = only(between(shared, gone, tmp_path), "parameter-removed")
    assert change.location.pointer == "/paths/~1cases/get/parameters/0"


def test_null_is_located_at_the_keyword_that_allows_it(tmp_path):
    old = OLD.replace("3.1.0", "3.0.3")
    new = old.replace("Name: {type: string,", "Name: {type: string, nullable: true,")
    (change,) = only(between(old, new, tmp_path), "response-became-nullable")
    assert change.location.pointer == "/components/schemas/Name/nullable"
    assert change.location.column == new.splitlines()[18].index("nullable") + 1


@pytest.mark.parametrize("level", ["safe", "risky", "breaking"])
def test_a_level_can_be_set(level, tmp_path):
    new = OLD.replace("'1'", "'2'").replace("[open, held, closed]", "[open, held, closed, lost]")
    (change,) = only(between(OLD, new, tmp_path, {"response-enum-value-added": level}), "response-enum-value-added")
    assert change.level.value == level


def test_disabled_changes_are_not_reported(tmp_path):
    new = OLD.replace("maxLength: 40", "maxLength: 10")
    found = between(OLD, new, tmp_path, {"request-length-narrowed": "off"})
    assert [change.id for change in found] == ["response-length-narrowed"]


def test_changes_are_ordered_by_level_then_by_location(tmp_path):
    new = OLD.replace("maxLength: 40", "maxLength: 10").replace("[open, held, closed]", "[held]")
    found = between(OLD, new, tmp_path)
    order = ["breaking", "risky", "safe"]
    assert [order.index(change.level) for change in found] == sorted(order.index(change.level) for change in found)
    assert [change.location.line for change in found if change.level is Level.BREAKING] == [19, 24]


def test_a_finding_names_the_usages(tmp_path):
    (change,) = only(between(OLD, OLD.replace("maxLength: 40", "maxLength: 10"), tmp_path), "request-length-narrowed")
    finding = finding_of(change)
    assert (finding.rule, finding.severity, finding.line) == (change.id, Severity.ERROR, change.line)
    assert finding.message == "'q' (query): maxLength narrowed: 40 → 10"
    assert finding.hint == "in GET /cases query:q, POST /cases request name; keep the old length bounds"
    assert finding.touches == ("GET /cases", "POST /cases")
    assert level_of(finding) is change.level


def test_the_name_of_an_affected_element():
    assert described(AffectedElement("GET /a", Part.RESPONSE, status="200", field=("*", "id"))) == "GET /a 200 */id"
    assert described(AffectedElement("GET /a", Part.SECURITY, "key")) == "GET /a"


@pytest.mark.parametrize("name", ["petstore-2.0.yaml", "petstore-3.0.yaml", "petstore-3.1.yaml"])
def test_a_document_equals_itself(name):
    one = load_document(DOCUMENTS / name)
    assert changes(one, load_document(DOCUMENTS / name)) == []
    assert changes(one, replace(one, texts={})) == []  # without its text, everything is compared


def test_the_bundled_document_equals_itself():
    ours = load_document(DOCUMENTS.parent.parent / "openapi.yaml")
    assert changes(ours, ours) == []
    assert changes(ours, replace(ours, texts={})) == []


def test_documents_without_texts_are_compared(tmp_path):
    old, new = (
        document(text, tmp_path, name)
        for text, name in ((OLD, "a.yaml"), (OLD.replace("maxLength: 40", "maxLength: 10"), "b.yaml"))
    )
    assert only(changes(replace(old, texts={}), replace(new, texts={})), "request-length-narrowed")


def test_true_is_not_one(tmp_path):
    old = OLD.replace("{type: string, maxLength: 40}", "{enum: [true]}")
    assert between(old, old.replace("[true]", "[1]"), tmp_path)


def test_a_change_is_found_through_other_files(tmp_path):
    root = OLD.replace("'#/components/schemas/Name'}}]", "'parts.yaml#/Name'}}]")
    found = {}
    for name, length in (("old", 40), ("new", 10)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "parts.yaml").write_text(f"Name: {{type: string, maxLength: {length}}}\n", "utf-8")
        found[name] = document(root, folder)
    (change,) = only(changes(found["old"], found["new"]), "request-length-narrowed")
    assert change.location.file.endswith("parts.yaml")
    assert (change.location.line, change.location.pointer) == (1, "/Name/maxLength")


def test_a_recursive_schema_has_its_first_usages(tmp_path):
    new = OLD.replace("[open, held, closed]", "[open, held]")
    (change,) = only(between(OLD, new, tmp_path), "response-enum-value-removed")
    assert {affected.field for affected in change.affected} == {("*", "state"), ("state",)}


def test_errors_of_a_document_do_not_hide_its_changes(tmp_path):
    broken = OLD.replace("description: All", "headers: 3").replace("maxLength: 40", "maxLength: 10")
    (tmp_path / "new.yaml").write_text(broken, "utf-8")
    _, new, found = compared(read(str(tmp_path / "new.yaml")), read(str(tmp_path / "new.yaml")))
    assert found == []
    assert any(finding.severity is Severity.ERROR for finding in new.findings)
    old = document(OLD, tmp_path, "old.yaml")
    assert only(changes(old, new), "request-length-narrowed")


def test_files_that_are_not_documents_are_rejected(tmp_path):
    path = tmp_path / "old.yaml"
    path.write_text("just: text\n", "utf-8")
    with pytest.raises(DocumentError, match="not an OpenAPI document"):
        compared(read_document(path), read_document(path))


JUNK = (
    None,
    True,
    3,
    -1.5,
    "",
    [],
    {},
    [1],
    {"a": 1},
    {"$ref": "#/nowhere"},
    [[]],
    {"type": 3},
    {"oneOf": 3},
    {"$ref": "#"},
)


def spots(node):
    """Each member and item of a tree, with who holds it."""
    for key, value in list(node.items() if isinstance(node, dict) else enumerate(node)):
        yield node, key
        if isinstance(value, dict | list):
            yield from spots(value)


@pytest.mark.parametrize("index", range(len(JUNK)))
def test_invalid_values_do_not_stop_the_comparison(index):
    old = read_document(yaml.safe_load(OLD)).document
    for number in range(len(list(spots(yaml.safe_load(OLD))))):
        tree = yaml.safe_load(OLD)
        holder, key = list(spots(tree))[number]
        holder[key] = JUNK[index]
        new = read_document(tree).document
        if new is not None:
            assert isinstance(changes(old, new), list)
            assert isinstance(changes(new, old), list)


def test_a_schema_in_a_file_equals_the_same_component(tmp_path):
    whole = OLD.replace("maxLength: 40}", "maxLength: 40}\n    Dog: {type: object, properties: {bark: {type: string}}}")
    choice = "{oneOf: [{$ref: '%s'}, {$ref: '#/components/schemas/Dog'}]}"
    name = "{$ref: '#/components/schemas/Name'}"
    (tmp_path / "Cat.yaml").write_text("{type: object, properties: {meow: {type: string}}}\n", "utf-8")
    split = whole.replace(name, choice % "Cat.yaml")
    cat = "maxLength: 40}\n    Cat: {type: object, properties: {meow: {type: string}}}"
    one = whole.replace(name, choice % "#/components/schemas/Cat").replace("maxLength: 40}", cat)
    assert between(split, one, tmp_path) == []
