"""The correct server: the mock, with rules that documents state but the mock leaves to its clients.

- A foreign key that names no item is refused, if the operation documents 422, 404, 400 or 409 and the items can be
  created. This needs a mock in which not every id exists (``--closed``).
- An invalid credential gets 401 where authentication is optional, if 401 is documented.
- A repeated ``Idempotency-Key`` gets the first response again, if the header is documented.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import quote

from contracts.conformance.credentials import add_credential, choose_credentials
from contracts.failures import FailureKind
from contracts.generation.generate import Generators
from contracts.messages import Request, Response
from contracts.spec.foreign_keys import ForeignKey, foreign_keys, parameter_names
from contracts.spec.keys import value_at
from contracts.spec.list_names import plain
from contracts.spec.model import Api, Contract, Operation
from mockserver.error_responses import ErrorRenderer, common_error
from mockserver.http.messages import Failure, Receive, Scope, Send
from mockserver.http.operation_routes import add_routes
from mockserver.http.route import raw_path
from mockserver.http.routing import Router
from mockserver.mutation.asgi import read_request, send_request, send_response
from mockserver.mutation.editing import parse_json, with_body
from mockserver.mutation.requests import all_identities, has_credential, has_credential_for

IDEMPOTENCY_KEYS = frozenset({"idempotencykey", "xidempotencykey", "idempotencytoken", "idempotenckey"})
REFERENCE_STATUSES = (422, 404, 400, 409)
"""Status codes that refuse an unknown foreign key, the most specific first."""

WRITE_ROLES = frozenset({"create", "update", "replace"})
INTERNAL_PATHS = "/__mock__"


def idempotency_header(operation: Operation) -> str:
    """Return the name of the documented header with an idempotency key; ``""`` if missing."""
    headers = (one.name for one in operation.parameters if one.location == "header")
    return next((name for name in headers if plain(name) in IDEMPOTENCY_KEYS), "")


class ReferenceServer:
    """An ASGI application that wraps the mock.

    :param closed: whether only listed and created items exist.
    :ivar unchecked: the mock without the rules.
    """

    def __init__(self, app: Any, contract: Contract, *, closed: bool) -> None:
        self.unchecked = app
        self._contract = contract
        self._rules = [self._idempotency, self._optional_credential, *([self._references] if closed else [])]
        self._first: dict[tuple[str, str], Response] = {}

    @cached_property
    def _router(self) -> Router[Operation]:
        router: Router[Operation] = Router()
        for operation in self._contract.operations:
            add_routes(router, operation, operation.path, operation)
        return router

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; lifespan events and the mock's own pages go to the mock."""
        if scope["type"] != "http" or raw_path(scope).startswith(INTERNAL_PATHS):
            await self.unchecked(scope, receive, send)
            return
        request = await read_request(scope, receive)
        route = self._router.route(request.method, request.path)
        response = await self._respond(scope, request, route.target, route.path_values)
        await send_response(response, send)

    async def _respond(
        self, scope: Scope, request: Request, operation: Operation | None, path_values: Mapping[str, str]
    ) -> Response:
        if operation is None:
            return await send_request(self.unchecked, scope, request)
        for rule in self._rules:
            refusal = await rule(scope, request, operation, path_values)
            if refusal is not None:
                return refusal
        response = await send_request(self.unchecked, scope, request)
        key = request.header(idempotency_header(operation) or "-")
        if key and response.is_success:
            self._first.setdefault((request.path, key), response)
        return response

    async def _idempotency(
        self, _scope: Scope, request: Request, operation: Operation, _values: Mapping[str, str]
    ) -> Response | None:
        key = request.header(idempotency_header(operation) or "-")
        return self._first.get((request.path, key)) if key and request.method == "POST" else None

    async def _optional_credential(
        self, _scope: Scope, request: Request, operation: Operation, _values: Mapping[str, str]
    ) -> Response | None:
        optional = any(not rule.uses for rule in operation.security)
        if not optional or not operation.documents(401) or not has_credential(operation, request):
            return None
        if any(self._is_accepted(request, operation)):
            return None
        return self._refusal(operation, 401, FailureKind.UNAUTHENTICATED, "the credential is invalid")

    def _is_accepted(self, request: Request, operation: Operation) -> Iterator[bool]:
        for use in (use for rule in operation.security for use in rule.uses):
            if has_credential_for(use.scheme, request):
                for one in all_identities(self._contract):
                    expected = add_credential(use.scheme, one.secret, Request("GET", request.path))
                    names = [name for name, _ in expected.headers]
                    same = all(request.header(name) == expected.header(name) for name in names)
                    yield one.accepted and same and (bool(names) or one.secret in request.target)

    async def _references(
        self, scope: Scope, request: Request, operation: Operation, values: Mapping[str, str]
    ) -> Response | None:
        status = next((one for one in REFERENCE_STATUSES if operation.documents(one)), 0)
        resource = operation.resource
        if not status or resource is None or resource.role not in WRITE_ROLES:
            return None
        item = value_at(parse_json(request), resource.body_path)
        for key in self._keys[operation.id] if isinstance(item, dict) else ():
            for identifier in _identifiers(item, key):
                if await self._is_unknown(scope, key.collection, identifier, values):
                    detail = f"{'.'.join(key.path)} names no item of {key.collection}"
                    return self._refusal(operation, status, FailureKind.INVALID_BODY, detail)
        return None

    @cached_property
    def _keys(self) -> dict[str, list[ForeignKey]]:
        """The foreign keys at the top level of items that clients can create, by operation."""
        resources = [one.resource for one in self._contract.operations if one.resource is not None]
        collections = {one.collection: one for one in resources}
        created = {one.collection for one in resources if one.role == "create"}
        return {
            operation.id: [
                key
                for key in foreign_keys(operation.resource, collections)
                if len(key.path) == 1 and key.collection in created and not key.back
            ]
            for operation in self._contract.operations
            if operation.resource is not None and operation.resource.role in WRITE_ROLES
        }

    async def _is_unknown(self, scope: Scope, collection: str, identifier: Any, values: Mapping[str, str]) -> bool:
        """Whether a read of the item returns 404; ``False`` if no operation reads it."""
        for one in self._contract.operations:
            resource = one.resource
            if resource is None or resource.role != "read" or resource.collection != collection:
                continue
            path = one.path
            ids = {**values, resource.id_parameter: quote(str(identifier), safe="")}
            for name in parameter_names(one.path):
                path = path.replace(f"{{{name}}}", ids.get(name, ""))
            request = Request("GET", path)
            for use, identity in choose_credentials(one.security, all_identities(self._contract)) or ():
                request = add_credential(use.scheme, identity.secret, request)
            return (await send_request(self.unchecked, scope, request)).status == 404
        return False

    def _refusal(self, operation: Operation, status: int, kind: FailureKind, detail: str) -> Response:
        api: Api = next(one for one in self._contract.apis if operation in one.operations)
        renderer = ErrorRenderer(operation, api.errors, common_error(api.operations), Generators(seed=0))
        rendered = renderer.documented(status, operation.response(status), Failure(kind, detail), "")
        headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in rendered.headers)
        response = Response(rendered.status, headers)
        return with_body(response, rendered.body, rendered.media_type) if rendered.body else response


def _identifiers(item: Mapping[str, Any], key: ForeignKey) -> list[Any]:
    found = item.get(key.path[0])
    values = found if isinstance(found, list) else [found]
    inner = [value_at(one, key.key) if isinstance(one, dict) and key.key else one for one in values]
    return [one for one in inner if isinstance(one, str | int) and not isinstance(one, bool)]
