"""Which status is meant for which failure, as far as a document says it."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.failures import FailureKind
from contracts.judging.expected_statuses import is_usual, meant_for, refusal_documented
from tests.contracts.checks.small import operation_of, response


def documenting(*statuses: str, **others: Any) -> Any:
    return operation_of({status: response() for status in statuses}, **others)


@pytest.mark.parametrize(
    ("kind", "statuses", "meant"),
    [
        (FailureKind.UNAUTHENTICATED, ("200", "401", "403"), (401,)),
        (FailureKind.UNAUTHENTICATED, ("200", "403"), (403,)),
        (FailureKind.FORBIDDEN, ("200", "401", "403"), (403,)),
        (FailureKind.FORBIDDEN, ("200", "401"), (401,)),
        (FailureKind.NOT_FOUND, ("200", "404", "410"), (404, 410)),
        (FailureKind.INVALID_BODY, ("200", "400", "422"), (422, 400)),
        (FailureKind.MISSING_BODY, ("200", "400", "415"), (400, 415)),
        (FailureKind.MISSING_BODY, ("200", "415"), ()),
        (FailureKind.NOT_ACCEPTABLE, ("200", "4XX", "default"), ()),
    ],
)
def test_meant(kind: FailureKind, statuses: tuple[str, ...], meant: tuple[int, ...]) -> None:
    assert meant_for(documenting(*statuses), kind) == meant


def test_what_the_document_says_itself_goes_first() -> None:
    told = documenting("200", "401", "403", **{"x-mock-errors": {"unauthenticated": {"status": 403}}})
    assert meant_for(told, FailureKind.UNAUTHENTICATED) == (403,)
    assert meant_for(told, FailureKind.FORBIDDEN) == (403,)


@pytest.mark.parametrize(
    ("statuses", "documented"),
    [
        (("200", "422"), True),
        (("200", "4XX"), True),
        (("200", "default"), True),
        (("200",), False),
        (("default",), False),
    ],
)
def test_refusals_that_are_documented_at_all(statuses: tuple[str, ...], documented: bool) -> None:
    """A ``default`` that is the success as well says nothing of a failure."""
    assert refusal_documented(documenting(*statuses), FailureKind.INVALID_BODY) is documented


@pytest.mark.parametrize(
    ("kind", "status", "usual"),
    [
        (FailureKind.UNAUTHENTICATED, 403, True),
        (FailureKind.UNSUPPORTED_MEDIA_TYPE, 422, True),
        (FailureKind.MISSING_BODY, 411, True),
        (FailureKind.MALFORMED_BODY, 404, False),
        (FailureKind.NOT_ACCEPTABLE, 400, False),
    ],
)
def test_what_servers_answer_that_document_nothing(kind: FailureKind, status: int, usual: bool) -> None:
    assert is_usual(kind, status) is usual
