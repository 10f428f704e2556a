"""Documents of several files, and the difference between references and data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from contracts.errors import DocumentError
from contracts.findings import Location
from contracts.spec.document import Document
from contracts.spec.load import load_document
from contracts.spec.pointers import reference_pointer, walk

HEAD = "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\n"


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write files, the root file first; return its path."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder / next(iter(files))


def load(folder: Path, files: dict[str, str]) -> Document:
    return load_document(write(folder, files))


def with_schemas(schemas: str) -> str:
    """A document with named schemas, given as a YAML flow mapping."""
    return f"{HEAD}components:\n  schemas: {schemas}\n"


def target(document: Document, pointer: str) -> Any:
    """The target of the reference at a pointer."""
    return walk(document.tree, reference_pointer(walk(document.tree, pointer)["$ref"]))


def test_files_are_embedded_once(tmp_path):
    document = load(
        tmp_path,
        {
            "pets.yaml": with_schemas("{A: {$ref: 'b.yaml#/B'}, C: {$ref: './b.yaml#/C'}, D: {$ref: sub/../b.yaml}}"),
            "b.yaml": "B: {type: string}\nC: {type: object, properties: {b: {$ref: '#/B'}}}\nunused: [1]\n",
        },
    )
    assert document.tree["components"]["schemas"] == {
        "A": {"$ref": "#/x-external/b.yaml/B"},
        "C": {"$ref": "#/x-external/b.yaml/C"},
        "D": {"$ref": "#/x-external/b.yaml"},
    }
    assert document.tree["x-external"] == {
        "b.yaml": {
            "B": {"type": "string"},
            "C": {"type": "object", "properties": {"b": {"$ref": "#/x-external/b.yaml/B"}}},
            "unused": [1],
        }
    }
    assert document.files == (tmp_path / "pets.yaml", tmp_path / "b.yaml")


def test_references_between_files_in_folders(tmp_path):
    (tmp_path / ".git").mkdir()
    document = load(
        tmp_path,
        {
            "spec/pets.yaml": HEAD
            + "paths:\n  /pets/{id}: {$ref: 'paths/pet.yaml'}\n"
            + "components:\n  schemas: {Name: {type: string}}\n",
            "spec/paths/pet.yaml": "parameters:\n  - {$ref: '../../shared/parameters.json#/id'}\n"
            "get:\n  responses:\n    '200': {$ref: '../../shared/responses.yaml#/pet'}\n",
            "shared/parameters.json": json.dumps(
                {"id": {"name": "id", "in": "path", "required": True, "schema": {"$ref": "schemas.yaml#/Id"}}}
            ),
            "shared/responses.yaml": "pet:\n  description: A pet\n  content:\n"
            "    application/json: {schema: {$ref: schemas.yaml#/Pet}}\n",
            "shared/schemas.yaml": "Id: {type: string}\nPet:\n  type: object\n  properties:\n"
            "    friend: {$ref: '#/Pet'}\n    name: {$ref: '../spec/pets.yaml#/components/schemas/Name'}\n"
            "    visits: {type: array, items: {$ref: visit.yaml}}\n",
            "shared/visit.yaml": "type: object\nproperties:\n  pet: {$ref: './schemas.yaml#/Pet'}\n",
        },
    )
    item = target(document, "/paths/~1pets~1{id}")
    assert walk(document.tree, reference_pointer(item["parameters"][0]["$ref"]))["name"] == "id"
    pet = walk(document.tree, "/x-external/schemas.yaml/Pet/properties")
    assert pet["friend"] == {"$ref": "#/x-external/schemas.yaml/Pet"}
    assert pet["name"] == {"$ref": "#/components/schemas/Name"}
    assert pet["visits"]["items"] == {"$ref": "#/x-external/visit.yaml"}
    assert target(document, "/x-external/visit.yaml/properties/pet")["properties"] is pet
    assert [path.name for path in document.files] == [
        "pets.yaml",
        "pet.yaml",
        "parameters.json",
        "responses.yaml",
        "schemas.yaml",
        "visit.yaml",
    ]


def test_files_with_the_same_name_get_unique_keys(tmp_path):
    document = load(
        tmp_path,
        {
            "pets.yaml": with_schemas("{A: {$ref: a/pet.yaml}, B: {$ref: b/pet.yaml}, C: {$ref: 'c/my%20pet.yaml'}}"),
            "a/pet.yaml": "title: a",
            "b/pet.yaml": "title: b",
            "c/my pet.yaml": "title: c",
        },
    )
    assert document.tree["x-external"] == {
        "pet.yaml": {"title": "a"},
        "pet.yaml-2": {"title": "b"},
        "my-pet.yaml": {"title": "c"},
    }
    assert document.locate("/x-external/pet.yaml-2/title").file == str(tmp_path / "b" / "pet.yaml")


def test_bundling_is_idempotent(tmp_path):
    files = {"pets.yaml": with_schemas("{A: {$ref: 'b.yaml#/B'}}"), "b.yaml": "B: {type: string}"}
    first = load(tmp_path, files)
    again = load(tmp_path, {"bundle.json": json.dumps(first.tree)})
    assert again.tree == first.tree
    more = json.loads(json.dumps(first.tree))
    more["components"]["schemas"]["C"] = {"$ref": "c/b.yaml"}
    third = load(tmp_path, {"more.json": json.dumps(more), "c/b.yaml": "title: c"})
    assert third.tree["x-external"] == {"b.yaml": {"B": {"type": "string"}}, "b.yaml-2": {"title": "c"}}
    assert third.locate("/x-external/b.yaml/B").file == str(tmp_path / "more.json")


def test_references_are_normalized(tmp_path):
    document = load(
        tmp_path,
        {
            "pets.yaml": HEAD
            + "components:\n  schemas:\n    A: {properties: {'a b%/{}~': {type: string}}}\n"
            + "    B: {$ref: '#/components/schemas/A/properties/a%20b%25~1%7B%7D~0'}\n"
            + "    C: {$ref: 'pets.yaml#/components/schemas/A/properties/a b%25~1{}~0'}\n"
        },
    )
    schemas = document.tree["components"]["schemas"]
    assert schemas["B"] == schemas["C"] == {"$ref": "#/components/schemas/A/properties/a%20b%25~1%7B%7D~0"}
    assert target(document, "/components/schemas/B") == {"type": "string"}


def test_references_in_data_are_ignored(tmp_path):
    text = with_schemas(
        "{A: {properties: {$ref: {type: string}}, example: {$ref: no.yaml}, default: {$ref: no.yaml}, "
        "examples: [{$ref: no.yaml}], enum: [{$ref: no.yaml}], const: {$ref: no.yaml}, x-a: {$ref: no.yaml}}}"
    ) + (
        "  examples: {one: {value: {$ref: no.yaml}}}\n"
        "  parameters: {p: {name: p, in: query, schema: {}, example: {$ref: no.yaml}}}\n"
        "x-own: {$ref: no.yaml}\n"
    )
    assert load(tmp_path, {"pets.yaml": text}).files == (tmp_path / "pets.yaml",)


def test_recursive_schemas(tmp_path):
    document = load(
        tmp_path,
        {
            "pets.yaml": with_schemas(
                "{Tree: {type: array, items: {$ref: '#/components/schemas/Tree'}}, N: {$ref: n.yaml}}"
            ),
            "n.yaml": "type: object\nproperties:\n  next: {$ref: '#'}\n  all: {allOf: [{$ref: n.yaml}]}\n",
        },
    )
    node = document.tree["x-external"]["n.yaml"]["properties"]
    assert node == {"next": {"$ref": "#/x-external/n.yaml"}, "all": {"allOf": [{"$ref": "#/x-external/n.yaml"}]}}


def test_discriminator_mapping(tmp_path):
    document = load(
        tmp_path,
        {
            "pets.yaml": with_schemas(
                "{Pet: {discriminator: {propertyName: kind, mapping: {cat: Cat, dog: '#/components/schemas/Dog', "
                "bird: more.yaml#/Bird}}}, Cat: {type: object}, Dog: {type: object}, Own: {$ref: more.yaml#/Own}}"
            ),
            "more.yaml": "Bird: {type: object, properties: {nest: {$ref: '#/Nest'}}}\nNest: {type: string}\n"
            "Own: {discriminator: {propertyName: kind, mapping: {cat: Cat, fish: Fish}}}\n"
            "components: {schemas: {Fish: {type: object}}}\n",
        },
    )
    assert walk(document.tree, "/components/schemas/Pet/discriminator/mapping") == {
        "cat": "#/components/schemas/Cat",
        "dog": "#/components/schemas/Dog",
        "bird": "#/x-external/more.yaml/Bird",
    }
    assert walk(document.tree, "/x-external/more.yaml/Own/discriminator/mapping") == {
        "cat": "#/components/schemas/Cat",
        "fish": "#/x-external/more.yaml/components/schemas/Fish",
    }
    assert walk(document.tree, "/x-external/more.yaml/Bird/properties/nest/$ref") == "#/x-external/more.yaml/Nest"


def test_anchors_and_ids(tmp_path):
    document = load(
        tmp_path,
        {
            "pets.yaml": with_schemas(
                "{A: {$anchor: a, type: string}, B: {$ref: '#a'}, C: {$ref: 'c.yaml#inner'}, D: {$dynamicRef: '#a'}, "
                "E: {$id: 'https://example.com/e', properties: {x: {type: string}}}, "
                "F: {$ref: 'https://example.com/e'}, G: {$ref: 'https://example.com/e#/properties/x'}}"
            ),
            "c.yaml": "X:\n  properties:\n    y: {$dynamicAnchor: inner, type: integer}\n",
        },
    )
    schemas = document.tree["components"]["schemas"]
    assert schemas["B"] == {"$ref": "#/components/schemas/A"}
    assert schemas["C"] == {"$ref": "#/x-external/c.yaml/X/properties/y"}
    assert schemas["D"] == {"$dynamicRef": "#/components/schemas/A"}
    assert schemas["F"] == {"$ref": "#/components/schemas/E"}
    assert schemas["G"] == {"$ref": "#/components/schemas/E/properties/x"}


def test_aliased_node_is_bundled_at_each_use(tmp_path):
    document = load(
        tmp_path,
        {
            "pets.yaml": with_schemas("{A: &a {properties: {b: {$ref: 'b.yaml#/B'}}}, C: *a}"),
            "b.yaml": "B: {$ref: '#/C'}\nC: {type: string}\n",
        },
    )
    schemas = document.tree["components"]["schemas"]
    assert schemas["A"] == schemas["C"] == {"properties": {"b": {"$ref": "#/x-external/b.yaml/B"}}}
    assert document.tree["x-external"]["b.yaml"]["B"] == {"$ref": "#/x-external/b.yaml/C"}


def test_symbolic_link_to_the_document_is_the_document(tmp_path):
    path = write(
        tmp_path, {"pets.yaml": with_schemas("{A: {type: string}, B: {$ref: 'again.yaml#/components/schemas/A'}}")}
    )
    (tmp_path / "again.yaml").symlink_to(path)
    document = load_document(path)
    assert document.tree["components"]["schemas"]["B"] == {"$ref": "#/components/schemas/A"}
    assert document.files == (path,)


def test_link_outside_allowed_folders_is_not_followed(tmp_path):
    secret = write(tmp_path, {"secret/secret.yaml": "type: string"})
    path = write(tmp_path, {"a/b/c/pets.yaml": with_schemas("{A: {$ref: link.yaml}}")})
    (path.parent / "link.yaml").symlink_to(secret)
    with pytest.raises(DocumentError, match="outside the folders") as refused:
        load_document(path)
    assert refused.value.location == Location(str(path), 4, 17, "/components/schemas/A/$ref")


def test_broken_file_is_reported_once(tmp_path):
    files = {"pets.yaml": with_schemas("{A: {$ref: 'b.yaml#/A'}, B: {$ref: 'b.yaml#/B'}}"), "b.yaml": "a: b: c"}
    with pytest.raises(DocumentError) as refused:
        load(tmp_path, files)
    assert [finding.location.file for finding in refused.value.findings] == [str(tmp_path / "b.yaml")]
