"""A schema that gets another name keeps the value by which a discriminator selects it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from contracts.diff.diff import changes
from contracts.spec.load import load_document
from tests.contracts.bundle.kit import bundled, read, write

ROOT = """\
openapi: 3.1.0
info: {{title: Shop, version: '1'}}
paths:
  /x:
    post:
      requestBody: {{content: {{application/json: {{schema: {body}}}}}}}
      responses: {{'200': {{description: Fine., content: {{application/json: {{schema: {answer}}}}}}}}}
components:
  schemas:
    Cat: {{type: string, maxLength: 5}}
    Cow: {{type: string, maxLength: 6}}
    Other: {{properties: {{a: {{$ref: '#/components/schemas/Cat'}}, b: {{$ref: '#/components/schemas/Cow'}}}}}}
"""
SHOP = """\
components:
  schemas:
    Cat: {type: object, required: [kind], properties: {kind: {type: string}, meow: {type: string}}}
    Dog: {type: object, required: [kind], properties: {kind: {type: string}, bark: {type: string}}}
    Known: {type: object, required: [kind], properties: {kind: {const: known}}}
    Pet: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind}}
    Cow: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {moo: {type: string}}}]}
"""
UNION = """{oneOf: [{$ref: 'shop.yaml#/components/schemas/Cat'}, {$ref: 'shop.yaml#/components/schemas/Dog'}],
  DISCRIMINATOR}"""
COW = "{$ref: 'shop.yaml#/components/schemas/Cow'}"
PET = "{$ref: 'shop.yaml#/components/schemas/Pet'}"


def joined(folder: Path, body: str, answer: str = COW) -> Any:
    """Return the bundled document after comparing it with its source."""
    source = write(folder, {"openapi.yaml": ROOT.format(body=body, answer=answer), "shop.yaml": SHOP})
    tree = bundled(source).tree
    target = folder / "bundled.json"
    target.write_text(json.dumps(tree), "utf-8")
    for documents in ((source, target), (target, source)):
        assert changes(*map(load_document, documents)) == []
    return tree


def body_of(tree: Any) -> Any:
    return tree["paths"]["/x"]["post"]["requestBody"]["content"]["application/json"]["schema"]


@pytest.mark.parametrize(
    ("discriminator", "mapping"),
    [
        ("discriminator: {propertyName: kind}", "{Cat: '#/components/schemas/shop-Cat'}"),
        (
            "discriminator: {propertyName: kind, mapping: {d: 'shop.yaml#/components/schemas/Dog'}}",
            "{d: '#/components/schemas/Dog', Cat: '#/components/schemas/shop-Cat'}",
        ),
        (
            "discriminator: {propertyName: kind, mapping: {c: 'shop.yaml#/components/schemas/Cat'}}",
            "{c: '#/components/schemas/shop-Cat'}",
        ),
    ],
)
def test_an_alternative_keeps_its_value(discriminator: str, mapping: str, tmp_path: Path) -> None:
    tree = joined(tmp_path, UNION.replace("DISCRIMINATOR", discriminator))
    assert body_of(tree)["discriminator"]["mapping"] == read(mapping)


def test_a_subtype_keeps_its_value(tmp_path: Path) -> None:
    tree = joined(tmp_path, PET)
    assert tree["components"]["schemas"]["Pet"]["discriminator"]["mapping"] == {"Cow": "#/components/schemas/shop-Cow"}


def test_nothing_is_added_without_a_clash(tmp_path: Path) -> None:
    body = UNION.replace("/Cat", "/Known").replace("DISCRIMINATOR", "discriminator: {propertyName: kind}")
    assert "mapping" not in body_of(joined(tmp_path, body, "{type: string}"))["discriminator"]
