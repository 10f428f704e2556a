"""The OpenAPI document of the admin API: it is valid, complete and true."""

from __future__ import annotations

from contextlib import closing
from functools import cache
from typing import Any

import pytest

import contracts
from contracts.cli.main import main
from contracts.conformance.session import Session, SessionPlan
from contracts.contract_test import ContractTestOptions, ContractTestRun
from contracts.findings import Finding, Severity
from contracts.reports.text import render_finding
from contracts.spec.model import Contract
from contracts.transports.in_process import AsgiTransport
from mockserver.app import MockApp
from mockserver.control.description import DOCUMENT
from tests.mockserver.control.shop import ADMIN, Shop, shop
from tests.mockserver.kit import OK, json_content

EXAMPLES = 10
"""Number of generated requests per operation and phase."""

HOOK = {"post": {"requestBody": {"content": json_content({"type": "object"})}, "responses": {"200": OK}}}

NOT_IN_TESTS = frozenset({"/events"})
"""Its response does not end."""


NAMING = frozenset({"verifyRequests", "addStub", "replaceStub", "addFault", "replaceFault"})
"""Operations whose bodies name operations, status codes and schemas of the served document: no schema can list them."""


def depends_on_the_server(finding: Finding) -> bool:
    """Whether a body was refused that may be valid on a server with another document."""
    response = finding.evidence.response if finding.evidence is not None else None
    is_refusal = finding.rule == "valid-refused" and response is not None and response.status == 422
    return is_refusal and finding.message.partition(":")[0] in NAMING


@cache
def document() -> Contract:
    return contracts.load(DOCUMENT)


def templates(app: MockApp) -> set[tuple[str, str]]:
    """Methods and paths of the routes of the admin API."""
    routes = app.control.admin.routes
    return {(route.method, route.template.replace("+}", "}")) for route in routes}


def test_it_is_valid(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(DOCUMENT), "--fail-on", "warning"]) == 0
    assert "warning" not in capsys.readouterr().out


def test_it_is_served() -> None:
    reply = Shop().admin("GET", "/openapi.json")
    assert (reply.status, reply.header("content-type")) == (200, "application/json")
    assert contracts.load(reply.json).title == "casemock admin API"
    assert reply.json == document().document.tree


def test_every_route_is_in_it() -> None:
    documented = {(one.method, one.path) for one in document().operations}
    assert templates(Shop().app) <= documented


def test_the_contract_test_finds_nothing() -> None:
    app = Shop(shop(webhooks={"ping": HOOK})).app
    served = templates(app)
    known = document().operations
    tested = {one.id for one in known if (one.method, one.path) in served and one.path not in NOT_IN_TESTS}
    others = tuple(one.id for one in known if one.id not in tested)

    async def admin(scope: Any, receive: Any, send: Any) -> None:
        """The admin API without its prefix."""
        if scope["type"] == "http":
            raw: bytes = scope["raw_path"]
            if not raw.startswith(ADMIN.encode()):  # a Location has the prefix
                scope = {**scope, "path": ADMIN + scope["path"], "raw_path": ADMIN.encode() + raw}
        await app(scope, receive, send)

    plan = SessionPlan(
        known={"path": ("pets",), "name": ("ping",), "api": ("kit",), "index": ("0",)},
        operations=tuple(sorted(tested)),
        excluded=others,
        allow_destructive=True,
    )
    with closing(AsgiTransport(admin)) as transport:
        run = ContractTestRun(Session(document(), transport, plan), ContractTestOptions(max_examples=EXAMPLES))
        for _ in run.run():
            pass
    assert run.finished, run.crashes
    failing = [one for one in run.findings if one.severity is not Severity.HINT and not depends_on_the_server(one)]
    assert not failing, "\n\n".join(render_finding(one, "$URL") for one in failing)
