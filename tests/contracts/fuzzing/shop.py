"""A small in-memory API with its document; tests change its responses."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from urllib.parse import unquote

import yaml

import contracts
from contracts.conformance.credentials import Identity
from contracts.conformance.session import Session, SessionPlan
from contracts.errors import TransportError
from contracts.findings import Finding
from contracts.fuzzing.engine import Exploration, Step, explore
from contracts.messages import Request, Response
from contracts.spec.model import Contract

DOCUMENT = """
openapi: 3.1.0
info: {title: Shop, version: '1'}
servers: [{url: 'https://shop.example/v1'}]
security: [{token: []}]
paths:
  /things:
    post:
      operationId: createThing
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/NewThing'}}}
      responses:
        201:
          description: created
          headers: {Location: {required: true, schema: {type: string}}}
          content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}
          links:
            read: {operationId: readThing, parameters: {id: $response.body#/id}}
            referred: {operationRef: '#/paths/~1things~1{id}/delete', parameters: {id: $response.body#/id}}
        400: {$ref: '#/components/responses/Problem'}
        401: {$ref: '#/components/responses/Problem'}
        415: {$ref: '#/components/responses/Problem'}
  /things/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: integer, minimum: 1}, example: 7}
      - {name: Authorization, in: header, schema: {type: string}}
    get:
      operationId: readThing
      parameters: [{name: full, in: query, schema: {type: boolean}}]
      responses:
        200: {description: it, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
        400: {$ref: '#/components/responses/Problem'}
        401: {$ref: '#/components/responses/Problem'}
        404: {$ref: '#/components/responses/Problem'}
    delete:
      operationId: deleteThing
      responses:
        204: {description: gone}
        400: {$ref: '#/components/responses/Problem'}
        401: {$ref: '#/components/responses/Problem'}
        404: {$ref: '#/components/responses/Problem'}
components:
  securitySchemes:
    token: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://shop.example/token', scopes: {}}}}
  schemas:
    NewThing:
      type: object
      required: [name]
      additionalProperties: false
      properties: {name: {type: string, minLength: 1}, count: {type: integer, minimum: 0}}
    Thing:
      type: object
      required: [id, name]
      properties: {id: {type: integer}, name: {type: string}, count: {type: integer}}
  responses:
    Problem:
      description: refused
      content:
        application/json:
          schema: {type: object, required: [problem], properties: {problem: {type: string}}}
"""

SECRET = "s3cret"

JSON = ("content-type", "application/json")

Send = Callable[[Request], Response]


class Shop:
    """The shop, a :class:`contracts.transports.transport.Transport` without a network."""

    base = "http://shop.test"

    def __init__(self, change: Callable[[Request, Send], Response] = lambda request, send: send(request)) -> None:
        self.things = {41: {"id": 41, "name": "lamp"}}
        self.sent: list[Request] = []
        self._change = change
        self._contract = contract()

    def send(self, request: Request, *, fresh: bool = False) -> Response:
        self.sent.append(request)
        return self._change(request, self.answer)

    def close(self) -> None:
        """Nothing to close."""

    def answer(self, request: Request) -> Response:
        parts = request.path.split("/")[1:]
        methods = {1: {"POST": self._create}, 2: {"GET": self._read, "DELETE": self._delete}}.get(len(parts), {})
        if not methods or parts[0] != "things":
            return problem(404)
        if request.header("authorization") != f"Bearer {SECRET}":
            return problem(401)
        if request.method not in methods:
            return Response(405, (JSON, ("allow", ", ".join(methods))), b'{"problem": "method"}')
        return methods[request.method](request)

    def _create(self, request: Request) -> Response:
        if (request.header("content-type") or "").partition(";")[0].strip().lower() != "application/json":
            return problem(415 if request.body else 400)
        try:
            new = json.loads(request.body)
        except ValueError:
            return problem(400)
        if not self._contract.schema("/components/schemas/NewThing").is_valid(new):
            return problem(400)
        made = {"id": max(self.things) + 1, **new}
        self.things[made["id"]] = made
        return Response(201, (JSON, ("location", f"/things/{made['id']}")), json.dumps(made).encode())

    def _read(self, request: Request) -> Response:
        number = self._number(request)
        query = request.target.partition("?")[2]
        if number is None or not all(self._is_fine(pair) for pair in query.split("&") if pair):
            return problem(400)
        return (
            Response(200, (JSON,), json.dumps(self.things[number]).encode()) if number in self.things else problem(404)
        )

    def _delete(self, request: Request) -> Response:
        number = self._number(request)
        if number is None:
            return problem(400)
        return Response(204) if self.things.pop(number, None) else problem(404)

    @staticmethod
    def _is_fine(pair: str) -> bool:
        name, _, value = pair.partition("=")
        return unquote(name) != "full" or value in {"true", "false"}

    @staticmethod
    def _number(request: Request) -> int | None:
        text = unquote(request.path.rpartition("/")[2])
        return int(text) if text.isascii() and text.isdigit() and int(text[:30]) > 0 else None


def problem(status: int) -> Response:
    return Response(status, (JSON,), b'{"problem": "no"}')


@cache
def contract() -> Contract:
    return contracts.load(yaml.safe_load(DOCUMENT))


def session(shop: object, **plan: object) -> Session:
    plan.setdefault("identities", (Identity("all", SECRET),))
    return Session(contract(), shop, SessionPlan(**plan))


def findings(session: Session, **exploration: object) -> list[Finding]:
    return [one for one in explore(session, Exploration(**exploration)) if not isinstance(one, Step)]


def broken(request: Request, send: Send) -> Response:
    raise TransportError("the connection broke", kind="broken")
