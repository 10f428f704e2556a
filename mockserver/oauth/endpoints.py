"""The endpoints that the security schemes of the documents declare, and their paths on this server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urljoin, urlsplit

from contracts.spec.model import Contract, SecurityScheme
from mockserver.fallback import OWN_PAGES
from mockserver.http.messages import Scope
from mockserver.http.route import ROUTE, Route
from mockserver.http.routing import Router
from mockserver.mounting import MountedApi

OWN = f"{OWN_PAGES}/oidc"
"""Path of the endpoints that a discovery document names: the document of the API declares no paths for them."""

WELL_KNOWN = "/.well-known/openid-configuration"
"""End of the URL of a discovery document (OpenID Connect Discovery 1.0, section 4)."""

GRANTS: Mapping[str, str] = {
    "clientCredentials": "client_credentials",
    "password": "password",
    "authorizationCode": "authorization_code",
}
"""The grant type of a request to the token endpoint, by name of the flow."""

REFRESH = "refresh_token"

REFRESHED = frozenset({"password", "authorizationCode"})
"""The flows whose tokens are issued with a refresh token (RFC 6749, sections 4.2.2 and 4.4.3 exclude the others)."""

RESPONSE_TYPES: Mapping[str, str] = {"authorizationCode": "code", "implicit": "token"}
"""The response type of a request to the authorization endpoint, by name of the flow."""

ID_TOKEN_TYPES = ("id_token", "id_token token")
"""The response types of the implicit flow of OpenID Connect."""

STANDARD_SCOPES = ("openid", "profile", "email", "offline_access")
"""The scopes of OpenID Connect, which need no documentation."""


class Kind(StrEnum):
    """What an endpoint does."""

    TOKEN = "token"  # noqa: S105 (not a secret)
    AUTHORIZATION = "authorization"
    DISCOVERY = "discovery"
    KEYS = "keys"
    USERINFO = "userinfo"


METHODS: Mapping[Kind, tuple[str, ...]] = {
    Kind.TOKEN: ("POST",),
    Kind.AUTHORIZATION: ("GET", "POST"),
    Kind.DISCOVERY: ("GET",),
    Kind.KEYS: ("GET",),
    Kind.USERINFO: ("GET", "POST"),
}


@dataclass
class Endpoint:
    """An endpoint.

    :param path: path template on this server; a variable of the documented URL, such as ``{tenant}``, has any value.
    :param declared: the keys of the schemes that declare a grant type or response type here, by that type.
    :param scopes: the documented scopes.
    :param schemes: the schemes that declare it, with their documents.
    :param issuer: path of the issuer of OpenID Connect, ``""`` for the root; ``None`` for OAuth 2.0 alone.
    :param is_primary: whether it is listed; others are the same endpoint below another prefix.
    """

    path: str
    kind: Kind
    declared: dict[str, dict[str, None]] = field(default_factory=dict)
    scopes: dict[str, None] = field(default_factory=dict)
    schemes: dict[str, Contract] = field(default_factory=dict)
    issuer: str | None = None
    is_primary: bool = True

    @property
    def accepts(self) -> tuple[str, ...]:
        """The grant types or response types that the document declares here."""
        return tuple(self.declared)

    def schemes_of(self, accepted: str) -> tuple[str, ...]:
        """Return the keys of the schemes that declare a grant type or response type."""
        return tuple(self.declared[accepted])

    def add(self, scheme: SecurityScheme, contract: Contract, accepts: Iterable[str], scopes: Iterable[str]) -> None:
        """Add what a scheme declares here."""
        for one in accepts:
            self.declared.setdefault(one, {})[scheme.key] = None
        self.scopes |= dict.fromkeys(scopes)
        self.schemes[scheme.key] = contract

    @property
    def is_oidc(self) -> bool:
        """Whether it belongs to an OpenID provider."""
        return self.issuer is not None

    @property
    def source(self) -> str:
        """The schemes that declare it, with their locations."""
        return ", ".join(f"{key} ({_location(contract, key)})" for key, contract in self.schemes.items())


class Endpoints:
    """All endpoints of the served documents, by path.

    :ivar all: in the order of the documents.
    """

    def __init__(self, mounted: Sequence[MountedApi]) -> None:
        self._known: dict[tuple[str, Kind], Endpoint] = {}
        for api in mounted:
            for scheme in api.contract.security_schemes.values():
                self._add_scheme(api, scheme)
        self.all = tuple(self._known.values())
        self._router: Router[str] = Router()
        for path in dict.fromkeys(path for path, _ in self._known):
            self._router.add("GET", path, path)
        self._by_path = {path: [one for one in self.all if one.path == path] for path, _ in self._known}

    def __bool__(self) -> bool:
        return bool(self.all)

    def at(self, path: str) -> list[Endpoint]:
        """Return the endpoints at a raw path, at most one of each kind; none of a document at our own pages."""
        if f"{path}/".startswith(f"{OWN_PAGES}/") and not path.startswith(f"{OWN}/"):
            return []
        found = self._router.match("GET", path)
        return self._by_path[found[0]] if found is not None else []

    def of(self, scope: Scope) -> list[Endpoint]:
        """Return the endpoints at the path of a request, at most one of each kind."""
        route: Route[str] = scope[ROUTE]
        found = self.at(route.raw_path) or self.at(route.served_path)
        is_index = route.raw_path == "/" and b"response_type=" not in scope["query_string"]
        return [one for one in found if not (is_index and one.kind is Kind.AUTHORIZATION)]

    def methods(self, scope: Scope) -> tuple[str, ...]:
        """Return the methods of the endpoints at the path of a request; empty if there are none."""
        found = self.of(scope) if self.all else ()
        return tuple(dict.fromkeys(method for endpoint in found for method in METHODS[endpoint.kind]))

    def _add_scheme(self, api: MountedApi, scheme: SecurityScheme) -> None:
        for flow in scheme.flows:
            grant, response_type = GRANTS.get(flow.name), RESPONSE_TYPES.get(flow.name)
            refresh = [REFRESH] if flow.name in REFRESHED else []
            if grant is not None and flow.token_url:
                self._add(api, scheme, flow.token_url, Kind.TOKEN, [grant, *refresh])
            if flow.refresh_url and refresh:
                self._add(api, scheme, flow.refresh_url, Kind.TOKEN, refresh)
            if flow.authorization_url and response_type is not None:
                self._add(api, scheme, flow.authorization_url, Kind.AUTHORIZATION, [response_type])
        if scheme.discovery_url:
            self._add_provider(api, scheme)

    def _add(self, api: MountedApi, scheme: SecurityScheme, url: str, kind: Kind, accepts: Sequence[str]) -> None:
        path = endpoint_path(url, _server(api))
        if path is None or f"{path}/".startswith(f"{OWN_PAGES}/"):
            return
        for number, prefix in enumerate(dict.fromkeys([api.prefix, "", *api.bases])):
            endpoint = self._known.setdefault((prefix + path, kind), Endpoint(prefix + path, kind, is_primary=False))
            endpoint.is_primary = endpoint.is_primary or number == 0
            endpoint.add(scheme, api.contract, accepts, scheme.scopes)

    def _add_provider(self, api: MountedApi, scheme: SecurityScheme) -> None:
        """Add the endpoints of an OpenID provider, whose issuer is the documented one and that of the default path."""
        documented = endpoint_path(scheme.discovery_url, _server(api)) or WELL_KNOWN
        issuer = documented.removesuffix(WELL_KNOWN) if documented.endswith(WELL_KNOWN) else ""
        issuer = "" if "{" in issuer else issuer
        for path, own in dict.fromkeys([(documented, issuer), (issuer + WELL_KNOWN, issuer), (WELL_KNOWN, "")]):
            for own_path, kind, accepts in _provider(path, own):
                endpoint = Endpoint(own_path, kind, issuer=own)
                known = self._known.setdefault((own_path, kind), endpoint)
                known.add(scheme, api.contract, accepts, [*STANDARD_SCOPES, *scheme.scopes])


def _provider(discovery: str, issuer: str) -> Iterator[tuple[str, Kind, Iterable[str]]]:
    """Yield the endpoints of an issuer, with the grant types or response types that they accept."""
    base = OWN + issuer
    yield discovery, Kind.DISCOVERY, ()
    yield f"{base}/keys", Kind.KEYS, ()
    yield f"{base}/token", Kind.TOKEN, (*GRANTS.values(), REFRESH)
    yield f"{base}/authorize", Kind.AUTHORIZATION, (*RESPONSE_TYPES.values(), *ID_TOKEN_TYPES)
    yield f"{base}/userinfo", Kind.USERINFO, ()


def _server(api: MountedApi) -> str:
    return next(iter(api.api.servers), "")


def _location(contract: Contract, key: str) -> str:
    """Return where a scheme is; positions in a large document are computed when they are needed."""
    return str(contract.locate(f"/components/securitySchemes/{key}"))


def endpoint_path(url: str, server: str = "") -> str | None:
    """Return the path of a documented URL, which may be relative to the server; ``None`` if it is not a URL."""
    try:
        path = urlsplit(urljoin(server or "http://localhost/", url.strip())).path
    except ValueError:
        return None
    return path if path.startswith("/") else "/"
