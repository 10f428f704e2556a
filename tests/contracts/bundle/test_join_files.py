"""Several files are joined into one equivalent document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import contracts
from tests.contracts.bundle.kit import bundled, read, write

HEAD = "openapi: 3.1.0\ninfo: {title: Shop, version: '1'}\n"


def schemas(folder: Path, root: str, files: dict[str, str]) -> dict[str, Any]:
    """Return the schemas of a bundled document."""
    path = write(folder, {"openapi.yaml": f"{HEAD}components:\n  schemas: {root}\n", **files})
    tree = bundled(path).tree
    assert "x-external" not in tree
    found: dict[str, Any] = tree["components"]["schemas"]
    return found


def test_components_that_are_references_are_replaced_by_the_content(tmp_path: Path) -> None:
    files = {"Pet.yaml": "type: object\nproperties: {parent: {$ref: Pet.yaml}}\n"}
    assert schemas(tmp_path, "{Pet: {$ref: Pet.yaml}, All: {type: array, items: {$ref: Pet.yaml}}}", files) == read(
        "Pet: {type: object, properties: {parent: {$ref: '#/components/schemas/Pet'}}}\n"
        "All: {type: array, items: {$ref: '#/components/schemas/Pet'}}\n"
    )


def test_second_component_of_one_file_refers_to_the_first(tmp_path: Path) -> None:
    assert schemas(tmp_path, "{A: {$ref: x.yaml}, B: {$ref: x.yaml}}", {"x.yaml": "{type: string}"}) == read(
        "{A: {type: string}, B: {$ref: '#/components/schemas/A'}}"
    )


def test_chains_of_references_are_shortened(tmp_path: Path) -> None:
    files = {"index.yaml": "Pet: {$ref: models/Pet.yaml}", "models/Pet.yaml": "{type: object}"}
    found = schemas(tmp_path, "{A: {not: {$ref: 'index.yaml#/Pet'}}}", files)
    assert found == read("{A: {not: {$ref: '#/components/schemas/Pet'}}, Pet: {type: object}}")


def test_recursion_across_files(tmp_path: Path) -> None:
    files = {
        "a.yaml": "{properties: {b: {$ref: b.yaml}}}",
        "b.yaml": "{properties: {a: {$ref: a.yaml}, up: {$ref: 'openapi.yaml#/components/schemas/A'}}}",
    }
    assert schemas(tmp_path, "{A: {items: {$ref: a.yaml}}}", files) == read(
        "A: {items: {$ref: '#/components/schemas/a'}}\n"
        "a: {properties: {b: {$ref: '#/components/schemas/b'}}}\n"
        "b: {properties: {a: {$ref: '#/components/schemas/a'}, up: {$ref: '#/components/schemas/A'}}}\n"
    )


def test_references_into_moved_content(tmp_path: Path) -> None:
    files = {"Pet.yaml": "{properties: {id: {type: integer}}}"}
    found = schemas(tmp_path, "{A: {not: {$ref: 'Pet.yaml#/properties/id'}, items: {$ref: Pet.yaml}}}", files)
    assert found == read(
        "A: {not: {$ref: '#/components/schemas/Pet/properties/id'}, items: {$ref: '#/components/schemas/Pet'}}\n"
        "Pet: {properties: {id: {type: integer}}}\n"
    )


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("Pet.yaml", "Pet"),
        ("common.yaml#/definitions/Money", "Money"),
        ("common.yaml#/components/schemas/Size", "Size"),
        ("common.yaml#/a/b/0", "common-a-b-0"),
        ("common.yaml#/Größe x", "Gr-e-x"),
        ("models/Owner/index.yaml", "Owner"),
    ],
)
def test_names(tmp_path: Path, reference: str, name: str) -> None:
    files = {
        "Pet.yaml": "{type: string}",
        "models/Owner/index.yaml": "{type: string}",
        "common.yaml": "definitions: {Money: {type: string}}\ncomponents: {schemas: {Size: {type: string}}}\n"
        "a: {b: [{type: string}]}\nGröße x: {type: string}\n",
    }
    found = schemas(tmp_path, f"{{A: {{not: {{$ref: '{reference}'}}}}}}", files)
    assert found == {"A": {"not": {"$ref": f"#/components/schemas/{name}"}}, name: {"type": "string"}}


def test_equal_content_with_the_same_name_is_shared(tmp_path: Path) -> None:
    node = "Node: {properties: {next: {$ref: '#/Node'}}}"
    found = schemas(tmp_path, "{A: {not: {$ref: 'x.yaml#/Node'}, items: {$ref: 'y.yaml#/Node'}}}",
                    {"x.yaml": node, "y.yaml": node})  # fmt: skip
    assert list(found) == ["A", "Node"]
    assert found["A"] == {name: {"$ref": "#/components/schemas/Node"} for name in ("not", "items")}


def test_different_content_with_the_same_name_gets_another_name(tmp_path: Path) -> None:
    files = {name: f"Node: {{type: {kind}}}" for name, kind in (("x.yaml", "string"), ("y.yaml", "object"))}
    found = schemas(
        tmp_path, "{Node: {type: array}, A: {not: {$ref: 'x.yaml#/Node'}, items: {$ref: 'y.yaml#/Node'}}}", files
    )
    assert list(found) == ["Node", "A", "x-Node", "y-Node"]
    assert found["A"] == read(
        "{not: {$ref: '#/components/schemas/x-Node'}, items: {$ref: '#/components/schemas/y-Node'}}"
    )
    assert (found["x-Node"], found["y-Node"]) == ({"type": "string"}, {"type": "object"})


def test_content_with_different_targets_of_references_is_different(tmp_path: Path) -> None:
    files = {
        "x/Pet.yaml": "{properties: {id: {$ref: Id.yaml}}}",
        "x/Id.yaml": "{type: string}",
        "y/Pet.yaml": "{properties: {id: {$ref: Id.yaml}}}",
        "y/Id.yaml": "{type: integer}",
    }
    found = schemas(tmp_path, "{A: {not: {$ref: x/Pet.yaml}, items: {$ref: y/Pet.yaml}}}", files)
    assert found["Pet"] == {"properties": {"id": {"$ref": "#/components/schemas/Id"}}}
    assert found["y-Pet"] == {"properties": {"id": {"$ref": "#/components/schemas/y-Id"}}}


def test_discriminator_mappings_are_corrected(tmp_path: Path) -> None:
    files = {"Cat.yaml": "{type: object, required: [kind], properties: {kind: {type: string}}}"}
    root = "{A: {oneOf: [{$ref: Cat.yaml}], discriminator: {propertyName: kind, mapping: {cat: Cat.yaml}}}}"
    assert schemas(tmp_path, root, files)["A"]["discriminator"]["mapping"] == {"cat": "#/components/schemas/Cat"}


def test_ids_and_anchors_are_removed(tmp_path: Path) -> None:
    files = {"Pet.yaml": "{$id: 'https://example.com/pet', $anchor: pet, properties: {a: {$ref: '#/$defs/A'}}, "
             "$defs: {A: {type: string}}}"}  # fmt: skip
    assert schemas(tmp_path, "{Pet: {$ref: Pet.yaml}}", files)["Pet"] == read(
        "{properties: {a: {$ref: '#/components/schemas/Pet/$defs/A'}}, $defs: {A: {type: string}}}"
    )


PATHS = {
    "openapi.yaml": f"""{HEAD}paths:
  /pets: {{$ref: 'paths/pets.yaml', summary: All pets}}
  /dogs: {{$ref: 'paths/pets.yaml#/x-dogs'}}
""",
    "paths/pets.yaml": """
parameters: [{$ref: '../parts.yaml#/parameters/limit'}]
get:
  operationId: list
  responses: {'200': {$ref: '../parts.yaml#/responses/Pets'}}
  callbacks: {event: {$ref: '../parts.yaml#/callbacks/event'}}
x-dogs:
  post:
    operationId: add
    requestBody: {$ref: '../parts.yaml#/bodies/Dog'}
    responses: {default: {$ref: '../parts.yaml#/responses/Pets'}}
""",
    "parts.yaml": """
parameters: {limit: {name: limit, in: query, schema: {type: integer}, examples: {few: {$ref: '#/examples/few'}}}}
examples: {few: {value: 3}}
responses:
  Pets:
    description: Pets.
    headers: {X-Left: {$ref: '#/headers/left'}}
    links: {more: {$ref: '#/links/more'}}
headers: {left: {schema: {type: integer}}}
links: {more: {operationId: list}}
bodies: {Dog: {content: {application/json: {schema: {type: object}}}}}
callbacks: {event: {'{$request.query.url}': {$ref: '#/items/event'}}}
items: {event: {post: {responses: {'204': {description: Seen.}}, callbacks: {event: {$ref: '#/callbacks/event'}}}}}
""",
}


def test_all_kinds_of_object(tmp_path: Path) -> None:
    tree = bundled(write(tmp_path, PATHS)).tree
    assert list(tree["paths"]["/pets"]) == ["parameters", "get", "x-dogs", "summary"]
    assert {section: list(objects) for section, objects in tree["components"].items()} == {
        "parameters": ["limit"],
        "responses": ["Pets"],
        "callbacks": ["event"],
        "requestBodies": ["Dog"],
        "examples": ["few"],
        "headers": ["left"],
        "links": ["more"],
    }
    assert tree["components"]["callbacks"]["event"]["{$request.query.url}"]["post"]["callbacks"] == {
        "event": {"$ref": "#/components/callbacks/event"}
    }


def test_operations_are_unchanged(tmp_path: Path) -> None:
    path = write(tmp_path, PATHS)
    one, other = contracts.load(path), contracts.load(bundled(path).tree)
    assert len(one.operations) == 2
    for before, after in zip(one.operations, other.operations, strict=True):
        assert (before.id, before.method, before.path) == (after.id, after.method, after.path)
        assert [item.name for item in before.parameters] == [item.name for item in after.parameters]
        assert [item.status for item in before.responses] == [item.status for item in after.responses]
        assert before.responses[0].headers[0].name == after.responses[0].headers[0].name


def test_links_to_other_files_are_reported(tmp_path: Path) -> None:
    root = f"{HEAD}components: {{links: {{a: {{operationRef: 'other.yaml#/paths/~1a/get'}}}}}}\n"
    found = bundled(write(tmp_path, {"openapi.yaml": root})).findings
    assert [(finding.location.line, finding.location.pointer) for finding in found] == [
        (3, "/components/links/a/operationRef")
    ]


def test_openapi_and_info_come_first(tmp_path: Path) -> None:
    text = "paths: {}\nx-a: 1\ninfo: {title: Shop, version: '1'}\nopenapi: 3.0.3\n"
    assert list(bundled(write(tmp_path, {"openapi.yaml": text})).tree) == ["openapi", "info", "paths", "x-a"]


def test_x_external_of_the_document_stays(tmp_path: Path) -> None:
    text = f"{HEAD}paths: {{}}\nx-external: {{mine: 1}}\ncomponents: {{schemas: {{A: {{$ref: a.yaml}}}}}}\n"
    tree = bundled(write(tmp_path, {"openapi.yaml": text, "a.yaml": "{type: string}"})).tree
    assert tree["x-external"] == {"mine": 1}
