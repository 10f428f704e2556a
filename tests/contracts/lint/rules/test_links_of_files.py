"""Links with an ``operationRef`` to, or in, another file."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.lint.rules.registry import own_rules
from contracts.lint.validate import validate

ROOT = """\
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


def findings_of(reference: str, folder: Path) -> list[tuple[str, int, str]]:
    (folder / "parts").mkdir()
    (folder / "openapi.yaml").write_text(ROOT)
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
    assert findings_of(reference, tmp_path) == []


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
    assert findings_of(reference, tmp_path) == [("link-operation", 8, message)]


def test_parameters_are_checked_against_the_operation_in_the_other_file(tmp_path: Path) -> None:
    folder = tmp_path
    (folder / "parts").mkdir()
    (folder / "openapi.yaml").write_text(ROOT)
    (folder / "case.yaml").write_text(CASE.replace("{id: $req", "{key: $req") % "parts/notes.yaml#/notes/get")
    (folder / "parts" / "notes.yaml").write_text(NOTES)
    found = validate(str(folder / "openapi.yaml"), own_rules(), {})[1]
    assert [one.location.line for one in found if one.rule == "link-parameter"] == [9]
