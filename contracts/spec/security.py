"""Compile security schemes and requirements (OpenAPI 3.1, sections 4.8.27 and 4.8.30)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from contracts.spec.extensions import read_credentials
from contracts.spec.model import OAuthFlow, SchemeUse, SecurityRule, SecurityScheme
from contracts.spec.path_items import Part, operations_of
from contracts.spec.pointers import child_pointer


def compile_schemes(tree: Mapping[str, Any], follow: Callable[[str], tuple[str, Any]]) -> dict[str, SecurityScheme]:
    """All security schemes by key.

    :param follow: resolves a pointer to the pointer and value of its target.
    """
    base = "/components/securitySchemes"
    keys = tree.get("components", {}).get("securitySchemes", {})
    required = _required_scopes(tree)
    return {key: _scheme(key, follow(child_pointer(base, key))[1], required.get(key, {})) for key in keys}


def _scheme(key: str, node: Mapping[str, Any], required: Mapping[str, None]) -> SecurityScheme:
    flows = {name: flow for name, flow in node.get("flows", {}).items() if not name.startswith("x-")}
    declared = {scope: None for flow in flows.values() for scope in flow.get("scopes", ())}
    return SecurityScheme(
        key=key,
        type=node["type"],
        location=node.get("in", ""),
        name=node.get("name", ""),
        scheme=node.get("scheme", "").lower(),
        description=node.get("description", ""),
        scopes=tuple({**declared, **required}),
        credentials=read_credentials(node),
        flows=tuple(_flow(name, flow) for name, flow in flows.items()) if node["type"] == "oauth2" else (),
        discovery_url=node.get("openIdConnectUrl", "") if node["type"] == "openIdConnect" else "",
    )


def _flow(name: str, node: Mapping[str, Any]) -> OAuthFlow:
    urls = [node.get(key, "") for key in ("authorizationUrl", "tokenUrl", "refreshUrl")]
    return OAuthFlow(name, *(url if isinstance(url, str) else "" for url in urls))


def _required_scopes(tree: Mapping[str, Any]) -> dict[str, dict[str, None]]:
    """The scopes that operations require, by scheme, in document order."""
    required: dict[str, dict[str, None]] = {}
    items = [Part("", item) for item in tree.get("paths", {}).values() if isinstance(item, dict)]
    operations = [operation.node for item in items for operation in operations_of([item])]
    for owner in [tree, *operations]:
        for requirement in owner.get("security", ()):
            for key, scopes in requirement.items():
                required.setdefault(key, {}).update(dict.fromkeys(scopes))
    return required


def compile_rules(
    requirements: Iterable[Mapping[str, Iterable[str]]], schemes: Mapping[str, SecurityScheme]
) -> tuple[SecurityRule, ...]:
    """The alternatives of a ``security`` list; all its schemes are declared, which was checked before."""
    return tuple(
        SecurityRule(tuple(SchemeUse(schemes[key], tuple(scopes)) for key, scopes in requirement.items()))
        for requirement in requirements
    )
