"""The links of a document: the response that each stands in, and the operation that it leads to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from contracts.linting.survey import OperationSite, Site, Survey
from contracts.spec.document import reference_pointer, walk


class Link(NamedTuple):
    """A link where an operation's response has it."""

    operation: OperationSite
    status: str
    response: Site
    name: str
    site: Site


def links(survey: Survey) -> Iterator[Link]:
    """Each link of each response of each operation."""
    for operation in survey.operations:
        for status, response in survey.members(operation.pointer, operation.node, "responses"):
            for name, site in survey.members(response.pointer, response.node, "links"):
                yield Link(operation, status, response, name, site)


class Targets:
    """The operations of a document as links name them."""

    def __init__(self, survey: Survey) -> None:
        self._tree = survey.tree
        self._by_node = {id(site.node): site for site in survey.operations}
        self.by_id: dict[str, OperationSite] = {}
        """By operationId, the first of each."""
        for site in survey.operations:
            name = site.node.get("operationId")
            if isinstance(name, str):
                self.by_id.setdefault(name, site)

    def of(self, link: dict[str, Any]) -> OperationSite | None:
        """The operation that a link leads to; ``None`` where it leads nowhere, or out of the document."""
        name, reference = link.get("operationId"), link.get("operationRef")
        if isinstance(name, str):
            return self.by_id.get(name)
        if isinstance(reference, str) and reference.startswith("#/"):
            try:
                return self._by_node.get(id(walk(self._tree, reference_pointer(reference))))
            except KeyError:
                return None
        return None
