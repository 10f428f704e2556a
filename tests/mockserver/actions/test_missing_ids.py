"""Ids of missing items in paths whose collection is unknown."""

from __future__ import annotations

import pytest

from mockserver.app import create_app
from tests.mockserver.kit import OK, Client, document, path_parameter


def client(*statuses: str, path: str = "/projects/{project}/jobs", **parameter: object) -> Client:
    responses = dict.fromkeys(("200", *statuses), OK)
    parameters = [path_parameter("project", **parameter)]
    return Client(create_app(document({path: {"parameters": parameters, "get": {"responses": responses}}})))


@pytest.mark.parametrize("status", ["404", "4XX"])
def test_a_missing_parent_is_refused_if_that_is_documented(status: str) -> None:
    play = client(status)
    assert play("GET", "/projects/missing-1/jobs").status == 404
    assert play("GET", "/projects/atlas/jobs").status == 200


def test_a_missing_parent_exists_if_no_error_is_documented() -> None:
    assert client()("GET", "/projects/missing-1/jobs").status == 200


def test_documented_ids_exist() -> None:
    assert client("404", example="missing-1")("GET", "/projects/missing-1/jobs").status == 200
