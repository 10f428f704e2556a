"""Where each API of each document is served."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import UsageError
from contracts.spec.model import Contract
from mockserver.mount import MountedApi, mount
from tests.mockserver.kit import load


def contract(title: str, *paths: str, apis: list[Any] | None = None) -> Contract:
    parts = {"x-mock-apis": apis} if apis else {}
    return load({path: {"get": {}} for path in paths}, info={"title": title, "version": "1"}, **parts)


def served(*mounted: MountedApi) -> dict[str, list[str]]:
    return {f"{item.api.name} {item.prefix}": [operation.path for operation in item.operations] for item in mounted}


TWO = [{"name": "shop", "prefix": "/shop"}, {"name": "bank", "prefix": "/bank"}]
PATHS = ("/shop", "/shop/pets", "/bank/")


def test_a_single_api_is_served_at_the_root() -> None:
    assert served(*mount([contract("Pets", "/pets", "/")])) == {"pets ": ["/pets", "/"]}


def test_apis_of_a_document_are_served_as_it_writes_them() -> None:
    mounted = mount([contract("All", *PATHS, apis=TWO)])
    assert served(*mounted) == {"shop /shop": ["/shop", "/shop/pets"], "bank /bank": ["/bank/"]}


def test_one_api_alone_is_served_at_the_root() -> None:
    assert served(*mount([contract("All", *PATHS, apis=TWO)], "shop")) == {"shop ": ["/", "/pets"]}


def test_documents_side_by_side_are_served_under_their_names() -> None:
    mounted = mount([contract("My Pets", "/pets", "/"), contract("All", *PATHS, apis=TWO)])
    assert served(*mounted) == {
        "my-pets /my-pets": ["/my-pets/pets", "/my-pets/"],
        "shop /shop": ["/shop", "/shop/pets"],
        "bank /bank": ["/bank/"],
    }


def test_two_apis_in_one_place_are_refused() -> None:
    with pytest.raises(UsageError, match="two APIs would be served under /pets") as caught:
        mount([contract("Pets", "/a"), contract("Pets", "/b")])
    assert "--api" in caught.value.hint


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("shp", "--api shp: no API is called so", "did you mean shop?"),
        ("zzz", "--api zzz: no API is called so", "there are: bank, shop"),
    ],
)
def test_an_unknown_name(name: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        mount([contract("All", *PATHS, apis=TWO)], name)
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_a_name_that_two_documents_have() -> None:
    with pytest.raises(UsageError, match="more than one API is called so"):
        mount([contract("Pets", "/a"), contract("Pets", "/b")], "pets")
