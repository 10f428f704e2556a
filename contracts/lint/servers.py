"""All servers of a document (OpenAPI 3.x, 'Server Object')."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from contracts.lint.document_access import listing, mapping, text
from contracts.lint.document_index import DocumentIndex
from contracts.spec.document import SWAGGER_2
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import pointer_of

VARIABLE = re.compile(r"\{([^{}]*)\}")


class LocatedServer(NamedTuple):
    """One Server Object and its JSON pointer."""

    pointer: str
    node: dict[str, Any]

    @property
    def url(self) -> str:
        """The URL as written; ``""`` if missing."""
        return text(self.node.get("url"))

    @property
    def variables(self) -> dict[str, Any]:
        """The Server Variable Objects by name."""
        return mapping(self.node, "variables")

    def at(self, *tokens: str | int) -> str:
        """The JSON pointer of a key below the server."""
        return child_pointer(self.pointer, *tokens)

    def filled(self) -> str:
        """The URL with the default of each variable; a variable without default becomes ``1``.

        Braces of a default are removed: it is usually a placeholder for the reader.
        """
        return VARIABLE.sub(lambda match: self._default(match[1]) or "1", self.url)

    def _default(self, name: str) -> str:
        return re.sub(r"[{}<>\s]", "", text(mapping(self.variables, name).get("default")))


def servers(document_index: DocumentIndex) -> Iterator[LocatedServer]:
    """The servers of the document, its path items, operations and links; empty for 2.0, which has no Server Object."""
    if document_index.document.version == SWAGGER_2:
        return
    for kind in ("document", "path-item", "operation"):
        for here in document_index.by_kind.get(kind, ()):
            if "servers" in here.node:
                base = pointer_of(here.trail)
                for index, node in enumerate(listing(here.node["servers"])):
                    if isinstance(node, dict):
                        yield LocatedServer(child_pointer(base, "servers", index), node)
    for here in document_index.by_kind.get("link", ()):
        if isinstance(here.node.get("server"), dict):
            yield LocatedServer(child_pointer(pointer_of(here.trail), "server"), here.node["server"])
