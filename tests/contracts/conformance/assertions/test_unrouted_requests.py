"""Requests that match no operation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from contracts.conformance.assertions.failure_cases import matches_template, unknown_routes, wrong_methods
from contracts.conformance.session import Session, SessionPlan
from tests.contracts.conformance.checks.subjects import Subject, document, identities


@contextmanager
def session_of(name: str, *, native: bool = False) -> Iterator[Session]:
    """A session with the mock, which is closed afterwards."""
    subject = Subject(document(name), lambda request, ask: ask(request))
    with closing(subject):
        plan = SessionPlan(native=native, identities=identities(document(name)))
        yield Session(document(name), subject, plan)


@pytest.mark.parametrize(
    ("template", "path", "does"),
    [
        ("/pets", "/pets", True),
        ("/pets/{id}", "/pets/7", True),
        ("/pets/{id}", "/pets/7/card", False),
        ("/pets/{id}/card", "/pets/7/visits", False),
        ("/files/{name}.json", "/files/a.json", True),
    ],
)
def test_matches(template: str, path: str, does: bool) -> None:
    assert matches_template(template, path) is does


@pytest.mark.parametrize("native", [False, True])
def test_unknown_routes_match_no_template(native: bool) -> None:
    with session_of("openapi", native=native) as session:
        found = list(unknown_routes(session))
    assert len(found) == 4
    for operation, request in found:
        paths = [one.native_path if native else one.path for one in document("openapi").operations]
        assert not any(matches_template(path, request.path) for path in paths)
        assert request.path.startswith(f"/{operation.api}/") is not native


def test_wrong_methods_are_undocumented() -> None:
    with session_of("petstore-3.0") as session:
        found = {base.operation.path: request for base, request in wrong_methods(session)}
    assert found["/pets/search"].method == "POST"  # PUT, PATCH and DELETE may be taken for those of /pets/{petId}
    assert found["/donations"].method == "GET"
    assert all(not request.body and request.header("content-type") is None for request in found.values())
