"""The authorization endpoint: the consent page, its decision, errors for the client and for the user."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.mockserver.oauth.provider import AUTHORIZE_URL, CHALLENGE, REDIRECT, Mock, redirected, tree


class Form(HTMLParser):
    """The fields of the form of a page, and its other elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.tags: set[str] = set()
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        found = dict(attrs)
        assert not any(name.startswith("on") or name == "style" for name in found), tag
        if tag == "input":
            self.fields[str(found["name"])] = str(found["value"])

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_consent_page_leads_to_a_code() -> None:
    mock = Mock()
    reply = mock.page(scope="read", code_challenge=CHALLENGE, code_challenge_method="S256")
    assert (reply.status, reply.header("content-type")) == (200, "text/html; charset=utf-8")
    form = Form(reply.body.decode())
    assert form.fields == {
        "response_type": "code",
        "client_id": "app",
        "redirect_uri": REDIRECT,
        "state": "s 1&",
        "scope": "read",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        "user": "demo.user",
    }
    assert "read" in form.text
    sent = mock.form(AUTHORIZE_URL, {**form.fields, "user": "ann", "decision": "allow"})
    assert sent.status == 303
    found = redirected(sent)
    assert (found["state"], set(found)) == ("s 1&", {"code", "state"})
    (code,) = mock.admin("GET", "/tokens").json["tokens"]
    assert (code["user"], code["kind"]) == ("ann", "code")


def test_the_form_sends_the_query_as_well() -> None:
    """A form without an action is sent to the URL of the page."""
    mock = Mock()
    query = urlencode({"response_type": "code", "client_id": "app", "redirect_uri": REDIRECT})
    reply = mock.form(f"{AUTHORIZE_URL}?{query}", {"decision": "allow", "client_id": "app"})
    assert "code" in redirected(reply)


def test_a_user_may_deny() -> None:
    found = Mock().allow(decision="deny", state="x")
    assert (found["error"], found["state"]) == ("access_denied", "x")


def test_a_request_without_a_prompt_is_allowed_at_once() -> None:
    mock = Mock()
    reply = mock.page(prompt="none", scope="write")
    assert reply.status == 302
    assert mock.exchange(redirected(reply)["code"]).json["scope"] == "write"


def test_implicit() -> None:
    mock = Mock()
    reply = mock.page(response_type="token", prompt="none", scope="read")
    assert urlsplit(reply.header("location")).query == ""
    found = redirected(reply)
    assert (found["token_type"], found["expires_in"], found["scope"]) == ("Bearer", "3600", "read")
    assert "refresh_token" not in found
    assert mock.get(found["access_token"]).status == 200


def test_a_redirect_uri_keeps_its_query() -> None:
    reply = Mock().page(redirect_uri=f"{REDIRECT}?app=1", prompt="none")
    assert set(parse_qs(urlsplit(reply.header("location")).query)) == {"app", "code", "state"}


@pytest.mark.parametrize("uri", ["com.example.app:/callback", "http://[::1]:3000/cb", "https://app.example.com"])
def test_other_redirect_uris(uri: str) -> None:
    reply = Mock().page(redirect_uri=uri)
    assert reply.status == 200
    origin = {"com.example.app:/callback": "com.example.app:", "http://[::1]:3000/cb": "http://[::1]:3000"}.get(
        uri, uri
    )
    assert reply.header("content-security-policy").endswith(f"form-action 'self' {origin}")


@pytest.mark.parametrize(
    ("values", "error", "location"),
    [
        ({"response_type": ""}, "invalid_request", "query/response_type"),
        ({"response_type": "magic"}, "unsupported_response_type", "query/response_type"),
        ({"response_type": "id_token"}, "unsupported_response_type", "query/response_type"),
        ({"response_mode": "form_post"}, "invalid_request", "query/response_mode"),
        ({"response_type": "token", "response_mode": "query"}, "invalid_request", "query/response_mode"),
        ({"scope": "admin"}, "invalid_scope", "query/scope"),
        ({"code_challenge": "short"}, "invalid_request", "query/code_challenge"),
        (
            {"code_challenge": CHALLENGE, "code_challenge_method": "S512"},
            "invalid_request",
            "query/code_challenge_method",
        ),
        ({"code_challenge_method": "S256"}, "invalid_request", "query/code_challenge"),
        ({"nonce": "n" * 5000}, "invalid_request", "query/nonce"),
    ],
)
def test_an_error_for_the_client(values: dict[str, str], error: str, location: str) -> None:
    reply = Mock().page(**values)
    found = redirected(reply)
    assert (found["error"], found["state"]) == (error, "s 1&")
    assert found["error_description"]
    assert reply.header("x-mock-reason").startswith(f"{error} {location}: ")


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"client_id": ""}, "invalid_request"),
        ({"client_id": "unknown-app"}, "unauthorized_client"),
        ({"redirect_uri": ""}, "invalid_request"),
        ({"redirect_uri": "/callback"}, "invalid_request"),
        ({"redirect_uri": "javascript:alert(1)"}, "invalid_request"),
        ({"redirect_uri": "JavaScript:alert(1)"}, "invalid_request"),
        ({"redirect_uri": "data:text/html,x"}, "invalid_request"),
        ({"redirect_uri": f"{REDIRECT}#x"}, "invalid_request"),
        ({"redirect_uri": "http://"}, "invalid_request"),
        ({"redirect_uri": "http://a b/"}, "invalid_request"),
        ({"redirect_uri": "http://x/\r\nset-cookie: a=b"}, "invalid_request"),
        ({"redirect_uri": "http://user@evil.example/"}, "invalid_request"),
        ({"redirect_uri": "http://x:99999999/"}, "invalid_request"),
        ({"redirect_uri": "http://x;script-src 'unsafe-inline'/"}, "invalid_request"),
        ({"redirect_uri": "http://x/" + "a" * 3000}, "invalid_request"),
    ],
)
def test_an_error_for_the_user(values: dict[str, str], error: str) -> None:
    reply = Mock().page(**values)
    assert (reply.status, reply.header("location")) == (400, "")
    assert Form(reply.body.decode()).text.strip().startswith(error)
    assert reply.header("x-mock-reason").startswith(error)


def test_an_error_for_a_program() -> None:
    reply = Mock().send("GET", f"{AUTHORIZE_URL}?client_id=app")
    assert (reply.status, reply.json["error"]) == (400, "invalid_request")


def test_text_of_a_request_is_no_markup() -> None:
    text = "<script>alert('x')</script>\"'"
    spec = tree({"type": "oauth2", "flows": {"implicit": {"authorizationUrl": AUTHORIZE_URL, "scopes": {"<b>": ""}}}})
    reply = Mock(spec).page(response_type="token", client_id=text, state=text, login_hint=text, scope="<b>")
    form = Form(reply.body.decode())
    assert not form.tags & {"script", "b"}
    assert form.fields["state"] == form.fields["user"] == text
    policy = reply.header("content-security-policy")
    assert "script-src" not in policy
    assert policy.startswith("default-src 'none'")
    assert reply.header("x-frame-options") == "DENY"


def test_a_repeated_parameter_is_refused() -> None:
    reply = Mock().send("GET", f"{AUTHORIZE_URL}?client_id=a&client_id=b")
    assert reply.header("x-mock-reason").startswith("invalid_request query/client_id: the parameter is repeated")


def test_the_authorization_endpoint_may_be_the_token_endpoint() -> None:
    flows = {"authorizationCode": {"authorizationUrl": "/auth", "tokenUrl": "/auth", "scopes": {"read": "r"}}}
    mock = Mock(tree({"type": "oauth2", "flows": flows}))
    values = {"response_type": "code", "client_id": "app", "redirect_uri": REDIRECT, "decision": "allow"}
    code = redirected(mock.form("/auth", values))["code"]
    sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT, "client_id": "app"}
    assert mock.form("/auth", sent).json["scope"] == "read write"


def test_the_index_stays_at_the_root() -> None:
    flows = {"implicit": {"authorizationUrl": "https://id.example.com/", "scopes": {"read": "r"}}}
    mock = Mock(tree({"type": "oauth2", "flows": flows}))
    assert mock.send("GET", "/").json["name"] == "casemock"
    values = urlencode({"response_type": "token", "client_id": "app", "redirect_uri": REDIRECT, "prompt": "none"})
    assert "access_token" in redirected(mock.send("GET", f"/?{values}"))


@pytest.mark.parametrize("url", ["/__mock__/admin/reset", "/__mock__", "/{a}/admin/{b}", "/{a}/{b}"])
def test_a_document_cannot_replace_the_own_pages(url: str) -> None:
    flows = {"clientCredentials": {"tokenUrl": url, "scopes": {}}, "implicit": {"authorizationUrl": url, "scopes": {}}}
    mock = Mock(tree({"type": "oauth2", "flows": flows}))
    assert mock.admin("POST", "/reset").status == 204
    assert mock.send("GET", "/__mock__/health").json["status"] == "ok"


def test_the_styles_of_the_pages_are_served() -> None:
    mock = Mock()
    names = re.findall(r'<link rel="stylesheet" href="([^"]+)">', mock.page().body.decode())
    assert names == re.findall(r'<link rel="stylesheet" href="([^"]+)">', mock.page(client_id="").body.decode())
    assert names == ["/__mock__/index.css", "/__mock__/oauth.css"]
    assert {mock.send("GET", name).header("content-type") for name in names} == {"text/css; charset=utf-8"}
