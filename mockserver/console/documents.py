"""The user's own documents as Swagger UI is given them: the paths that are served, at the address that serves them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.spec.document import METHODS, reference_pointer, walk
from contracts.spec.model import Contract
from mockserver.mount import MountedApi

_BEARER = {
    "type": "http",
    "scheme": "bearer",
    "description": "Any sensible token; the document asks for one of its authorization server.",
}


@dataclass(frozen=True, slots=True)
class ServedDocument:
    """One document as it is served.

    :param name: distinguishes it from the others.
    :param path: where it is served.
    :param tree: the document without ``servers``.
    """

    name: str
    title: str
    path: str
    tree: Mapping[str, Any]

    def at(self, base_url: str) -> dict[str, Any]:
        """The document with the base URL of this server as its only one."""
        return {**self.tree, "servers": [{"url": base_url}]}

    def for_swagger_ui(self, base_url: str) -> dict[str, Any]:
        """The document with its OAuth2 and OpenID Connect schemes as bearer tokens.

        Swagger UI would send the user to the vendor's authorization server, whose tokens are not ours to check; a
        bearer token is all that the mock server asks for.
        """
        document = self.at(base_url)
        components = dict(document.get("components", {}))
        components["securitySchemes"] = {
            key: _BEARER if scheme.get("type") in {"oauth2", "openIdConnect"} else scheme
            for key, scheme in components.get("securitySchemes", {}).items()
        }
        return {**document, "components": components}


def served_documents(mounted: Sequence[MountedApi], root: str) -> tuple[ServedDocument, ...]:
    """The documents behind the mounted APIs, each once.

    :param root: our own path prefix with its slash; a single document is ``openapi.json`` under it.
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
    return ServedDocument(name, contract.title, path, _tree(contract, apis))


def _tree(contract: Contract, apis: Iterable[MountedApi]) -> dict[str, Any]:
    """The document with its paths as they are served; paths that are not served are left out."""
    tree = dict(contract.document.tree)
    served = {item.operation.path: item.path for api in apis for item in api.operations}
    tree["paths"] = {
        served[path]: _path_item(tree, item) for path, item in tree.get("paths", {}).items() if path in served
    }
    return tree


def _path_item(tree: Mapping[str, Any], item: Mapping[str, Any]) -> dict[str, Any]:
    """A path item without servers of its own, so that requests come to us."""
    if "$ref" in item:
        item = {**walk(tree, reference_pointer(item["$ref"])), **{key: item[key] for key in item if key != "$ref"}}
    return {
        key: {name: part for name, part in value.items() if name != "servers"} if key in METHODS else value
        for key, value in item.items()
        if key != "servers"
    }
