"""Affected consumers: 81 changes of two documents with three recorded consumers each, checked by hand.

``truth.yaml`` lists the affected consumers of each change. None is missed, and there are no false alarms.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

import contracts
from contracts.diff.change import AffectedElement, Change, Level, Part
from contracts.diff.changes.registry import rules_by_kind
from contracts.diff.diff import changes
from contracts.errors import UsageError
from contracts.findings import Location
from contracts.spec.load import load_document
from contracts.spec.pointers import child_pointer, split_pointer, walk
from contracts.spec.upgrade import upgrade
from contracts.traffic.impact import affected_by, affecting_consumers
from contracts.traffic.model import Usage
from contracts.traffic.usage import UsageOptions, usage_of
from contracts.traffic.usage_file import text_of

FOLDER = Path(__file__).parent

KINDS = {kind.id: kind for kind in rules_by_kind()}


@dataclass(frozen=True)
class Scenario:
    """A document, the usages of three consumers, and the expected affected consumers per change."""

    base: dict[str, Any]
    truth: list[dict[str, Any]]
    usages: list[Usage]


def scenario(name: str) -> Scenario:
    folder = FOLDER / name
    base = yaml.safe_load((folder / "openapi.yaml").read_text("utf-8"))
    contract = contracts.load(base)
    recordings = sorted(path for path in folder.iterdir() if path.suffix in {".har", ".ndjson"})
    usages = [usage_of([str(path)], contract, UsageOptions(path.stem))[0] for path in recordings]
    return Scenario(base, yaml.safe_load((folder / "truth.yaml").read_text("utf-8")), usages)


SCENARIOS = {name: scenario(name) for name in ("fleet", "shop")}
BASE, USAGES = SCENARIOS["shop"].base, SCENARIOS["shop"].usages
CASES = [pytest.param(case, change, id=change["change"]) for case in SCENARIOS.values() for change in case.truth]


def changed(base: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """Return the document with a change."""
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


@pytest.mark.parametrize(("case", "change"), CASES)
def test_affected_consumers(case: Scenario, change: dict[str, Any]) -> None:
    old, new = load_document(case.base), load_document(changed(case.base, change))
    tree = upgrade(new)
    hits = {hit.name for found in changes(old, new) for hit in affected_by(found, case.usages, tree)}
    assert hits == set(change["hits"])


@pytest.mark.parametrize("case", SCENARIOS.values(), ids=SCENARIOS.keys())
def test_there_are_enough_changes(case: Scenario) -> None:
    assert len(case.truth) >= 30
    assert {name for change in case.truth for name in change["hits"]} == {usage.consumer for usage in case.usages}
    assert sum(not change["hits"] for change in case.truth) >= 8


def one(identifier: str, *affected: AffectedElement, level: Level = Level.BREAKING) -> Change:
    return Change(KINDS[identifier], level, "it changed", Location("api.yaml"), affected)


ORDERS = "GET /orders"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (one("operation-removed", AffectedElement("GET /orders/{id}", Part.OPERATION)), {"app", "web"}),
        (one("operation-removed", AffectedElement("GET /orders/{id}", Part.OPERATION), level=Level.SAFE), set()),
        (one("response-success-added", AffectedElement(ORDERS, Part.RESPONSE, status="206")), {"app", "batch", "web"}),
        (
            one("response-error-added", AffectedElement("DELETE /orders/{orderId}", Part.RESPONSE, status="404")),
            {"batch"},
        ),
        (one("response-property-removed", AffectedElement(ORDERS, Part.RESPONSE, "", "2XX", field=("items",))), set()),
        (one("security-became-required", AffectedElement(ORDERS, Part.SECURITY)), set()),
        (one("security-scheme-added", AffectedElement(ORDERS, Part.SECURITY, "key")), {"app", "web"}),
        (one("security-scheme-added", AffectedElement(ORDERS, Part.SECURITY, "key and web")), {"app", "batch", "web"}),
        (one("scope-added", AffectedElement(ORDERS, Part.SECURITY, "web")), {"app", "web"}),
        (one("request-body-removed", AffectedElement("PATCH /orders/{orderId}", Part.REQUEST)), {"web"}),
        (
            one("request-encoding-changed", AffectedElement("POST /orders", Part.REQUEST, media_type="application/*")),
            {"app", "batch"},
        ),
        (one("server-url-changed", AffectedElement("", Part.OPERATION)), {"app", "batch", "web"}),
    ],
    ids=lambda value: value.id if isinstance(value, Change) else "",
)
def test_changes_without_a_comparison(change: Change, expected: set[str]) -> None:
    assert {hit.name for hit in affected_by(change, USAGES, BASE)} == expected


def test_an_affected_consumer_has_a_reason() -> None:
    affected = AffectedElement(ORDERS, Part.PARAMETER, "query:limit", limit='{"maximum": 50}')
    (hit,) = affected_by(one("request-range-narrowed", affected), USAGES, BASE)
    assert (hit.name, hit.reason) == ("batch", "GET /orders: sends 100 there")


def written(folder: Path, *usages: Usage) -> list[str]:
    files = []
    for number, usage in enumerate(usages):
        path = folder / f"{number}.json"
        path.write_text(text_of(usage), "utf-8")
        files.append(str(path))
    return files


def test_unused_changes_are_hidden_and_unobservable_ones_are_kept(tmp_path: Path) -> None:
    found = [
        one("operation-removed", AffectedElement("GET /nothing", Part.OPERATION)),
        one("webhook-removed", AffectedElement("POST newOrder", Part.OPERATION)),
        one("operation-removed", AffectedElement("GET /customers", Part.OPERATION)),
    ]
    kept, notes = affecting_consumers(found, written(tmp_path, *USAGES), BASE)
    assert [(change.message, change.hint) for change in kept] == [
        ("it changed (affected consumers cannot be determined from traffic)", ""),
        ("it changed (affects batch)", "batch: GET /customers: calls it once"),
    ]
    assert notes == [
        "consumer app: not affected",
        "consumer batch: affected by 1 breaking",
        "consumer web: not affected",
        "1 of 3 changes affects no consumer and is hidden",
    ]


def test_two_files_of_one_consumer_are_rejected(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="two files describe consumer 'app'"):
        affecting_consumers([], written(tmp_path, USAGES[0], USAGES[0]), BASE)
