"""Whom a change hits: 81 changes of two documents, with three recorded consumers each, the truth told by hand.

``truth.yaml`` says of each change whom it hits. Nothing is missed and nobody is alarmed in vain.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

import contracts
from contracts.comparing.change import Aspect, Change, Level
from contracts.consumption.impact import hits_of, narrowed
from contracts.consumption.usage_file import text_of
from contracts.consumption.used import Usage
from contracts.diff import changes
from contracts.errors import UsageError
from contracts.findings import Location
from contracts.spec.document import child_pointer, split_pointer, walk
from contracts.spec.load import load_document
from contracts.spec.upgrade import upgrade
from contracts.usage import Request, usage_of

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class World:
    """A document, what its three consumers used, and the truth."""

    base: dict[str, Any]
    truth: list[dict[str, Any]]
    usages: list[Usage]


def world(name: str) -> World:
    folder = FOLDER / name
    base = yaml.safe_load((folder / "openapi.yaml").read_text("utf-8"))
    contract = contracts.load(base)
    recordings = sorted(path for path in folder.iterdir() if path.suffix in {".har", ".ndjson"})
    usages = [usage_of([str(path)], contract, Request(path.stem))[0] for path in recordings]
    return World(base, yaml.safe_load((folder / "truth.yaml").read_text("utf-8")), usages)


WORLDS = {name: world(name) for name in ("fleet", "shop")}
BASE, USAGES = WORLDS["shop"].base, WORLDS["shop"].usages
CASES = [pytest.param(here, change, id=change["change"]) for here in WORLDS.values() for change in here.truth]


def changed(base: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """The document with a change of the truth made."""
    tree = copy.deepcopy(base)
    for pointer, value in change.get("set", {}).items():
        holder, key = _holder(tree, pointer)
        if isinstance(holder, list):
            holder[key : key + 1] = [value]
        else:
            holder[key] = value
    for pointer in change.get("remove", ()):
        holder, key = _holder(tree, pointer)
        del holder[key]
    return tree


def _holder(tree: dict[str, Any], pointer: str) -> tuple[Any, Any]:
    *above, last = split_pointer(pointer)
    holder = walk(tree, child_pointer("", *above))
    return holder, int(last) if isinstance(holder, list) else last


@pytest.mark.parametrize(("here", "change"), CASES)
def test_each_change_hits_whom_it_should(here: World, change: dict[str, Any]) -> None:
    old, new = load_document(here.base), load_document(changed(here.base, change))
    tree = upgrade(new)
    hits = {hit.consumer for found in changes(old, new) for hit in hits_of(found, here.usages, tree)}
    assert hits == set(change["hits"])


@pytest.mark.parametrize("here", WORLDS.values(), ids=WORLDS.keys())
def test_the_truth_is_about_enough(here: World) -> None:
    assert len(here.truth) >= 30
    assert {name for change in here.truth for name in change["hits"]} == {usage.consumer for usage in here.usages}
    assert sum(not change["hits"] for change in here.truth) >= 8


def one(identifier: str, *aspects: Aspect, level: Level = Level.BREAKING) -> Change:
    return Change(identifier, level, "it changed", Location("api.yaml"), aspects)


ORDERS = "GET /orders"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (one("operation-removed", Aspect("GET /orders/{id}", "operation")), {"app", "web"}),
        (one("operation-removed", Aspect("GET /orders/{id}", "operation"), level=Level.SAFE), set()),
        (one("response-success-added", Aspect(ORDERS, "response", status="206")), {"app", "batch", "web"}),
        (one("response-error-added", Aspect("DELETE /orders/{orderId}", "response", status="404")), {"batch"}),
        (one("response-property-removed", Aspect(ORDERS, "response", "", "2XX", field=("items",))), set()),
        (one("security-became-required", Aspect(ORDERS, "security")), set()),
        (one("security-scheme-added", Aspect(ORDERS, "security", "key")), {"app", "web"}),
        (one("security-scheme-added", Aspect(ORDERS, "security", "key and web")), {"app", "batch", "web"}),
        (one("scope-added", Aspect(ORDERS, "security", "web")), {"app", "web"}),
        (one("request-body-removed", Aspect("PATCH /orders/{orderId}", "request")), {"web"}),
        (
            one("request-encoding-changed", Aspect("POST /orders", "request", media_type="application/*")),
            {"app", "batch"},
        ),
        (one("something-new", Aspect("", "operation")), {"app", "batch", "web"}),
    ],
    ids=lambda value: value.id if isinstance(value, Change) else "",
)
def test_changes_that_are_told_by_hand(change: Change, expected: set[str]) -> None:
    assert {hit.consumer for hit in hits_of(change, USAGES, BASE)} == expected


def test_a_hit_says_why() -> None:
    aspect = Aspect(ORDERS, "parameter", "query:limit", limit='{"maximum": 50}')
    (hit,) = hits_of(one("request-range-narrowed", aspect), USAGES, BASE)
    assert (hit.consumer, hit.reason) == ("batch", "GET /orders: sends 100 there")


def written(folder: Path, *usages: Usage) -> list[str]:
    files = []
    for number, usage in enumerate(usages):
        path = folder / f"{number}.json"
        path.write_text(text_of(usage), "utf-8")
        files.append(str(path))
    return files


def test_what_nobody_uses_is_left_out_and_what_nobody_can_see_is_kept(tmp_path: Path) -> None:
    found = [
        one("operation-removed", Aspect("GET /nothing", "operation")),
        one("webhook-removed", Aspect("POST newOrder", "operation")),
        one("operation-removed", Aspect("GET /customers", "operation")),
    ]
    kept, notes = narrowed(found, written(tmp_path, *USAGES), BASE)
    assert [(change.message, change.hint) for change in kept] == [
        ("it changed (whom it hits no recording can show)", ""),
        ("it changed (hits batch)", "batch: GET /customers: calls it once"),
    ]
    assert notes == [
        "consumer app: nothing that it uses breaks",
        "consumer batch: hit by 1 breaking",
        "consumer web: nothing that it uses breaks",
        "left out, as they hit no consumer: 1 of 3 changes",
    ]


def test_two_files_of_one_consumer_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="two files are about the consumer 'app'"):
        narrowed([], written(tmp_path, USAGES[0], USAGES[0]), BASE)
