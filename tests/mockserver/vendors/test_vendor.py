"""Lookup of a vendor's rules."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

import pytest

from contracts.errors import UsageError
from contracts.spec.model import Api
from mockserver.app import create_app
from mockserver.state.item_schema import Item
from mockserver.vendors.vendor import VENDORS, check_vendor, vendor_of
from tests.mockserver.kit import document, load, only, path_parameter

CONTRACT = load(
    {"/cases/{id}": {"parameters": [path_parameter("id")], "get": {}}}, **{"x-mock-apis": [{"name": "shop"}]}
)
OPERATION = only(CONTRACT)


def no_item(*_: object) -> Item | None:
    return None


def api(vendor: str) -> Api:
    return replace(CONTRACT.apis[0], vendor=vendor)


@pytest.mark.parametrize("name", VENDORS)
def test_each_vendor_is_a_module_with_its_class(name: str) -> None:
    made = vendor_of(api(name), OPERATION, no_item)
    assert type(made) is getattr(import_module(f"mockserver.vendors.{name}"), VENDORS[name])
    check_vendor(api(name))


def test_without_a_vendor_there_are_no_rules() -> None:
    assert vendor_of(api(""), OPERATION, no_item) is None
    check_vendor(api(""))


@pytest.mark.parametrize(("name", "hint"), [("egian", "did you mean egain?"), ("acme", "known vendors: egain")])
def test_an_unknown_vendor_is_an_error_with_a_suggestion(name: str, hint: str) -> None:
    with pytest.raises(UsageError, match=f"shop: unknown vendor '{name}'") as caught:
        check_vendor(api(name))
    assert hint in str(caught.value.hint)


def test_an_unknown_vendor_is_an_error_at_startup() -> None:
    tree = document({"/cases": {"get": {}}}, **{"x-mock-apis": [{"name": "shop", "vendor": "acme"}]})
    with pytest.raises(UsageError, match="acme"):
        create_app(tree)
