"""An unreadable file is reported once, without findings that depend on its content."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.findings import Severity
from contracts.lint.rules.registry import own_rules
from contracts.lint.validate import validate

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
