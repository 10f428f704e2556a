"""A document split into files is the same document: branches and discriminator values are matched by their schemas."""

from __future__ import annotations

from pathlib import Path

from contracts.diff.diff import changes
from contracts.spec.load import load_document

ONE = """\
openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets:
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {'204': {description: Done}}
components:
  schemas:
    Pet:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
      discriminator:
        propertyName: kind
        mapping: {c: '#/components/schemas/Cat', d: '#/components/schemas/Dog'}
    Cat: {type: object, required: [kind], properties: {kind: {const: c}, meow: {$ref: '#/components/schemas/Sound'}}}
    Dog: {type: object, required: [kind], properties: {kind: {const: d}, bark: {$ref: '#/components/schemas/Sound'}}}
    Sound: {type: string, maxLength: 9}
"""


def ids_of(old: str, new: str, folder: Path, files: dict[str, str] | None = None) -> list[str]:
    for name, text in {"old.yaml": old, "new.yaml": new, **(files or {})}.items():
        (folder / name).write_text(text)
    found = changes(load_document(folder / "old.yaml"), load_document(folder / "new.yaml"))
    return sorted({one.id for one in found} - {"version-unchanged"})


def test_schemas_moved_to_files_are_the_same(tmp_path: Path) -> None:
    new = ONE.replace("#/components/schemas/Cat", "cat.yaml").replace("#/components/schemas/Dog", "dog.yaml")
    cat, dog = (line.partition(": ")[2] for line in ONE.splitlines() if line.startswith(("    Cat", "    Dog")))
    files = {
        "cat.yaml": cat.replace("#/", "new.yaml#/") + "\n",
        "dog.yaml": dog.replace("#/", "new.yaml#/") + "\n",
    }
    assert ids_of(ONE, new, tmp_path, files) == []


def test_a_schema_under_another_name_is_the_same(tmp_path: Path) -> None:
    assert ids_of(ONE, ONE.replace("Cat", "Feline"), tmp_path) == []


def test_a_discriminator_value_of_another_branch_is_reported(tmp_path: Path) -> None:
    new = ONE.replace("{c: '#/components/schemas/Cat'", "{c: '#/components/schemas/Dog'")
    assert ids_of(ONE, new, tmp_path) == ["request-mapping-changed"]


def test_a_change_in_a_moved_schema_is_reported(tmp_path: Path) -> None:
    cat = "[kind], properties: {kind: {const: c}"
    new = ONE.replace("Cat", "Feline").replace(cat, cat.replace("[kind]", "[kind, meow]"))
    assert ids_of(ONE, new, tmp_path) == ["request-property-became-required"]
