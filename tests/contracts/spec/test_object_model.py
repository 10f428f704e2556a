"""The object model compared with the published schemas."""

from __future__ import annotations

import pytest

from contracts.spec.metaschema import DEFINITIONS, known_keys, metaschema
from contracts.spec.object_model import SHAPES

OTHERS = {"document": "", "components": "components", "operation": "operation", "encoding": "encoding"}
NEW_DRAFT = {"3.1", "3.2"}


def published_keys(kind: str) -> set[str]:
    """The keys of a kind of object in any version."""
    found: set[str] = set()
    for version in ("3.0", "3.1", "3.2"):
        section = "definitions" if version == "3.0" else "$defs"
        names = DEFINITIONS.get(kind) or (OTHERS[kind].title(), OTHERS[kind])
        name = names[version in NEW_DRAFT].removesuffix("-or-reference")
        path = [section, name, "properties"] if name else ["properties"]
        found |= known_keys(version, [*path])
    return found


@pytest.mark.parametrize("kind", sorted(({*DEFINITIONS, *OTHERS}) - {"schema", "callback"}))
def test_table_fields_exist_in_openapi(kind):
    shape = SHAPES[kind]
    assert {*shape.one, *shape.many, *shape.named} <= published_keys(kind)


def test_table_has_all_schema_keywords():
    """Vocabularies of JSON Schema 2020-12: applicator, content and unevaluated."""
    shape = SHAPES["schema"]
    assert set(shape.one) == {
        *("additionalProperties", "items", "not", "if", "then", "else", "contains", "propertyNames"),
        *("unevaluatedItems", "unevaluatedProperties", "contentSchema"),
    }
    assert set(shape.many) == {"allOf", "oneOf", "anyOf", "prefixItems"}
    assert set(shape.named) == {"properties", "patternProperties", "dependentSchemas", "$defs"}


def test_all_kinds_have_a_shape():
    named = {
        kind for shape in SHAPES.values() for table in (shape.one, shape.many, shape.named) for kind in table.values()
    }
    assert named | {shape.rest for shape in SHAPES.values() if shape.rest} <= set(SHAPES)


@pytest.mark.parametrize("version", ["3.0", "3.1", "3.2"])
def test_published_schemas_exist(version):
    assert version in str(metaschema(version)["properties"]["openapi"]["pattern"]).replace("\\", "")
