"""Our pages as an ASGI application."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest

from mockserver.console.app import Console
from mockserver.mounting import MountedApi
from mockserver.settings import Settings
from mockserver.state.stores.memory import MemoryStore

BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


class Page(HTMLParser):
    """Collects the elements and the text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("accept", ["*/*", "application/json", "", "text/html;q=0.5, application/json"])
@pytest.mark.parametrize("path", ["/", "/__mock__/"])
def test_index_for_a_client(console: Console, ask: Any, path: str, accept: str) -> None:
    answer = ask(console, "GET", path, headers={"accept": accept})
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["vary"] == "accept"
    assert answer.json()["apis"][0]["base_url"] == "http://mock.test:8080"


def test_console_for_a_browser(console: Console, ask: Any) -> None:
    answer = ask(console, "GET", "/__mock__/", headers=BROWSER)
    page = Page(answer.text)
    assert answer.headers["vary"] == "accept"
    assert "Things <b>&amp;" in page.text
    assert "GET /things/{id}" in page.text
    assert [attributes for tag, attributes in page.tags if tag == "script"] == [
        {"type": "module", "src": "/__mock__/console/app.js"}
    ]
    assert "hush" not in answer.text


def test_curl_commands(console: Console, ask: Any) -> None:
    answer = ask(console, "GET", "/__mock__/commands/")
    page = Page(answer.text)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "curl http://mock.test:8080/things/a%20b%2Fc -H 'Authorization: Bearer reader'" in page.text
    assert "Authorization: Bearer nobody" in page.text
    assert "1 credential from the settings is accepted" in page.text
    assert "hush" not in answer.text


def test_strings_of_a_document_are_escaped(console: Console, ask: Any) -> None:
    page = Page(ask(console, "GET", "/__mock__/commands/").text)
    assert "Things <b>&amp;" in page.text
    assert "{{ 7 * 7 }} <script>alert(1)</script>" in page.text
    assert [attributes for tag, attributes in page.tags if tag == "script"] == [
        {"src": "/__mock__/index.js", "defer": None}
    ]
    assert "b" not in [tag for tag, _ in page.tags]


def test_the_host_header_is_escaped(console: Console, ask: Any) -> None:
    answer = ask(console, "GET", "/__mock__/commands/", headers={**BROWSER, "host": '"><script>'})
    assert "<script>" not in answer.text


@pytest.mark.parametrize("path", ["/__mock__/", "/__mock__/commands/", "/__mock__/ui/"])
def test_the_content_security_policy_allows_only_own_scripts(console: Console, ask: Any, path: str) -> None:
    answer = ask(console, "GET", path, headers=BROWSER)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    page = Page(answer.text)
    assert not [attributes for _, attributes in page.tags if any(name.startswith("on") for name in attributes)]
    sources = [attributes.get("src") or "" for tag, attributes in page.tags if tag in {"script", "img"}]
    assert sources
    assert not [source for source in sources if "//" in source]
    assert page.text.count("<script") == (1 if path == "/__mock__/commands/" else 0)


def test_every_link_of_the_pages_works(console: Console, ask: Any) -> None:
    for path in ("/__mock__/", "/__mock__/ui/"):
        for _, attributes in Page(ask(console, "GET", path, headers=BROWSER).text).tags:
            link = attributes.get("href") or attributes.get("src")
            if link:
                target = link if "/" in link.lstrip(".") else f"/__mock__/ui/{link}"
                target = "/__mock__/" if link == "../" else target
                assert ask(console, "GET", target).status_code == 200, link


def test_swagger_ui_gets_the_document(console: Console, ask: Any) -> None:
    (entry,) = ask(console, "GET", "/__mock__/ui/config.json").json()["urls"]
    document = ask(console, "GET", entry["url"]).json()
    assert document["servers"] == [{"url": "http://mock.test:8080"}]
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    assert ask(console, "GET", "/__mock__/openapi.json").json()["components"]["securitySchemes"]["bearer"]["flows"]


@pytest.mark.parametrize("path", ["/__mock__", "/__mock__/ui"])
def test_a_missing_slash_redirects(console: Console, ask: Any, path: str) -> None:
    answer = ask(console, "GET", path)
    assert (answer.status_code, answer.headers["location"]) == (308, f"{path}/")


@pytest.mark.parametrize(
    "path",
    [
        "/__mock__/x",
        "/__mock__/ui/x.js",
        "/__mock__/ui/swagger-editor.js",
        "/__mock__/ui/../app.py",
        "/__mock__/ui/%2e%2e/app.py",
        "/__mock__/ui/..%2f..%2f..%2fsettings.py",
        "/__mock__/openapi/x.json",
        "/__mock__/templates/index.html.jinja",
    ],
)
def test_unknown_page(console: Console, ask: Any, path: str) -> None:
    answer = ask(console, "GET", path)
    assert (answer.status_code, answer.json()) == (404, {"error": "page not found"})


@pytest.mark.parametrize("path", ["/__mock__/", "/__mock__/x", "/__mock__/ui/", "/"])
def test_only_get_and_head_are_allowed(console: Console, ask: Any, path: str) -> None:
    answer = ask(console, "POST", path)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert "POST" in answer.json()["error"]


@pytest.mark.parametrize(
    "path", ["/__mock__/", "/__mock__/ui/", "/__mock__/ui/swagger-ui.css", "/__mock__/openapi.json"]
)
def test_head_is_get_without_a_body(console: Console, ask: Any, path: str) -> None:
    got, head = ask(console, "GET", path), ask(console, "HEAD", path)
    assert (head.status_code, head.content) == (got.status_code, b"")
    assert head.headers == got.headers


def test_cached_file(console: Console, ask: Any) -> None:
    tag = ask(console, "GET", "/__mock__/ui/").headers["etag"]
    answer = ask(console, "GET", "/__mock__/ui/", headers={"if-none-match": tag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert "content-security-policy" in answer.headers


def test_other_origins_can_read_the_document(console: Console, mounted: tuple[MountedApi, ...], ask: Any) -> None:
    header = "access-control-allow-origin"
    assert ask(console, "GET", "/__mock__/openapi.json").headers[header] == "*"
    assert (
        header
        not in ask(Console(mounted, Settings(cors=False), MemoryStore()), "GET", "/__mock__/openapi.json").headers
    )
