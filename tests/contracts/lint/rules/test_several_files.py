"""Documents of several files: links to operations of other files, and unreadable files."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.findings import Severity
from contracts.lint.rules.registry import own_rules
from contracts.lint.validate import validate

ROOT_WITH_NOTES = """\
openapi: 3.1.0
info: {title: Cases, version: '1'}
paths:
  /cases/{id}: {$ref: 'case.yaml'}
  /cases/{id}/notes: {$ref: 'parts/notes.yaml#/notes'}
"""

CASE = """\
get:
  parameters: [{name: id, in: path, required: true, schema: {type: string}}]
  responses:
    '200':
      description: The case
      links:
        notes:
          operationRef: '%s'
          parameters: {id: $request.path.id}
"""

NOTES = """\
notes:
  get:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    responses: {'200': {description: The notes}}
"""


def link_findings(reference: str, folder: Path) -> list[tuple[str, int, str]]:
    (folder / "parts").mkdir()
    (folder / "openapi.yaml").write_text(ROOT_WITH_NOTES)
    (folder / "case.yaml").write_text(CASE % reference)
    (folder / "parts" / "notes.yaml").write_text(NOTES)
    (folder / "other.yaml").write_text("openapi: 3.1.0")
    rules = [rule for rule in own_rules() if rule.id.startswith("link-")]
    found = validate(str(folder / "openapi.yaml"), rules, {})[1]
    assert {Path(one.location.file).name for one in found} <= {"case.yaml"}
    return [(one.rule, one.location.line or 0, one.message) for one in found]


@pytest.mark.parametrize(
    "reference",
    [
        "parts/notes.yaml#/notes/get",
        "openapi.yaml#/paths/~1cases~1{id}~1notes/get",
        "openapi.yaml#/paths/~1cases~1%7Bid%7D~1notes/get",
        "#/get",
        "other.yaml#/paths/~1notes/get",
        "https://cases.org/openapi.yaml#/paths/~1notes/get",
    ],
)
def test_an_operation_of_another_file_is_found(reference: str, tmp_path: Path) -> None:
    assert link_findings(reference, tmp_path) == []


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("parts/notes.yaml#/notes/put", "no operation at 'parts/notes.yaml#/notes/put'"),
        ("notes.yaml#/notes/get", "no such file: 'notes.yaml'"),
        ("openapi.yaml#/paths/~1notes/get", "no operation at 'openapi.yaml#/paths/~1notes/get'"),
        ("#/put", "no operation at '#/put'"),
    ],
)
def test_a_missing_operation_is_reported_at_its_line(reference: str, message: str, tmp_path: Path) -> None:
    assert link_findings(reference, tmp_path) == [("link-operation", 8, message)]


def test_parameters_are_checked_against_the_operation_in_the_other_file(tmp_path: Path) -> None:
    folder = tmp_path
    (folder / "parts").mkdir()
    (folder / "openapi.yaml").write_text(ROOT_WITH_NOTES)
    (folder / "case.yaml").write_text(CASE.replace("{id: $req", "{key: $req") % "parts/notes.yaml#/notes/get")
    (folder / "parts" / "notes.yaml").write_text(NOTES)
    found = validate(str(folder / "openapi.yaml"), own_rules(), {})[1]
    assert [one.location.line for one in found if one.rule == "link-parameter"] == [9]


ROOT = """\
openapi: 3.1.0
info: {title: Cases, version: '1'}
paths:
  /cases/{id}:
    get:
      parameters: [{$ref: 'parts.yaml#/id'}]
      responses:
        '200':
          description: The case
          content: {application/json: {schema: {$ref: '#/components/schemas/Case'}}}
        '400': {$ref: 'parts.yaml#/refused'}
components:
  schemas:
    Case:
      oneOf: [{$ref: 'parts.yaml#/open'}, {$ref: 'parts.yaml#/shut'}]
      discriminator: {propertyName: kind}
    Error: {type: object, properties: {title: {type: string}}}
"""

PARTS = """\
id: {name: id, in: path, required: true, schema: {type: string}}
refused:
  description: Refused
  content: {application/json: {schema: {$ref: 'openapi.yaml#/components/schemas/Error'}}}
open: {type: object, required: [kind], properties: {kind: {const: open}}}
shut: {type: object, required: [kind], properties: {kind: {const: shut}}}
"""


def findings_of(folder: Path, root: str = ROOT, parts: str = PARTS) -> list[tuple[str, str, int]]:
    (folder / "openapi.yaml").write_text(root)
    (folder / "parts.yaml").write_text(parts)
    found = [
        one for one in validate(str(folder / "openapi.yaml"), own_rules(), {})[1] if one.severity is not Severity.HINT
    ]
    rules = ("syntax", "unresolved-reference", "path-parameter", "unused-component", "discriminator-property")
    return [(one.rule, Path(one.location.file).name, one.location.line or 0) for one in found if one.rule in rules]


def test_a_complete_document_has_no_findings(tmp_path: Path) -> None:
    assert findings_of(tmp_path) == []


def test_an_unreadable_file_is_the_only_finding(tmp_path: Path) -> None:
    assert findings_of(tmp_path, parts=PARTS.replace("required: true,", "required: true:")) == [
        ("syntax", "parts.yaml", 1)
    ]


def test_an_unresolved_parameter_may_be_the_missing_one(tmp_path: Path) -> None:
    assert findings_of(tmp_path, ROOT.replace("#/id", "#/ids")) == [("unresolved-reference", "openapi.yaml", 6)]


@pytest.mark.parametrize("parameters", ["[]", "[{$ref: 'parts.yaml#/other'}]"])
def test_a_missing_parameter_is_reported_if_all_references_resolve(parameters: str, tmp_path: Path) -> None:
    parts = f"{PARTS}other: {{name: other, in: query, schema: {{type: string}}}}\n"
    root = ROOT.replace("[{$ref: 'parts.yaml#/id'}]", parameters)
    assert findings_of(tmp_path, root, parts) == [("path-parameter", "openapi.yaml", 5)]


def test_an_unused_component_is_reported_if_all_files_are_readable(tmp_path: Path) -> None:
    root = f"{ROOT}    Other: {{$ref: '#/components/schemas/Error'}}\n    Last: {{type: string, maxLength: 3}}\n"
    assert findings_of(tmp_path, root) == [("unused-component", "openapi.yaml", 19)]
