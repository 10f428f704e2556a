"""Pointers of validators, as they are in the document."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.spec.written_keywords import written_pointer

PET = {
    "discriminator": {"propertyName": "kind"},
    "properties": {"kind": {"pattern": "^a+$"}},
    "allOf": [{"type": "object"}],
}
TREE: dict[str, Any] = {"components": {"schemas": {"Pet": PET, "a/b": {"minLength": 1}}}}
AT = "/components/schemas/Pet"


@pytest.mark.parametrize(
    ("pointer", "written"),
    [
        (f"{AT}/properties/kind/pattern", f"{AT}/properties/kind/pattern"),
        ("/components/schemas/a~1b/minLength", "/components/schemas/a~1b/minLength"),
        (f"{AT}/else/properties/kind/pattern", f"{AT}/properties/kind/pattern"),
        (f"{AT}/allOf/1/then/properties/kind/enum", f"{AT}/properties/kind"),
        (f"{AT}/allOf/0/type", f"{AT}/allOf/0/type"),
        (f"{AT}/properties/kind/minLength", f"{AT}/properties/kind/pattern"),
        (f"{AT}/then/enum", f"{AT}/discriminator"),
        ("/x-discriminator-bases/~1components~1schemas~1Pet/properties/kind/pattern", f"{AT}/properties/kind/pattern"),
        ("/x-derived-schemas/~1components~1schemas~1a~01b/minLength", "/components/schemas/a~1b/minLength"),
        ("/nothing/of/it", ""),
        ("", ""),
    ],
)
def test_the_closest_pointer(pointer: str, written: str) -> None:
    assert written_pointer(TREE, pointer) == written
