"""Downgrades objects other than schemas, from OpenAPI 3.2 to 3.1 and from 3.1 to 3.0, following the specifications."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contracts.findings import Severity
from contracts.spec.object_model import REFERABLE, Kind
from contracts.spec.pointers import child_pointer, reference_pointer, walk

Report = Callable[[Severity, str, str], None]
"""Takes severity, pointer relative to the object, and a description of the loss."""


# ---------------------------------------------------------------------- 3.1 to 3.0

SPDX = "https://spdx.org/licenses/{}.html"
"""URL of a license text by SPDX identifier."""


def downgrade_from_31(kind: Kind, node: dict[str, Any], tree: dict[str, Any], report: Report) -> None:
    """Downgrade an object from 3.1 to 3.0 in place.

    :param tree: the document.
    """
    if kind in REFERABLE and kind not in ("schema", "path-item") and "$ref" in node:
        for key in ("summary", "description"):
            if key in node:
                del node[key]
                report(Severity.WARNING, f"/{key}", f"removed {key} beside a reference")
    elif kind == "operation":
        # Optional since 3.1; without it, any response is allowed, as here.
        node.setdefault("responses", {"default": {"description": "Any response."}})
        _downgrade_requirements(node, tree, report)
    elif kind == "document":
        _downgrade_requirements(node, tree, report)
        _downgrade_root(node, tree, report)


def _downgrade_root(node: dict[str, Any], tree: dict[str, Any], report: Report) -> None:
    node.setdefault("paths", {})
    node.pop("jsonSchemaDialect", None)
    _downgrade_info(node["info"], report)
    components = node.get("components", {})
    schemes = components.get("securitySchemes", {})
    for name in list(schemes):
        if _scheme(tree, name).get("type") == "mutualTLS":
            pointer = child_pointer("/components/securitySchemes", name)
            report(Severity.ERROR, pointer, "removed mutualTLS: 3.0 does not have client certificates")
            del schemes[name]
    if "securitySchemes" in components and not schemes:
        del components["securitySchemes"]
        if not components:
            del node["components"]


def _downgrade_info(info: dict[str, Any], report: Report) -> None:
    if info.pop("summary", None) is not None:
        report(Severity.WARNING, "/info/summary", "removed the summary of the API")
    terms = info.get("license", {})
    identifier = terms.pop("identifier", None)
    if identifier is None or "url" in terms:
        return
    if " " in identifier or "(" in identifier or identifier.startswith("LicenseRef"):
        report(Severity.WARNING, "/info/license/identifier", f"removed license identifier {identifier!r}")
    else:
        terms["url"] = SPDX.format(identifier)


def _downgrade_requirements(node: dict[str, Any], tree: dict[str, Any], report: Report) -> None:
    """Remove roles: in 3.0 only OAuth and OpenID Connect have scopes ("Security Requirement Object")."""
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
                report(Severity.WARNING, pointer, f"removed roles {roles}: 3.0 does not have them for this scheme")
                requirement[name] = []
    if node["security"] and not any(node["security"]):
        # No requirement is left.
        node["security"] = []


def _scheme(tree: dict[str, Any], name: str) -> dict[str, Any]:
    return _resolved(tree, tree.get("components", {}).get("securitySchemes", {}).get(name, {}))


def _resolved(tree: dict[str, Any], node: Any) -> dict[str, Any]:
    """Return the object that references lead to; empty if missing."""
    while isinstance(node, dict) and isinstance(node.get("$ref"), str):
        try:
            node = walk(tree, reference_pointer(node["$ref"]))
        except KeyError:
            return {}
    return node if isinstance(node, dict) else {}


# ---------------------------------------------------------------------- 3.2 to 3.1

LOST: dict[Kind, dict[str, tuple[Severity, str]]] = {
    "document": {"$self": (Severity.WARNING, "removed the document's own address")},
    "path-item": {
        "query": (Severity.ERROR, "removed the operation: QUERY is not supported before 3.2"),
        "additionalOperations": (Severity.ERROR, "removed the operations: custom methods are not supported before 3.2"),
    },
    "media-type": {
        "itemSchema": (Severity.ERROR, "removed the schema of streamed items"),
        "prefixEncoding": (Severity.ERROR, "removed the encoding of parts by position"),
        "itemEncoding": (Severity.ERROR, "removed the encoding of parts by position"),
    },
    "encoding": {
        "encoding": (Severity.ERROR, "removed the encoding of nested parts"),
        "prefixEncoding": (Severity.ERROR, "removed the encoding of parts by position"),
        "itemEncoding": (Severity.ERROR, "removed the encoding of parts by position"),
    },
    "security-scheme": {
        "deprecated": (Severity.WARNING, "removed the deprecation of the scheme"),
        "oauth2MetadataUrl": (Severity.WARNING, "removed the address of the server metadata"),
    },
}
"""Fields that 3.1 does not have, with severity and message of their loss."""

KINDS_WITH_SERVERS = frozenset({"document", "path-item", "operation"})
"""Kinds of object that have servers."""


def downgrade_from_32(kind: Kind, node: dict[str, Any], tree: dict[str, Any], report: Report) -> None:
    """Downgrade an object from 3.2 to 3.1 in place.

    :param tree: the document.
    """
    for key, (severity, message) in LOST.get(kind, {}).items():
        if key in node:
            del node[key]
            report(severity, f"/{key}", message)
    if kind in KINDS_WITH_SERVERS:
        _downgrade_servers(node, report)
    if kind in ("path-item", "operation"):
        _downgrade_parameters(node, tree, "", report)
    elif kind == "document":
        # The document comes last, after the objects that refer to these parameters.
        _downgrade_parameters(node.get("components", {}), tree, "/components", report)
    special = SPECIAL.get(kind)
    if special:
        special(node, report)


def _downgrade_document(node: dict[str, Any], report: Report) -> None:
    for index, tag in enumerate(node.get("tags", ())):
        for key in ("summary", "parent", "kind"):
            if isinstance(tag, dict) and tag.pop(key, None) is not None:
                report(Severity.WARNING, child_pointer("/tags", index, key), f"removed {key} of the tag")


def _downgrade_servers(node: dict[str, Any], report: Report) -> None:
    for index, server in enumerate(node.get("servers", ())):
        if isinstance(server, dict) and server.pop("name", None) is not None:
            report(Severity.WARNING, child_pointer("/servers", index, "name"), "removed the name of the server")


def _downgrade_parameters(node: dict[str, Any], tree: dict[str, Any], pointer: str, report: Report) -> None:
    """Remove parameters for the whole query string."""
    found = node.get("parameters")
    entries: list[tuple[Any, Any]] = []
    if isinstance(found, list | dict):
        entries = list(enumerate(found) if isinstance(found, list) else found.items())
    lost = [key for key, parameter in entries if _resolved(tree, parameter).get("in") == "querystring"]
    for key in reversed(lost):
        message = "removed the parameter: parameters for the whole query string are not supported before 3.2"
        report(Severity.ERROR, child_pointer(f"{pointer}/parameters", key), message)
        del node["parameters"][key]
    if lost and not node["parameters"]:
        del node["parameters"]


def _downgrade_parameter(node: dict[str, Any], report: Report) -> None:
    if node.get("style") == "cookie":
        del node["style"]
        report(Severity.ERROR, "/style", "removed style 'cookie': values are percent-encoded now")


def _downgrade_response(node: dict[str, Any], report: Report) -> None:
    summary = node.pop("summary", None)
    if "$ref" in node:
        return
    if "description" not in node:
        node["description"] = summary or ""
    elif summary is not None:
        report(Severity.WARNING, "/summary", "removed the summary of the response")


def _downgrade_example(node: dict[str, Any], report: Report) -> None:
    if "dataValue" in node:
        node.setdefault("value", node.pop("dataValue"))
    if node.pop("serializedValue", None) is not None:
        report(Severity.WARNING, "/serializedValue", "removed the serialized example")


def _downgrade_scheme(node: dict[str, Any], report: Report) -> None:
    flows = node.get("flows")
    if isinstance(flows, dict) and flows.pop("deviceAuthorization", None) is not None:
        report(Severity.ERROR, "/flows/deviceAuthorization", "removed the device authorization flow")


def _downgrade_schema(node: dict[str, Any], report: Report) -> None:
    discriminator, xml = node.get("discriminator"), node.get("xml")
    if isinstance(discriminator, dict) and discriminator.pop("defaultMapping", None) is not None:
        report(Severity.WARNING, "/discriminator/defaultMapping", "removed the schema of unmapped values")
    if isinstance(xml, dict) and "nodeType" in xml:
        node_type = xml.pop("nodeType")
        if node_type == "attribute":
            xml["attribute"] = True
        elif node_type != "element":
            report(Severity.WARNING, "/xml/nodeType", f"removed XML node type {node_type!r}")


SPECIAL: dict[Kind, Callable[[dict[str, Any], Report], None]] = {
    "document": _downgrade_document,
    "parameter": _downgrade_parameter,
    "response": _downgrade_response,
    "example": _downgrade_example,
    "security-scheme": _downgrade_scheme,
    "schema": _downgrade_schema,
}
"""Further changes by kind of object."""
