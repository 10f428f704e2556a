"""The checks of failures, credentials and the protocol raise no false alarm, and are told apart by their ids."""

from __future__ import annotations

import pytest

from contracts.checks import (
    error_envelope,
    outside_envelope,
    protocol_allow,
    protocol_challenge,
    protocol_content,
    protocol_dates,
    protocol_equivalents,
    protocol_head,
    protocol_headers,
    protocol_location,
    protocol_status,
    scopes,
)
from contracts.checks.registry import all_checks
from tests.contracts.checks.subjects import DOCUMENTS, played

MODULES = (
    error_envelope,
    outside_envelope,
    protocol_allow,
    protocol_challenge,
    protocol_content,
    protocol_dates,
    protocol_equivalents,
    protocol_head,
    protocol_headers,
    protocol_location,
    protocol_status,
    scopes,
)
OURS = tuple(module.CHECK for module in MODULES)


def test_all_are_found() -> None:
    assert set(OURS) <= set(all_checks())
    assert all(check.why.endswith(".") and check.good and check.bad for check in OURS)


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("seed", [1, 20])
def test_none_on_the_mock(name: str, seed: int) -> None:
    findings, session = played(OURS, name=name, operations=None, seed=seed)
    assert not findings
    looked = {cell.check for cell in session.cells() if cell.looked}
    assert looked >= {check.id for check in OURS} - {"protocol-location"}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_few_requests(name: str) -> None:
    """All families together ask less than 60 times an operation, and less where it is to be fast."""
    whole, fast = (played(OURS, name=name, operations=None, fast=fast)[1] for fast in (False, True))
    assert fast.requests < whole.requests < 60 * len(whole.operations)


def test_same_seed_same_requests() -> None:
    first, second = (played(OURS, name="petstore-3.1", seed=7)[1].transport.asked for _ in range(2))
    assert first == second


def test_nothing_is_sure_without_a_credential() -> None:
    """Where nobody is known who may call, nothing is held against the subject, and it is said."""
    findings, session = played(OURS, name="petstore-3.0", operations=None, identities=())
    assert not findings
    assert "getPet: no credential is known that may call it; name one with --identity" in session.notes
