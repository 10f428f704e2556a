"""What cannot be read is said once: nothing is said of what might stand in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.findings import Severity
from contracts.rules.registry import own_rules
from contracts.validate import validate

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


def said_of(folder: Path, root: str = ROOT, parts: str = PARTS) -> list[tuple[str, str, int]]:
    (folder / "openapi.yaml").write_text(root)
    (folder / "parts.yaml").write_text(parts)
    found = [
        one for one in validate(str(folder / "openapi.yaml"), own_rules(), {})[1] if one.severity is not Severity.HINT
    ]
    rules = ("syntax", "unresolved-reference", "path-parameter", "unused-component", "discriminator-property")
    return [(one.rule, Path(one.location.file).name, one.location.line or 0) for one in found if one.rule in rules]


def test_nothing_is_said_where_all_is_there(tmp_path: Path) -> None:
    assert said_of(tmp_path) == []


def test_a_file_that_cannot_be_read_is_the_only_fault(tmp_path: Path) -> None:
    assert said_of(tmp_path, parts=PARTS.replace("required: true,", "required: true:")) == [("syntax", "parts.yaml", 1)]


def test_a_parameter_that_is_not_there_may_be_the_one_that_is_missing(tmp_path: Path) -> None:
    assert said_of(tmp_path, ROOT.replace("#/id", "#/ids")) == [("unresolved-reference", "openapi.yaml", 6)]


@pytest.mark.parametrize("parameters", ["[]", "[{$ref: 'parts.yaml#/other'}]"])
def test_one_that_is_missing_is_told_where_all_are_known(parameters: str, tmp_path: Path) -> None:
    parts = f"{PARTS}other: {{name: other, in: query, schema: {{type: string}}}}\n"
    root = ROOT.replace("[{$ref: 'parts.yaml#/id'}]", parameters)
    assert said_of(tmp_path, root, parts) == [("path-parameter", "openapi.yaml", 5)]


def test_a_component_that_is_not_used_is_told_where_all_is_known(tmp_path: Path) -> None:
    root = f"{ROOT}    Other: {{$ref: '#/components/schemas/Error'}}\n    Last: {{type: string, maxLength: 3}}\n"
    assert said_of(tmp_path, root) == [("unused-component", "openapi.yaml", 19)]
