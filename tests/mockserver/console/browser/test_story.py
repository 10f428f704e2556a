"""The console in a browser: try an operation, see it, change the state, add a fault, reset."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import expect

from tests.mockserver.console.browser.conftest import rows


def choose(page: Any, text: str) -> None:
    rows(page).filter(has_text=text).first.click()


def send(page: Any, status: int) -> Any:
    """Send the form; return the section with the response."""
    page.get_by_role("button", name="Send", exact=True).click()
    result = page.get_by_role("region", name="Response", exact=True)
    expect(result.locator("h3 .status").first).to_have_text(str(status))
    return result


def test_an_operation_is_tried_and_seen(serve: Any, open_console: Any) -> None:
    page = open_console(serve()).open()
    choose(page, "Add a pet")
    expect(page.get_by_label("Credential")).to_have_value("0")
    result = send(page, 201)
    created = json.loads(result.locator("pre code").inner_text())
    assert created["name"] == "Rex"
    result.get_by_role("link", name="request 1").click()
    detail = page.get_by_role("region", name="Request", exact=True)
    expect(detail.get_by_role("link", name="createPet")).to_be_visible()
    expect(detail.locator("pre code").first).to_contain_text('"name": "Rex"')
    expect(rows(page)).to_have_count(1)


def test_a_refusal_says_what_is_wrong_and_where(serve: Any, open_console: Any) -> None:
    page = open_console(serve()).open()
    choose(page, "Change a pet")
    page.get_by_label("Body", exact=True).fill('{"name": "", "status": "eaten"}')
    violations = send(page, 400).locator(".violations li")
    expect(violations).to_have_count(2)
    expect(violations.nth(0)).to_contain_text("body/name")
    expect(violations.nth(0)).to_contain_text("shop.yaml:")
    expect(violations.nth(0)).to_contain_text("#/components/schemas/Pet/properties/name/minLength")
    expect(violations.nth(1)).to_contain_text("#/components/schemas/Pet/properties/status/enum")


def test_credentials_and_documented_errors_can_be_chosen(serve: Any, open_console: Any) -> None:
    page = open_console(serve()).open()
    choose(page, "Add a pet")
    page.get_by_label("Credential").select_option(label="none")
    expect(send(page, 401).locator(".violations")).to_contain_text("security")
    choose(page, "One pet")
    page.get_by_label("Response", exact=True).select_option(value="code=503")
    send(page, 503)


def test_parameters_are_sent_in_their_style(serve: Any, open_console: Any) -> None:
    page = open_console(serve()).open()
    choose(page, "All pets")
    page.get_by_label("send limit").check()
    page.locator("#parameter-query-limit").fill("3")
    page.locator("#parameter-query-tags").fill("a b,c")
    result = send(page, 200)
    result.get_by_role("link", name="request 1").click()
    target = page.get_by_role("region", name="Request", exact=True).locator("h2 code")
    expect(target).to_have_text("/pets?limit=3&tags=a%20b&tags=c")


def test_requests_of_others_appear_and_are_filtered(serve: Any, open_console: Any) -> None:
    server = serve()
    page = open_console(server).open("requests")
    expect(page.get_by_role("heading", name="No requests yet")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("live")
    for target in (b"/pets", b"/pets/7", b"/nothing"):
        server.send(b"GET " + target + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    expect(rows(page)).to_have_count(3)
    expect(rows(page).first).to_contain_text("/nothing")
    page.get_by_label("Response", exact=True).select_option(label="4XX")
    expect(rows(page)).to_have_count(1)
    page.get_by_label("Response", exact=True).select_option(label="all responses")
    page.get_by_label("Search requests").fill("getpet")
    expect(rows(page)).to_have_count(1)
    page.get_by_label("Search requests").fill("no such request")
    expect(page.get_by_role("heading", name="No request matches")).to_be_visible()


def test_state_is_changed_and_reset(serve: Any, open_console: Any) -> None:
    page = open_console(serve()).open("state")
    choose(page, "/pets")
    items = page.get_by_role("listbox", name="Items").get_by_role("option")
    items.first.click()
    number = items.count()
    editor = page.get_by_label("Item as JSON")
    item = json.loads(editor.input_value())
    editor.fill(json.dumps({**item, "name": "Bello"}))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(items.first).to_contain_text("Bello")
    editor.fill('{"name": ""}')
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("name")
    page.get_by_role("button", name="New item").click()
    page.get_by_label("Item as JSON").fill('{"name": "Luna"}')
    page.get_by_role("button", name="Create").click()
    expect(items).to_have_count(number + 1)
    items.first.click()
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(items).to_have_count(number)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save snapshot").click()
    saved = json.loads(download.value.path().read_text("utf-8"))
    assert "Luna" in json.dumps(saved)
    page.get_by_role("button", name="Reset", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Reset").click()
    expect(items.first).not_to_contain_text("Bello")
    expect(items).to_have_count(number)


def test_a_fault_is_added_switched_off_and_deleted(serve: Any, open_console: Any) -> None:
    console = open_console(serve())
    page = console.open("rules")
    faults = page.get_by_role("region", name="Faults")
    faults.get_by_label("Requests", exact=True).select_option(value="getPet")
    faults.get_by_role("button", name="Add fault").click()
    entry = faults.get_by_role("listitem")
    expect(entry).to_contain_text("status 503")
    console.open("operations")
    choose(page, "One pet")
    send(page, 503)
    console.open("rules")
    expect(entry).to_contain_text("used 1 time")
    faults.get_by_role("switch").click()
    expect(faults.get_by_role("switch")).to_have_attribute("aria-checked", "false")
    console.open("operations")
    choose(page, "One pet")
    send(page, 200)
    console.open("rules")
    faults.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(entry).to_have_count(0)


def test_a_stub_is_added_and_edited(serve: Any, open_console: Any) -> None:
    console = open_console(serve())
    page = console.open("rules")
    stubs = page.get_by_role("region", name="Stubs")
    stubs.get_by_label("Requests", exact=True).select_option(value="getPet")
    stubs.get_by_label("Body", exact=True).select_option(value="own")
    stubs.get_by_label("Body of the stub").fill('{"name": 7}')
    stubs.get_by_role("button", name="Add stub").click()
    expect(stubs.get_by_role("alert")).to_contain_text("name")
    stubs.get_by_label("Body of the stub").fill('{"id": 7, "name": "Stub"}')
    stubs.get_by_role("button", name="Add stub").click()
    expect(stubs.get_by_role("listitem")).to_contain_text('{"id":7,"name":"Stub"}')
    stubs.get_by_role("button", name="Edit").click()
    editor = stubs.get_by_label("stub 1", exact=True).last
    editor.fill(json.dumps({"request": {"operation": "getPet"}, "response": {"code": 404}}))
    stubs.get_by_role("button", name="Save").click()
    expect(stubs.get_by_role("listitem")).to_contain_text("404")
    console.open("operations")
    choose(page, "One pet")
    send(page, 404)


def test_tokens_and_clock(serve: Any, open_console: Any) -> None:
    page = open_console(serve()).open("tokens")
    page.get_by_label("Token", exact=True).fill("test-token-of-a-writer")
    page.get_by_label("Scopes").fill("pets:write")
    page.get_by_role("button", name="Add token").click()
    expect(page.get_by_role("listitem")).to_contain_text("pets:write")
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("listitem")).to_have_count(0)
    clock = page.get_by_role("region", name="Clock")
    clock.get_by_label("Time").fill("2030-01-01T00:00:00Z")
    clock.get_by_role("button", name="Set").click()
    expect(clock).to_contain_text("Now: 2030-01-01T00:00:00Z")
    clock.get_by_role("button", name="Advance").click()
    expect(clock).to_contain_text("Now: 2030-01-01T01:00:00Z")
    clock.get_by_label("Time").fill("tomorrow")
    clock.get_by_role("button", name="Set").click()
    expect(clock.get_by_role("alert")).to_contain_text("now")


def test_documents_with_their_findings(serve: Any, open_console: Any) -> None:
    page = open_console(serve()).open("documents")
    expect(page.get_by_role("heading", level=2)).to_contain_text('Shop <img src=x onerror="document.title=1">')
    page.get_by_role("button", name="Validate").click()
    expect(page.locator(".findings li").first).to_contain_text("shop.yaml:")
