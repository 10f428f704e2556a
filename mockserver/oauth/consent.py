"""The consent page, on which a user allows or denies a request, and the page for requests that name no valid client."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contracts.escaping import printable_html
from mockserver.http.messages import MockResponse
from mockserver.oauth.errors import OAuthError
from mockserver.oauth.redirects import origin_of

if TYPE_CHECKING:
    from jinja2 import Template

HTML = "text/html; charset=utf-8"

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
"""No scripts, no frames. Browsers apply ``form-action`` to redirects, too, so the client's origin is added."""


@dataclass(frozen=True)
class Page:
    """What the consent page shows.

    :param values: the parameters of the request, which the form sends again.
    """

    client: str
    user: str
    scopes: tuple[str, ...]
    redirect_uri: str
    values: Mapping[str, str]


def consent_page(page: Page) -> MockResponse:
    """Return the page on which a user decides."""
    return _page("consent.html.jinja", 200, {"page": page}, origin_of(page.redirect_uri))


def error_page(error: OAuthError) -> MockResponse:
    """Return the page for a request that is not redirected, as it names no valid client or redirect URI."""
    return _page("error.html.jinja", 400, {"error": error}).with_reason(error.reason)


def _page(name: str, status: int, data: dict[str, Any], target: str = "") -> MockResponse:
    policy = f"{_POLICY} {target}".rstrip()
    headers = [
        (b"content-security-policy", policy.encode("ascii", "replace")),
        (b"cache-control", b"no-store"),
        (b"referrer-policy", b"no-referrer"),
        (b"x-content-type-options", b"nosniff"),
        (b"x-frame-options", b"DENY"),
    ]
    return MockResponse(status, _template(name).render(data).encode("utf-8", "replace"), HTML, headers)


@cache
def _template(name: str) -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 (only these pages need it)

    # autoescape: strings from requests and documents are never markup.
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        finalize=printable_html,
    )
    return environment.get_template(name)
