"""Operations that document errors only, and failures whose usual status code is not documented."""

from __future__ import annotations

import pytest

from mockserver.app import create_app
from tests.mockserver.kit import OK, Client, document, path_parameter, response

PET = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}


def test_a_deletion_that_only_fails_deletes_nothing() -> None:
    item = {
        "parameters": [path_parameter("id")],
        "get": {"responses": {"200": response(PET), "404": OK}},
        "delete": {"responses": {"400": OK, "404": OK}},
    }
    play = Client(create_app(document({"/pets/{id}": item})))
    reply = play("DELETE", "/pets/7")
    assert (reply.status, reply.body) == (400, b"")
    assert reply.header("x-mock-reason").endswith("no successful response is documented")
    assert play("GET", "/pets/7").status == 200
    assert play("DELETE", "/pets/missing-1").status == 404


def test_a_redirect_is_preferred_to_an_error() -> None:
    play = Client(create_app(document({"/old": {"get": {"responses": {"404": OK, "302": OK}}}})))
    assert play("GET", "/old").status == 302


@pytest.mark.parametrize(
    ("statuses", "expected"), [((), 401), (("403",), 403), (("401", "403"), 401), (("403", "4XX"), 401)]
)
def test_the_documented_status_without_credentials(statuses: tuple[str, ...], expected: int) -> None:
    responses = dict.fromkeys(("200", *statuses), OK)
    schemes = {"token": {"type": "http", "scheme": "bearer"}}
    tree = document({"/x": {"get": {"responses": responses}}}, components={"securitySchemes": schemes})
    assert Client(create_app({**tree, "security": [{"token": []}]}))("GET", "/x").status == expected
