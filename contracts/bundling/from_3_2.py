"""Objects of OpenAPI 3.2 in the words of 3.1 (OpenAPI 3.2.0, the chapters on each object)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contracts.findings import Severity
from contracts.spec.document import child_pointer, reference_pointer, walk
from contracts.spec.shapes import Kind

Report = Callable[[Severity, str, str], None]
"""Takes the severity, the pointer below the object, and what is lost."""

LOST: dict[Kind, dict[str, tuple[Severity, str]]] = {
    "document": {"$self": (Severity.WARNING, "the document's own address is left out")},
    "path-item": {
        "query": (Severity.ERROR, "the operation is left out: QUERY is no method before 3.2"),
        "additionalOperations": (Severity.ERROR, "the operations are left out: only 3.2 has methods of any name"),
    },
    "media-type": {
        "itemSchema": (Severity.ERROR, "the schema of the items of a stream is left out"),
        "prefixEncoding": (Severity.ERROR, "the encoding of parts by their place is left out"),
        "itemEncoding": (Severity.ERROR, "the encoding of parts by their place is left out"),
    },
    "encoding": {
        "encoding": (Severity.ERROR, "the encoding of parts within a part is left out"),
        "prefixEncoding": (Severity.ERROR, "the encoding of parts by their place is left out"),
        "itemEncoding": (Severity.ERROR, "the encoding of parts by their place is left out"),
    },
    "security-scheme": {
        "deprecated": (Severity.WARNING, "that the scheme is deprecated is not told"),
        "oauth2MetadataUrl": (Severity.WARNING, "the address of the server's metadata is left out"),
    },
}
"""Fields that 3.1 has not, with what it means that they go."""

SERVED = frozenset({"document", "path-item", "operation"})
"""Kinds that have servers."""


def lower_recent(kind: Kind, node: dict[str, Any], tree: dict[str, Any], report: Report) -> None:
    """Rewrite one object in place.

    :param tree: the document.
    """
    for key, (severity, message) in LOST.get(kind, {}).items():
        if key in node:
            del node[key]
            report(severity, f"/{key}", message)
    if kind in SERVED:
        _lower_servers(node, report)
    if kind in ("path-item", "operation"):
        _lower_parameters(node, tree, "", report)
    elif kind == "document":
        # After all that refer to them: objects come after those that they hold.
        _lower_parameters(node.get("components", {}), tree, "/components", report)
    special = SPECIAL.get(kind)
    if special:
        special(node, report)


def _lower_document(node: dict[str, Any], report: Report) -> None:
    for index, tag in enumerate(node.get("tags", ())):
        for key in ("summary", "parent", "kind"):
            if isinstance(tag, dict) and tag.pop(key, None) is not None:
                report(Severity.WARNING, child_pointer("/tags", index, key), f"the {key} of the tag is left out")


def _lower_servers(node: dict[str, Any], report: Report) -> None:
    for index, server in enumerate(node.get("servers", ())):
        if isinstance(server, dict) and server.pop("name", None) is not None:
            report(Severity.WARNING, child_pointer("/servers", index, "name"), "the name of the server is left out")


def _lower_parameters(node: dict[str, Any], tree: dict[str, Any], place: str, report: Report) -> None:
    """Take out parameters that stand for the whole query string."""
    held = node.get("parameters")
    entries = list(enumerate(held)) if isinstance(held, list) else list(held.items()) if isinstance(held, dict) else []
    lost = [key for key, parameter in entries if _resolved(tree, parameter).get("in") == "querystring"]
    for key in reversed(lost):
        message = "the parameter is left out: only 3.2 has one for the whole query string"
        report(Severity.ERROR, child_pointer(f"{place}/parameters", key), message)
        del node["parameters"][key]
    if lost and not node["parameters"]:
        del node["parameters"]


def _resolved(tree: dict[str, Any], node: Any) -> dict[str, Any]:
    while isinstance(node, dict) and isinstance(node.get("$ref"), str):
        try:
            node = walk(tree, reference_pointer(node["$ref"]))
        except KeyError:
            return {}
    return node if isinstance(node, dict) else {}


def _lower_parameter(node: dict[str, Any], report: Report) -> None:
    if node.get("style") == "cookie":
        del node["style"]
        report(Severity.ERROR, "/style", "the style of the cookie is left out: values are percent-encoded now")


def _lower_response(node: dict[str, Any], report: Report) -> None:
    summary = node.pop("summary", None)
    if "$ref" in node:
        return
    if "description" not in node:
        node["description"] = summary or ""
    elif summary is not None:
        report(Severity.WARNING, "/summary", "the summary of the response is left out")


def _lower_example(node: dict[str, Any], report: Report) -> None:
    if "dataValue" in node:
        node.setdefault("value", node.pop("dataValue"))
    if node.pop("serializedValue", None) is not None:
        report(Severity.WARNING, "/serializedValue", "the example as it is sent is left out")


def _lower_scheme(node: dict[str, Any], report: Report) -> None:
    flows = node.get("flows")
    if isinstance(flows, dict) and flows.pop("deviceAuthorization", None) is not None:
        report(Severity.ERROR, "/flows/deviceAuthorization", "the flow for devices is left out")


def _lower_schema(node: dict[str, Any], report: Report) -> None:
    discriminator, xml = node.get("discriminator"), node.get("xml")
    if isinstance(discriminator, dict) and discriminator.pop("defaultMapping", None) is not None:
        report(Severity.WARNING, "/discriminator/defaultMapping", "the schema of unknown kinds is not told")
    if isinstance(xml, dict) and "nodeType" in xml:
        form = xml.pop("nodeType")
        if form == "attribute":
            xml["attribute"] = True
        elif form != "element":
            report(Severity.WARNING, "/xml/nodeType", f"the form {form!r} of the XML node is not told")


SPECIAL: dict[Kind, Callable[[dict[str, Any], Report], None]] = {
    "document": _lower_document,
    "parameter": _lower_parameter,
    "response": _lower_response,
    "example": _lower_example,
    "security-scheme": _lower_scheme,
    "schema": _lower_schema,
}
"""What else is to be done for objects of a kind."""
