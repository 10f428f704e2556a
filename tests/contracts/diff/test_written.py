"""A change is reported where it was written: at another reference, not in the component that it leads to."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.diff.diff import changes
from contracts.spec.load import load_document

BASE = """\
openapi: 3.1.0
info: {title: Shop, version: '1'}
paths:
  /a:
    post:
      parameters:
        - $ref: '#/components/parameters/Old'  # parameter
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                e:
                  $ref: '#/components/schemas/Word'  # property
                f:
                  allOf: [{$ref: '#/components/schemas/Word'}]  # wrapped
                g:
                  type: array
                  items:
                    $ref: '#/components/schemas/Box'  # items
                h:
                  oneOf:
                    - $ref: '#/components/schemas/Box'  # branch
                    - type: boolean
      responses:
        '200':
          $ref: '#/components/responses/Good'  # response
  /b:
    get:
      responses:
        '200':
          description: Good
          headers:
            X-Total:
              $ref: '#/components/headers/Total'  # header
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Box'  # schema
components:
  parameters:
    Old: {name: p, in: query, schema: {type: string}}
    New: {name: p, in: query, required: true, schema: {type: string}}
  headers:
    Total: {schema: {type: integer}, required: true}
    Count: {schema: {type: string}}
  responses:
    Good: {description: Good, content: {application/json: {schema: {type: object, required: [x], properties: {x: {}}}}}}
    Better: {description: Good, content: {application/json: {schema: {type: object, properties: {x: {}}}}}}
  schemas:
    Word: {type: string}
    Short: {type: string, maxLength: 3}
    Box:
      type: object
      properties:
        w: {$ref: '#/components/schemas/Word'}
    Crate:
      type: object
      properties:
        w: {$ref: '#/components/schemas/Short'}
"""

CASES = {
    "parameter": ("Old", "New"),
    "property": ("Word", "Short"),
    "wrapped": ("Word", "Short"),
    "items": ("Box", "Crate"),
    "response": ("Good", "Better"),
    "header": ("Total", "Count"),
    "schema": ("Box", "Crate"),
}


def found(folder: Path, old: str, new: str) -> list[tuple[str, str]]:
    for name, text in {"old.yaml": old, "new.yaml": new}.items():
        (folder / name).write_text(text, "utf-8")
    both = load_document(folder / "old.yaml"), load_document(folder / "new.yaml")
    return [(Path(one.location.file).name, one.line.text) for one in changes(*both) if one.id != "version-unchanged"]


@pytest.mark.parametrize("place", CASES)
def test_a_reference_to_another_component(place: str, tmp_path: Path) -> None:
    before, after = CASES[place]
    line = next(line for line in BASE.splitlines() if line.endswith(f"# {place}"))
    new = BASE.replace(line, line.replace(f"/{before}'", f"/{after}'"))
    changed = found(tmp_path, BASE, new)
    assert changed
    assert [text for file, text in changed if file != "new.yaml" or not text.endswith(f"# {place}")] == []
    changed = found(tmp_path, new, BASE)
    assert changed
    assert [text for file, text in changed if file != "new.yaml" or not text.endswith(f"# {place}")] == []


def test_a_branch_that_was_replaced(tmp_path: Path) -> None:
    new = BASE.replace("Box'  # branch", "Crate'  # branch")
    assert [name for name, text in found(tmp_path, BASE, new) if "# branch" in text] == ["old.yaml", "new.yaml"]


def test_a_component_that_changed_itself(tmp_path: Path) -> None:
    new = BASE.replace("Word: {type: string}", "Word: {type: integer}")
    assert found(tmp_path, BASE, new) == [("new.yaml", "    Word: {type: integer}")] * 2


def test_the_new_target_changed_as_well(tmp_path: Path) -> None:
    new = BASE.replace("Word'}]  # wrapped", "Short'}]  # wrapped").replace("maxLength: 3", "maxLength: 2")
    places = found(tmp_path, BASE, new)
    assert ("new.yaml", "    Short: {type: string, maxLength: 2}") in places


def test_each_place_has_its_own_change(tmp_path: Path) -> None:
    new = BASE
    for place in ("property", "items"):
        before, after = CASES[place]
        line = next(line for line in BASE.splitlines() if line.endswith(f"# {place}"))
        new = new.replace(line, line.replace(f"/{before}'", f"/{after}'"))
    assert sorted(text.rpartition("# ")[2] for _, text in found(tmp_path, BASE, new)) == ["items", "property"]
