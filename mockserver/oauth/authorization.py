"""The authorization endpoint (RFC 6749, section 3.1): a request, the consent of a user, a redirect to the client."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.escaping import printable
from mockserver.http.messages import MockResponse
from mockserver.oauth.consent import Page, consent_page
from mockserver.oauth.endpoints import Endpoint
from mockserver.oauth.errors import OAuthError
from mockserver.oauth.issuing import Authorization, Issuing
from mockserver.oauth.messages import MAX_STATE, REFUSED, checked_length, granted_scopes
from mockserver.oauth.pkce import read_challenge
from mockserver.oauth.redirects import redirect_problem, with_parameters

DEMO_USER = "demo.user"
"""The user of whom a request names none."""

DECISION = "decision"
"""The parameter that the consent page adds to those of the request: ``allow`` or ``deny``."""

_MODES = ("query", "fragment")
"""The supported values of ``response_mode``."""

_STORED = ("client_id", "nonce", "login_hint", "user")


@dataclass(frozen=True)
class AuthorizationRequest:
    """A request to the authorization endpoint.

    :param values: its parameters.
    :param base_url: scheme and authority that it was sent to.
    :param is_post: whether it was sent by POST, as the consent page does.
    """

    endpoint: Endpoint
    values: Mapping[str, str]
    base_url: str
    is_post: bool = False

    @property
    def response_type(self) -> str:
        """The response type; several words of it have any order (OAuth 2.0 Multiple Response Types, section 3)."""
        return " ".join(sorted(self.values.get("response_type", "").split()))

    @property
    def in_fragment(self) -> bool:
        """Whether the response is sent in the fragment."""
        mode = self.values.get("response_mode", "")
        return mode == "fragment" or (mode != "query" and self.response_type not in {"", "code"})

    @property
    def user(self) -> str:
        """The user who decides."""
        return self.values.get("user") or self.values.get("login_hint") or DEMO_USER


class AuthorizationEndpoint:
    """Asks a user for consent and redirects to the client."""

    def __init__(self, issuing: Issuing) -> None:
        self._issuing = issuing

    def respond(self, request: AuthorizationRequest) -> MockResponse:
        """Return the consent page or a redirect.

        :raises OAuthError: if the client or the redirect URI is not valid, so that nothing may be sent there.
        """
        redirect_uri = _redirect_uri(request.values)
        state = request.values.get("state", "")
        try:
            authorization = self._authorization(request, redirect_uri)
            decision = request.values.get(DECISION, "") if request.is_post else ""
            if not decision and request.values.get("prompt") != "none":
                return self._page(request, authorization, redirect_uri)
            if decision == "deny":
                raise OAuthError("access_denied", "the user refused the request", f"body/{DECISION}")
            found = self._granted(request, authorization)
        except OAuthError as error:
            found = {"error": error.code, "error_description": error.description}
            response = _redirect(request, redirect_uri, found | ({"state": state} if state else {}))
            return response.with_reason(error.reason)
        return _redirect(request, redirect_uri, found | ({"state": state} if state else {}))

    def _authorization(self, request: AuthorizationRequest, redirect_uri: str) -> Authorization:
        """Return what the client requests. Raises :class:`OAuthError` with an error for the client."""
        values, endpoint = request.values, request.endpoint
        checked_length(values, "query", *_STORED)
        checked_length(values, "query", "state", most=MAX_STATE)
        self._check_response_type(request)
        scopes = granted_scopes(values, endpoint.scopes, endpoint.source, "query")
        challenge, method = read_challenge(values)
        nonce = values.get("nonce", "")
        if "id_token" in request.response_type and not nonce:
            remedy = "send it (OpenID Connect Core 1.0, section 3.2.2.1)"
            raise OAuthError("invalid_request", "nonce is missing", "query/nonce", remedy)
        grant = "authorization_code" if request.response_type == "code" else "implicit"
        return Authorization(
            tuple(scopes),
            endpoint.schemes_of(request.response_type),
            grant,
            values["client_id"],
            request.user,
            endpoint.issuer,
            nonce,
            redirect_uri,
            challenge,
            method,
        )

    @staticmethod
    def _check_response_type(request: AuthorizationRequest) -> None:
        accepted, wanted = request.endpoint.accepts, request.response_type
        if not wanted:
            remedy = f"send one of {', '.join(accepted)}"
            raise OAuthError("invalid_request", "response_type is missing", "query/response_type", remedy)
        if wanted not in accepted:
            detail = f"{request.endpoint.source} declares no flow with this response type here"
            raise OAuthError("unsupported_response_type", detail, "query/response_type", f"use {', '.join(accepted)}")
        mode = request.values.get("response_mode", "query" if wanted == "code" else "fragment")
        if mode not in _MODES or (mode == "query" and wanted != "code"):
            detail = "the response mode is not supported for this response type"
            remedy = "omit it, or send query for a code and fragment for tokens"
            raise OAuthError("invalid_request", detail, "query/response_mode", remedy)

    def _granted(self, request: AuthorizationRequest, authorization: Authorization) -> dict[str, str]:
        """Return the parameters of a successful response."""
        kinds = request.response_type.split()
        if kinds == ["code"]:
            return {"code": self._issuing.code(authorization)}
        found: dict[str, str] = {}
        if "token" in kinds:
            issued = self._issuing.tokens(authorization, request.base_url)
            found = {name: str(value) for name, value in issued.items()}
        if "id_token" in kinds:
            found["id_token"] = self._issuing.id_token(authorization, request.base_url, found.get("access_token", ""))
        elif "id_token" in found:
            del found["id_token"]
        return found

    @staticmethod
    def _page(request: AuthorizationRequest, authorization: Authorization, redirect_uri: str) -> MockResponse:
        kept = {name: value for name, value in request.values.items() if name not in {DECISION, "user"}}
        page = Page(authorization.client, authorization.user, authorization.scopes, redirect_uri, kept)
        return consent_page(page)


def _redirect_uri(values: Mapping[str, str]) -> str:
    """Return the redirect URI of a client. Raises :class:`OAuthError`."""
    client = values.get("client_id", "")
    if not client:
        raise OAuthError("invalid_request", "client_id is missing", "query/client_id", "send it")
    if REFUSED.search(client):
        remedy = "any name without invalid, expired, revoked or unknown is a client"
        raise OAuthError("unauthorized_client", "unknown client", "query/client_id", remedy)
    uri = values.get("redirect_uri", "")
    if not uri:
        remedy = "send it: the mock knows no registered clients"
        raise OAuthError("invalid_request", "redirect_uri is missing", "query/redirect_uri", remedy)
    if problem := redirect_problem(uri):
        remedy = "send an absolute URI such as http://localhost:3000/callback"
        raise OAuthError("invalid_request", problem, "query/redirect_uri", remedy)
    return uri


def _redirect(request: AuthorizationRequest, uri: str, values: Mapping[str, str]) -> MockResponse:
    target = with_parameters(uri, values, in_fragment=request.in_fragment)
    headers = [(b"location", printable(target).encode("ascii", "replace")), (b"referrer-policy", b"no-referrer")]
    return MockResponse(303 if request.is_post else 302, headers=headers)
