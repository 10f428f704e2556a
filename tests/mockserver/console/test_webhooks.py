"""Webhooks and callbacks in the banner, the index and the list of operations."""

from __future__ import annotations

import httpx

import contracts
from mockserver.console.index import Index
from mockserver.console.terminal import banner, routes_text
from mockserver.mounting import mount
from mockserver.settings import Settings
from mockserver.testing import MockServer
from tests.mockserver.outgoing.streams import event, streams

BASE = "http://here:1"
ONLY_WEBHOOKS = {
    "openapi": "3.1.0",
    "info": {"title": "Hooks", "version": "1"},
    "webhooks": {"new/pet": {"post": event(summary="A pet is <new>")}, **{f"h{n}": {"put": event()} for n in range(9)}},
}
SEND = (
    "curl -i -X POST -H 'Content-Type: application/json' --data-binary '{\"url\": \"http://localhost:3000/hooks\"}' "
    "http://here:1/__mock__/admin/webhooks/new%2Fpet"
)


def test_a_document_that_has_only_webhooks() -> None:
    mounted = mount([contracts.load(ONLY_WEBHOOKS)])
    index = Index(mounted, Settings())
    lines = banner(index, mounted, BASE).splitlines()
    start = lines.index("Webhooks and callbacks")
    assert lines[start + 1] == "  new/pet  POST  webhook"
    assert lines[start + 6] == "  and 5 more, see below"
    assert lines[start + 7].split(maxsplit=1) == ["send", SEND]
    first = index.data(BASE)["webhooks"][0]
    assert first == {
        "name": "new/pet",
        "kind": "webhook",
        "method": "POST",
        "summary": "A pet is <new>",
        "curl": SEND,
    }
    assert "new/pet  POST    webhook" in routes_text(index.data(BASE)).splitlines()


def test_the_page_of_curl_commands() -> None:
    with MockServer(ONLY_WEBHOOKS) as mock:
        page = httpx.get(f"{mock.url}/__mock__/commands/").text
        assert "<code>new/pet</code>" in page
        assert "A pet is &lt;new&gt;" in page
        command = f"{mock.url}/__mock__/admin/webhooks/new%2Fpet"
        assert command in page
        assert httpx.post(command, json={"url": "http://localhost:1/"}).status_code == 422


def test_callbacks_are_listed() -> None:
    mounted = mount([contracts.load(streams())])
    (listed,) = Index(mounted, Settings()).webhooks.listed(BASE)
    assert (listed.name, listed.kind) == ("createStream.onData", "callback")
