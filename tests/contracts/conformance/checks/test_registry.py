"""The registry of checks, and no false positives of the checks of errors, credentials and HTTP against the mock."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from contracts.conformance import checks
from contracts.conformance.checks import (
    error_envelope,
    header_equivalence,
    protocol,
    protocol_head,
    scopes,
    unknown_routes,
)
from contracts.conformance.checks.check import Check
from contracts.conformance.checks.registry import RENAMED, all_checks, current_id
from tests.contracts.conformance.checks.subjects import DOCUMENTS, played

HTTP_CHECKS = (
    error_envelope.CHECK,
    unknown_routes.CHECK,
    protocol.ALLOW,
    protocol.CHALLENGE,
    protocol.CONTENT,
    protocol.DATES,
    header_equivalence.CHECK,
    protocol_head.CHECK,
    protocol.HEADERS,
    protocol.LOCATION,
    protocol.STATUS,
    scopes.CHECK,
)


def test_every_check_is_registered_once() -> None:
    names = [file.stem for file in Path(checks.__path__[0]).glob("*.py") if file.stem not in {"__init__", "registry"}]
    modules = [import_module(f"{checks.__name__}.{name}") for name in names]
    defined = [value for module in modules for value in vars(module).values() if isinstance(value, Check)]
    assert sorted(check.id for check in defined) == sorted(check.id for check in all_checks())
    assert len({check.id for check in all_checks()}) == len(all_checks())


def test_every_check_explains_itself() -> None:
    assert all(check.title and check.why.endswith(".") and check.good and check.bad for check in all_checks())


def test_former_ids_lead_to_current_ids() -> None:
    ids = {check.id for check in all_checks()}
    assert set(RENAMED.values()) <= ids
    assert not RENAMED.keys() & ids
    assert current_id("stability/intermittent") == "determinism/intermittent"
    assert current_id("several-items") == "multi-get"
    assert current_id("scopes/status") == "scopes/status"


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("seed", [1, 20])
def test_no_findings_on_the_mock(name: str, seed: int) -> None:
    findings, session = played(HTTP_CHECKS, name=name, operations=None, seed=seed)
    assert not findings
    looked = {cell.check for cell in session.cells() if cell.asserted}
    assert looked >= {check.id for check in HTTP_CHECKS} - {"protocol-location"}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_number_of_requests(name: str) -> None:
    """All of these checks together send fewer than 60 requests per operation, and fewer with ``fast``."""
    whole, fast = (played(HTTP_CHECKS, name=name, operations=None, fast=fast)[1] for fast in (False, True))
    assert fast.requests < whole.requests < 60 * len(whole.operations)


def test_same_seed_sends_the_same_requests() -> None:
    first, second = (played(HTTP_CHECKS, name="petstore-3.1", seed=7)[1].transport.asked for _ in range(2))
    assert first == second


def test_no_findings_without_a_known_credential() -> None:
    """Without a credential for an operation there is a note and no finding."""
    findings, session = played(HTTP_CHECKS, name="petstore-3.0", operations=None, identities=())
    assert not findings
    assert "getPet: no accepted credential is known; add one with --identity" in session.notes
