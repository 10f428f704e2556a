"""Kinds of failures and their status codes."""

from __future__ import annotations

from http import HTTPStatus

from contracts.failures import STAGES, STATUSES, FailureKind


def test_kinds_have_error_status_codes() -> None:
    assert STATUSES.keys() == set(FailureKind)
    for statuses in STATUSES.values():
        assert statuses
        assert all(400 <= HTTPStatus(status) < 600 for status in statuses)


def test_kinds_are_valid_keys() -> None:
    assert all(kind.value.replace("_", "").islower() for kind in FailureKind)
    assert f"{FailureKind.NOT_FOUND}" == "not_found"


def test_stages_are_unique() -> None:
    assert len(set(STAGES)) == len(STAGES)
