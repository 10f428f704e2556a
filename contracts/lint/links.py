"""The links of a document: the response that contains each, and the operation that it refers to."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from contracts.lint.document_access import mapping
from contracts.lint.document_index import DocumentIndex, LocatedNode, LocatedOperation
from contracts.spec.pointers import child_pointer, reference_pointer, walk
from contracts.spec.references import EXTERNAL


class Link(NamedTuple):
    """A link of a response of an operation."""

    operation: LocatedOperation
    status: str
    response: LocatedNode
    name: str
    site: LocatedNode


def links(index: DocumentIndex) -> Iterator[Link]:
    """Yield each link of each response of each operation."""
    for operation in index.operations:
        for status, response in index.members(operation.pointer, operation.node, "responses"):
            for name, site in index.members(response.pointer, response.node, "links"):
                yield Link(operation, status, response, name, site)


class Targets:
    """The operations of a document, found by operationId or operationRef."""

    def __init__(self, index: DocumentIndex) -> None:
        self._index = index
        self._by_node = {id(site.node): site for site in index.operations}
        self.by_id: dict[str, LocatedOperation] = {}
        """Operations by operationId; the first if several have the same."""
        for site in index.operations:
            name = site.node.get("operationId")
            if isinstance(name, str):
                self.by_id.setdefault(name, site)

    def of(self, link: dict[str, Any], pointer: str) -> LocatedOperation | None:
        """Return the operation that a link refers to; ``None`` if it does not exist or is in another document.

        :param pointer: JSON pointer of the link; relative references are resolved against its file.
        """
        name, reference = link.get("operationId"), link.get("operationRef")
        if isinstance(name, str):
            return self.by_id.get(name)
        prefix = self.prefix_of(reference, pointer) if isinstance(reference, str) else None
        if prefix is None or not isinstance(reference, str):
            return None
        owner, _, method = (prefix + reference_pointer(f"#{reference.partition('#')[2]}")).rpartition("/")
        try:
            item = self._index.follow(owner, walk(self._index.tree, owner))
        except KeyError:
            return None
        return self._by_node.get(id(item.node.get(method))) if item else None

    def prefix_of(self, reference: str, pointer: str) -> str | None:
        """Return the JSON pointer of an ``operationRef``'s file in the tree; ``None`` if it is not part of it."""
        if not self.file_of(reference, pointer):
            return "/".join(pointer.split("/", 3)[:3]) if pointer.startswith(f"/{EXTERNAL}/") else ""
        return self._prefixes.get(self.file_of(reference, pointer))

    def file_of(self, reference: str, pointer: str) -> str:
        """Return the path of the file in an ``operationRef``; ``""`` if it is the file of the link."""
        file = reference.partition("#")[0]
        own = Path(self._index.document.locate(pointer).file)
        return os.path.normpath(own.parent / unquote(file)) if file else ""

    @cached_property
    def _prefixes(self) -> dict[str, str]:
        """JSON pointers by the path of each file."""
        document = self._index.document
        others = [child_pointer("", EXTERNAL, name) for name in mapping(document.tree, EXTERNAL)]
        return {os.path.normpath(document.locate(pointer).file): pointer for pointer in ["", *others]}
