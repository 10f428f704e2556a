"""Objects of OpenAPI 3.1 other than schemas in the words of 3.0 (3.0.3 against 3.1.1, the chapters on each object)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contracts.findings import Severity
from contracts.spec.document import child_pointer, reference_pointer, walk
from contracts.spec.shapes import REFERABLE, Kind

Report = Callable[[Severity, str, str], None]
"""Takes the severity, the pointer below the object, and what is lost."""

SPDX = "https://spdx.org/licenses/{}.html"
"""Where the text of a license stands that has an identifier."""


def lower_object(kind: Kind, node: dict[str, Any], tree: dict[str, Any], report: Report) -> None:
    """Rewrite one object in place.

    :param tree: the document.
    """
    if kind in REFERABLE and kind not in ("schema", "path-item") and "$ref" in node:
        for key in ("summary", "description"):
            if key in node:
                del node[key]
                report(Severity.WARNING, f"/{key}", f"the {key} beside a reference is left out")
    elif kind == "operation":
        # Optional since 3.1: then every answer is allowed, as here.
        node.setdefault("responses", {"default": {"description": "Any response."}})
        _lower_requirements(node, tree, report)
    elif kind == "document":
        _lower_requirements(node, tree, report)
        _lower_root(node, tree, report)


def _lower_root(node: dict[str, Any], tree: dict[str, Any], report: Report) -> None:
    node.setdefault("paths", {})
    node.pop("jsonSchemaDialect", None)
    _lower_info(node["info"], report)
    components = node.get("components", {})
    schemes = components.get("securitySchemes", {})
    for name in list(schemes):
        if _scheme(tree, name).get("type") == "mutualTLS":
            pointer = child_pointer("/components/securitySchemes", name)
            report(Severity.ERROR, pointer, "mutualTLS is left out: 3.0 has no certificates of clients")
            del schemes[name]
    if "securitySchemes" in components and not schemes:
        del components["securitySchemes"]
        if not components:
            del node["components"]


def _lower_info(info: dict[str, Any], report: Report) -> None:
    if info.pop("summary", None) is not None:
        report(Severity.WARNING, "/info/summary", "the summary of the API is left out")
    terms = info.get("license", {})
    identifier = terms.pop("identifier", None)
    if identifier is None or "url" in terms:
        return
    if " " in identifier or "(" in identifier or identifier.startswith("LicenseRef"):
        report(Severity.WARNING, "/info/license/identifier", f"the license identifier {identifier!r} is left out")
    else:
        terms["url"] = SPDX.format(identifier)


def _lower_requirements(node: dict[str, Any], tree: dict[str, Any], report: Report) -> None:
    """Only OAuth and OpenID Connect have scopes in 3.0 ("Security Requirement Object")."""
    if not isinstance(node.get("security"), list):
        return
    for index, requirement in enumerate(node["security"]):
        for name in list(requirement):
            kind = _scheme(tree, name).get("type")
            if kind == "mutualTLS":
                del requirement[name]
            elif requirement[name] and kind in ("http", "apiKey"):
                roles = ", ".join(map(str, requirement[name]))
                pointer = child_pointer("/security", index, name)
                report(Severity.WARNING, pointer, f"the roles {roles} are left out: 3.0 has none for this scheme")
                requirement[name] = []
    if node["security"] and not any(node["security"]):
        # Whatever was asked for is not asked for any more.
        node["security"] = []


def _scheme(tree: dict[str, Any], name: str) -> dict[str, Any]:
    scheme = tree.get("components", {}).get("securitySchemes", {}).get(name, {})
    while isinstance(scheme, dict) and isinstance(scheme.get("$ref"), str):
        try:
            scheme = walk(tree, reference_pointer(scheme["$ref"]))
        except KeyError:
            break
    return scheme if isinstance(scheme, dict) else {}
