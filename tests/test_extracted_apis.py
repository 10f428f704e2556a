"""Each API of the bundled document, extracted: a valid document for which the mock returns the same responses."""

from __future__ import annotations

import dataclasses
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

import contracts
from contracts.bundle.bundle import BundleOptions, bundle_document
from contracts.bundle.select import BundleSelection
from contracts.findings import Severity
from contracts.spec.load import load_document, read_document
from contracts.spec.model import Contract
from contracts.traffic.golden import read_case
from contracts.traffic.recorded_case import RecordedCase
from mockserver.app import MockApp, create_app
from mockserver.settings_values import SETTINGS
from tests.golden import case_files, mismatches
from tests.wire import in_process

ROOT = Path(__file__).parent.parent
WHOLE = contracts.load(ROOT / "openapi.yaml")
APIS = [api.name for api in WHOLE.apis]

PREFIX_DEPENDENT = ("generated-", "reason-says-what-was-wrong")
"""Names of cases whose responses depend on the path prefix: they mention an unknown path, or contain a generated item,
which depends on the full path of its collection."""

every_api = pytest.mark.parametrize("name", APIS)


@cache
def extracted(name: str, version: str = "") -> dict[str, Any]:
    bundled = bundle_document(
        load_document(ROOT / "openapi.yaml"), BundleOptions(BundleSelection(name), version=version)
    )
    assert version or not bundled.findings
    return bundled.tree


@cache
def contract_of(name: str) -> Contract:
    return contracts.load(extracted(name))


@cache
def mock_of(name: str) -> MockApp:
    """Return the mock of an API; cases can share it because no two cases use an id that one of them changes."""
    return create_app(contract_of(name))


def at_root(case: RecordedCase, name: str) -> RecordedCase | None:
    """Return a case with native paths; ``None`` if it concerns several APIs or the prefix."""
    if case.settings.get("api") == name:
        settings = {key: value for key, value in case.settings.items() if key != "api"}
        return dataclasses.replace(case, settings=settings)
    if "api" in case.settings or any(not _below(item.request.target, name) for item in case.exchanges):
        return None
    relocated = tuple(
        dataclasses.replace(
            item, request=dataclasses.replace(item.request, target=item.request.target.removeprefix(f"/{name}"))
        )
        for item in case.exchanges
    )
    return dataclasses.replace(case, exchanges=relocated)


def _below(target: str, name: str) -> bool:
    return target.startswith(f"/{name}/")


CASES = [
    (name, relocated)
    for name in APIS
    for case in map(read_case, (path for path in case_files() if path.parent.name == name))
    if not Path(case.name).name.startswith(PREFIX_DEPENDENT)
    if (relocated := at_root(case, name))
]


def test_most_cases_are_used() -> None:
    assert len(CASES) > 0.9 * len(case_files())


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name}/{Path(case.name).stem}" for name, case in CASES])
def test_responses_are_the_same(name: str, case: RecordedCase) -> None:
    contract = contract_of(name)
    settings = {key: SETTINGS[key].from_toml(value) for key, value in case.settings.items()}
    app = create_app(contract, **settings) if settings else mock_of(name)
    found = mismatches(case, in_process(app), contract)
    assert not found, "\n".join(found)


@every_api
@pytest.mark.parametrize("version", ["", "3.0"])
def test_document_is_valid(name: str, version: str) -> None:
    tree = extracted(name, version)
    validate(tree)
    assert [finding for finding in read_document(tree).findings if finding.severity is Severity.ERROR] == []


@every_api
def test_document_contains_nothing_of_other_apis(name: str) -> None:
    tree = extracted(name)
    own = next(api for api in WHOLE.apis if api.name == name)
    assert (tree["info"]["title"], [server["url"] for server in tree["servers"]]) == (own.title, list(own.servers))
    assert [operation.path for operation in contract_of(name).operations] == [
        operation.native_path for operation in own.operations
    ]
    assert [tag["name"].lower() for tag in tree["tags"]] == [name]
    for section in tree["components"].values():
        assert [key for key in section if not key.lower().startswith(name)] == []
