"""The console in a browser: empty and error states, large amounts, hostile texts, accessibility, widths."""

from __future__ import annotations

import json
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.mockserver.console.browser.conftest import rows
from tests.mockserver.server.running_server import RunningServer

VIEWS = (
    "operations",
    "operations/shop%2FupdatePet",
    "requests",
    "requests/1",
    "state",
    "state/%2Fpets",
    "rules",
    "tokens",
    "documents",
)

HOSTILE = "<img src=x onerror=alert(1)>\u202e"


def request(server: RunningServer, line: str, body: str = "") -> None:
    head = f"{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
    server.send(f"{head}Content-Length: {len(body.encode())}\r\n\r\n{body}".encode())


def test_a_server_that_is_gone_and_comes_back(serve: Any, open_console: Any) -> None:
    first = serve()
    page = open_console(first).open("requests")
    request(first, "GET /pets/1")
    request(first, "GET /pets/2")
    expect(rows(page)).to_have_count(2)
    first.stop()
    first.join()
    expect(page.get_by_role("status")).to_contain_text("does not respond")
    second = serve(port=first.address[1])
    expect(page.get_by_role("status")).to_have_text("live")
    request(second, "GET /pets/3")
    expect(rows(page)).to_have_count(1)
    expect(page.locator(".count").first).to_contain_text("the server was restarted")


def test_requests_that_the_server_no_longer_has(serve: Any, open_console: Any) -> None:
    server = serve(journal_size=5)
    console = open_console(server)
    console.page.route("**/__mock__/admin/events", lambda route: route.abort())
    page = console.open("requests")
    expect(page.get_by_role("status")).to_contain_text("does not respond")
    for number in range(20):
        request(server, f"GET /pets/{number}")
    page.unroute("**/__mock__/admin/events")
    expect(rows(page)).to_have_count(5)
    expect(page.locator(".count").first).to_contain_text("15 requests not shown")
    page.goto(page.url.partition("#")[0] + "#/requests/1")
    expect(page.get_by_role("alert")).to_contain_text("1")


def test_ten_thousand_requests(serve: Any, open_console: Any) -> None:
    server = serve()
    with server.connect() as client:
        for _ in range(100):
            client.sendall(b"GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n" * 100)
            received = 0
            while received < 100:
                received += client.recv(1 << 20).count(b"HTTP/1.1 404")
    page = open_console(server).open("requests")
    expect(page.locator(".count").first).to_contain_text("10,000 requests", timeout=60_000)
    assert rows(page).count() < 100
    listbox = page.get_by_role("listbox", name="Requests")
    listbox.press("End")
    expect(listbox.locator("[aria-selected=true]")).to_have_attribute("aria-posinset", "10000")
    expect(page.get_by_role("region", name="Request", exact=True)).to_contain_text("Number 1 ")
    listbox.press("ArrowUp")
    expect(listbox.locator("[aria-selected=true]")).to_have_attribute("aria-posinset", "9999")


def test_a_large_body_is_cut(serve: Any, open_console: Any) -> None:
    text = json.dumps(["x" * 1000] * 5000)
    media = {
        "application/json": {"schema": {"type": "array", "items": {"type": "string"}}, "example": json.loads(text)}
    }
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Large", "version": "1"},
        "paths": {"/all": {"get": {"operationId": "all", "responses": {"200": {"description": "", "content": media}}}}},
    }
    page = open_console(serve(document, static=True)).open()
    rows(page).first.click()
    page.get_by_role("button", name="Send", exact=True).click()
    result = page.get_by_role("region", name="Response", exact=True)
    expect(result).to_contain_text("100 kB of 5.0 MB are shown")
    assert len(result.locator("pre code").inner_text()) <= 100_000
    with page.expect_download() as download:
        result.get_by_role("button", name="Download").click()
    assert len(json.loads(download.value.path().read_text())) == 5000
    result.get_by_role("link", name="request 1").click()
    expect(page.get_by_role("region", name="Request", exact=True)).to_contain_text(
        "The server keeps only the first 64 kB"
    )


def test_a_file_is_downloaded(serve: Any, open_console: Any) -> None:
    page = open_console(serve()).open()
    rows(page).filter(has_text="A file").click()
    page.get_by_role("button", name="Send", exact=True).click()
    result = page.get_by_role("region", name="Response", exact=True)
    expect(result).to_contain_text("application/pdf")
    with page.expect_download() as download:
        result.get_by_role("button", name="Download").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")


def test_texts_of_documents_and_requests_stay_texts(serve: Any, open_console: Any) -> None:
    server = serve()
    body = json.dumps({"name": HOSTILE})
    request(server, "PATCH /pets/7", body)
    request(server, "PATCH /pets/7", json.dumps({"name": HOSTILE * 10}))
    request(server, "GET /%3Cimg%20src=x%20onerror=alert(1)%3E?<b>=%E2%80%AE")
    console = open_console(server)
    for view in VIEWS:
        page = console.open(view)
        assert page.title().endswith("· casemock")
        assert page.locator("#app img, #app script, #app b").count() == 0
    page = console.open("requests/1")
    detail = page.get_by_role("region", name="Request", exact=True)
    expect(detail.locator("pre code").first).to_contain_text("<img src=x onerror=alert(1)>\\u202e")
    assert page.title() == "Requests · casemock"


def test_the_admin_token_is_asked_for(serve: Any, open_console: Any) -> None:
    console = open_console(serve())

    def guard(route: Any) -> None:
        if route.request.headers.get("authorization") == "Bearer secret-admin-token":
            route.continue_()
        else:
            route.fulfill(status=401, json={"error": "a token is required", "hint": "send --admin-token"})

    console.page.route("**/__mock__/admin/**", guard)
    page = console.open()
    page.get_by_role("textbox", name="Token").fill("secret-admin-token")
    page.get_by_role("button", name="Connect").click()
    expect(rows(page).filter(has_text="Add a pet")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("live")


def test_a_document_without_operations(serve: Any, open_console: Any) -> None:
    document = {"openapi": "3.1.0", "info": {"title": "Empty", "version": "1"}, "paths": {}}
    console = open_console(serve(document))
    expect(console.open().get_by_role("heading", name="No operations")).to_be_visible()
    expect(console.open("state").get_by_role("heading", name="No collections")).to_be_visible()


def test_it_is_operated_with_the_keyboard(serve: Any, open_console: Any) -> None:
    page = open_console(serve()).open()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Search operations")).to_be_focused()
    page.keyboard.type("pet")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".long-list [aria-selected=true]")).to_contain_text("Add a pet")
    button = page.get_by_role("button", name="Send", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Response", exact=True).locator(".status").first).to_have_text("201")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(serve: Any, open_console: Any, scheme: str) -> None:
    server = serve()
    request(server, "PATCH /pets/7", '{"name": ""}')
    console = open_console(server, color_scheme=scheme)
    found: dict[str, Any] = {}
    for view in VIEWS:
        page = console.open(view)
        violations = Axe().run(page).response["violations"]
        found |= {f"{view} {one['id']}": [node["html"] for node in one["nodes"]] for one in violations}
    assert found == {}


WIDE = """
[...document.querySelectorAll("html, main, .detail, .side")].filter(one => one.scrollWidth > one.clientWidth + 1)
.map(one => one.className || one.localName)
"""


@pytest.mark.parametrize("width", [390, 820, 1600])
def test_no_view_is_wider_than_the_window(serve: Any, open_console: Any, width: int) -> None:
    server = serve()
    request(server, f"GET /pets/{'7' * 200}?{'x' * 300}")
    console = open_console(server, viewport={"width": width, "height": 844})
    for view in VIEWS:
        page = console.open(view)
        assert page.evaluate(WIDE) == [], view
        expect(page.locator("nav [aria-current]")).to_be_in_viewport(ratio=0.9)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_swagger_ui_is_authorized(serve: Any, open_console: Any, scheme: str) -> None:
    console = open_console(serve(), color_scheme=scheme)
    page = console.page
    page.goto(f"{console.url}ui/#/pets/createPet")
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table tbody .response-col_status").first).to_contain_text("201")
    dark = page.evaluate("getComputedStyle(document.querySelector('.swagger-ui')).filter")
    assert ("invert" in dark) == (scheme == "dark")
