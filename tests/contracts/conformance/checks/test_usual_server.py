"""A typical FastAPI server: generated document, default errors, and few documented status codes.

Annotations are evaluated in this module, because FastAPI reads those of nested functions.
"""

from collections.abc import Iterator
from contextlib import closing
from typing import Annotated, Any, Literal
from uuid import UUID, uuid4

import pytest
from fastapi import Depends, FastAPI, Header, HTTPException, Query, Response
from fastapi.security import APIKeyHeader, HTTPBearer
from pydantic import BaseModel, Field

import contracts
from contracts.conformance.credentials import Identity
from contracts.conformance.session import Session, SessionPlan
from contracts.findings import Finding
from contracts.messages import Request
from contracts.transports.in_process import AsgiTransport
from tests.contracts.conformance.checks.test_registry import HTTP_CHECKS

SECRET = "good-token-1234"


class PetFields(BaseModel):
    """The request body of a pet."""

    name: Annotated[str, Field(min_length=1, max_length=20)]
    kind: Literal["cat", "dog"] = "cat"
    age: Annotated[int | None, Field(ge=0, le=40)] = None


class Pet(PetFields):
    """A stored pet."""

    id: UUID


def make_app() -> FastAPI:
    """Return an application with pets in memory; reads require a key, writes a token."""
    app = FastAPI()
    pets: dict[UUID, Pet] = {}

    def writer(credentials: Annotated[Any, Depends(HTTPBearer())]) -> None:
        if credentials.credentials != SECRET:
            raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})

    def reader(key: Annotated[str, Depends(APIKeyHeader(name="X-Key"))]) -> None:
        if key != SECRET:
            raise HTTPException(403)

    def known(pet_id: UUID) -> Pet:
        if pet_id not in pets:
            raise HTTPException(404)
        return pets[pet_id]

    @app.post("/pets", status_code=201, dependencies=[Depends(writer)])
    def create(fields: PetFields, response: Response) -> Pet:
        pet = Pet(id=uuid4(), **fields.model_dump())
        pets[pet.id] = pet
        response.headers["Location"] = f"/pets/{pet.id}"
        return pet

    @app.get("/pets")
    def find(limit: Annotated[int, Query(ge=1, le=100)] = 10, kind: Literal["cat", "dog"] | None = None) -> list[Pet]:
        return [pet for pet in pets.values() if kind in {None, pet.kind}][:limit]

    @app.get("/pets/{pet_id}", dependencies=[Depends(reader)])
    def read(pet: Annotated[Pet, Depends(known)]) -> Pet:
        return pet

    @app.put("/pets/{pet_id}", dependencies=[Depends(writer)])
    def replace(pet: Annotated[Pet, Depends(known)], fields: PetFields, x_clinic: Annotated[int, Header()]) -> Pet:
        assert x_clinic is not None
        pets[pet.id] = Pet(id=pet.id, **fields.model_dump())
        return pets[pet.id]

    @app.delete("/pets/{pet_id}", status_code=204, dependencies=[Depends(writer)])
    def delete(pet: Annotated[Pet, Depends(known)]) -> None:
        del pets[pet.id]

    return app


@pytest.fixture
def transport() -> Iterator[AsgiTransport]:
    """The application, with one pet."""
    with closing(AsgiTransport(make_app())) as found:
        yield found


@pytest.mark.parametrize("is_known", [True, False])
def test_only_the_allow_header_of_starlette_is_reported(transport: AsgiTransport, is_known: bool) -> None:
    """Starlette lists only the methods of the first route of a path in Allow; nothing else is reported."""
    contract = contracts.load(make_app().openapi())
    identities = tuple(Identity(key, SECRET, None, key) for key in contract.security_schemes)
    headers = (("authorization", f"Bearer {SECRET}"), ("content-type", "application/json"))
    pet = transport.send(Request("POST", "/pets", headers, b'{"name": "Io"}')).json
    plan = SessionPlan(identities=identities, known={"pet_id": (pet["id"],)} if is_known else {})
    findings: list[Finding] = []
    session = Session(contract, transport, plan)
    for check in HTTP_CHECKS:
        findings += check.run(session)
    assert {finding.rule for finding in findings} == {"protocol-allow"}
    assert not any("no request succeeded" in note for note in session.notes)
