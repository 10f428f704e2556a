"""Single functions of casemock that every request uses, timed in this process."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import contracts
from benchmarks.document import CASE, COLLECTION, ROOT, convert_to_30, serverops
from benchmarks.scenarios import KNOWN_IDS, PATCH, REFUSED, TOKEN
from benchmarks.timing import Batch, repeat, repeat_async
from contracts.generation.generate import Generators
from contracts.spec.model import Contract
from mockserver.app import create_app
from mockserver.auth import Authenticator
from mockserver.http.bodies import BodyStages
from mockserver.http.encoding import encode
from mockserver.http.messages import Message, Scope
from mockserver.http.request import RequestContext
from mockserver.http.routing import Router

FIRST_ROUTE, LAST_ROUTE = "route, first of 1,000", "route, last of 1,000"

CONTROL = "control: a fixed piece of Python"
"""No code of casemock: if this figure changes between runs, the machine changed."""

MANY_ROUTES = 1_000


def functions() -> dict[str, Batch]:
    """Return what is timed, by its name in the table."""
    contract = contracts.load(convert_to_30(serverops()))
    control = repeat(lambda: sorted(str(number) for number in range(20)))
    return {**_routes(), **_parts(contract), **_requests(contract), CONTROL: control}


def _routes() -> dict[str, Batch]:
    """Return routing of the bundled document and of 1,000 routes."""
    bundled = contracts.load(ROOT / "openapi.yaml")
    small = _router([operation.path for operation in bundled.operations])
    many = [f"/group-{number // 50:02}/things-{number:03}/{{id}}" for number in range(MANY_ROUTES)]
    large = _router(many)
    first, last = (template.replace("{id}", "case-1") for template in (many[0], many[-1]))
    return {
        "route, bundled document": repeat(lambda: small.match("GET", "/serverops/cases/case-1")),
        FIRST_ROUTE: repeat(lambda: large.match("GET", first)),
        LAST_ROUTE: repeat(lambda: large.match("GET", last)),
    }


def _router(templates: list[str]) -> Router[str]:
    router: Router[str] = Router()
    for template in templates:
        router.add("GET", template, template)
    return router


def _parts(contract: Contract) -> dict[str, Batch]:
    """Return the parts of the pipeline that take time."""
    read, change = contract.operation("serverops_getCase"), contract.operation("serverops_updateCase")
    if read is None or change is None or change.request_body is None:
        raise LookupError("the bundled document lacks an operation of ServerOps")
    schema = contract.schema(f"/components/schemas/{CASE}")
    generator = Generators().compile(schema)
    case = generator("case-1")
    keys = _new_ids()
    authenticator = Authenticator(read.security, {})
    body = BodyStages(change.request_body, 1 << 20)
    valid, invalid = (_request_context(scenario.body) for scenario in (PATCH, REFUSED))
    return {
        "read the headers": repeat(lambda: RequestContext(_scope("GET", "case-1"))),
        "identify": repeat(lambda: authenticator.identify(valid)),
        "parse and validate a body": repeat(lambda: (body.parse(valid), body.validate(valid))),
        "parse and reject a body": repeat(lambda: (body.parse(invalid), body.validate(invalid))),
        "generate a case (dict)": repeat(lambda: generator(next(keys))),
        "generate a case (JSON)": repeat(lambda: generator.text(next(keys))),
        "encode a case": repeat(lambda: encode(case, "application/json", schema)),
        "validate a case": repeat(lambda: schema.is_valid(case)),
    }


def _requests(contract: Contract) -> dict[str, Batch]:
    """Return whole requests to the ASGI application."""
    app = create_app(contract)
    new, known = _new_ids(), itertools.cycle(f"case-{number}" for number in range(KNOWN_IDS))

    def request(method: str, ids: Any, status: int, body: str = "") -> Batch:
        async def send_one() -> None:
            sent: list[Message] = []
            await app(_scope(method, next(ids), body), _receive(body.encode()), _append_to(sent))
            if sent[0]["status"] != status:
                raise AssertionError(f"{method}: {sent}")

        return repeat_async(send_one)

    return {
        "pipeline, GET, new ids": request("GET", new, 200),
        "pipeline, GET, known ids": request("GET", known, 200),
        "pipeline, PATCH": request("PATCH", known, 200, PATCH.body),
        "pipeline, PATCH rejected": request("PATCH", known, 400, REFUSED.body),
        "pipeline, 405": request("DELETE", known, 405),
    }


def _new_ids() -> Any:
    return (f"new-{number}" for number in itertools.count())


def _scope(method: str, identifier: str, body: str = "") -> Scope:
    """Return the ASGI scope that uvicorn creates for the request."""
    path = f"{COLLECTION}/{identifier}"
    headers = {"host": "127.0.0.1:8080", "authorization": f"Bearer {TOKEN}", "accept": "application/json"}
    if body:
        headers |= {"content-type": "application/json", "content-length": str(len(body))}
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "scheme": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8080),
        "state": {},
    }


def _request_context(body: str) -> RequestContext:
    context = RequestContext(_scope("PATCH", "case-1", body))
    context.body = body.encode()
    return context


def _receive(body: bytes) -> Callable[[], Any]:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _append_to(sent: list[Message]) -> Callable[[Message], Any]:
    async def send(message: Message) -> None:
        sent.append(message)

    return send
