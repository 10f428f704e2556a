"""The user's documents for Swagger UI and download: with the served paths and the URL of this server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.spec.model import Contract
from contracts.spec.object_model import METHODS
from contracts.spec.pointers import reference_pointer, walk
from mockserver.mounting import MountedApi
from mockserver.oauth.endpoints import endpoint_path

_URLS = frozenset({"tokenUrl", "refreshUrl", "authorizationUrl", "openIdConnectUrl"})
"""The URLs of endpoints in security schemes and flows."""

_BEARER = {
    "type": "http",
    "scheme": "bearer",
    "description": "Any well-formed token. The document requires a token from its authorization server.",
}


@dataclass(frozen=True, slots=True)
class ServedDocument:
    """A served document.

    :param name: unique among the documents.
    :param path: the path of the document on this server.
    :param tree: the document; its ``servers`` are replaced when it is sent.
    :param server: the server to which relative URLs in it belong, or ``""``.
    :param apis: its APIs.
    """

    name: str
    title: str
    path: str
    tree: Mapping[str, Any]
    server: str = ""
    apis: tuple[MountedApi, ...] = ()

    @property
    def contract(self) -> Contract | None:
        """The compiled document."""
        return self.apis[0].contract if self.apis else None

    def at(self, base_url: str) -> dict[str, Any]:
        """Return the document with this server as the only entry of ``servers``, and its endpoints of OAuth 2.0."""
        document = {**self.tree, "servers": [{"url": base_url}]}
        components = document.get("components", {})
        if schemes := components.get("securitySchemes"):
            own = {key: self._with_own_endpoints(scheme, base_url) for key, scheme in schemes.items()}
            document["components"] = {**components, "securitySchemes": own}
        return document

    def _with_own_endpoints(self, scheme: Any, base_url: str) -> Any:
        """Return a security scheme with the URLs of the endpoints on this server."""
        if not isinstance(scheme, dict):
            return scheme
        found = {name: self._own_url(value, base_url) if name in _URLS else value for name, value in scheme.items()}
        if isinstance(flows := found.get("flows"), dict):
            found["flows"] = {name: self._with_own_endpoints(flow, base_url) for name, flow in flows.items()}
        return found

    def _own_url(self, url: Any, base_url: str) -> Any:
        path = endpoint_path(url, self.server) if isinstance(url, str) else None
        return url if path is None else base_url + path

    def for_swagger_ui(self, base_url: str) -> dict[str, Any]:
        """Return the document with bearer schemes instead of OAuth2 and OpenID Connect.

        Otherwise Swagger UI would send the user to the vendor's authorization server, but the mock server accepts any
        well-formed bearer token.
        """
        document = self.at(base_url)
        components = dict(document.get("components", {}))
        components["securitySchemes"] = {
            key: _BEARER if scheme.get("type") in {"oauth2", "openIdConnect"} else scheme
            for key, scheme in components.get("securitySchemes", {}).items()
        }
        return {**document, "components": components}


def served_documents(mounted: Sequence[MountedApi], root: str) -> tuple[ServedDocument, ...]:
    """Return the documents of the mounted APIs, without duplicates.

    :param root: path prefix of our own pages, with a slash at the end; a single document is ``openapi.json`` below it.
    """
    by_contract: dict[int, list[MountedApi]] = {}
    for api in mounted:
        by_contract.setdefault(id(api.contract), []).append(api)
    groups = list(by_contract.values())
    if len(groups) == 1:
        return (_document(groups[0], "openapi", f"{root}openapi.json"),)
    names = [group[0].api.name if len(group) == 1 else str(index) for index, group in enumerate(groups, 1)]
    return tuple(
        _document(group, name, f"{root}openapi/{name}.json") for group, name in zip(groups, names, strict=True)
    )


def _document(apis: Sequence[MountedApi], name: str, path: str) -> ServedDocument:
    contract = apis[0].contract
    server = next(iter(apis[0].api.servers), "")
    return ServedDocument(name, contract.title, path, _tree(contract, apis), server, tuple(apis))


def _tree(contract: Contract, apis: Iterable[MountedApi]) -> dict[str, Any]:
    """Return the document with only the served paths, under the paths they are served at."""
    tree = dict(contract.document.tree)
    served = {item.operation.path: item.path for api in apis for item in api.operations}
    tree["paths"] = {
        served[path]: _path_item(tree, item) for path, item in tree.get("paths", {}).items() if path in served
    }
    return tree


def _path_item(tree: Mapping[str, Any], item: Mapping[str, Any]) -> dict[str, Any]:
    """Return a path item without ``servers``, so that requests go to this server."""
    if "$ref" in item:
        item = {**walk(tree, reference_pointer(item["$ref"])), **{key: item[key] for key in item if key != "$ref"}}
    return {
        key: {name: part for name, part in value.items() if name != "servers"} if key in METHODS else value
        for key, value in item.items()
        if key != "servers"
    }
