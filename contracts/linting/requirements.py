"""Who asks for which security scheme (OpenAPI 3.x, 'Security Requirement Object')."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from contracts.linting.access import listing, mapping
from contracts.linting.survey import OperationSite, Site, Survey
from contracts.spec.document import child_pointer

SCHEMES = ("components", "securitySchemes")


class Demand(NamedTuple):
    """One scheme that a requirement names.

    :param pointer: of its name in the requirement.
    :param scopes: as they are written, of any form.
    """

    pointer: str
    scheme: str
    scopes: Any


def schemes_of(survey: Survey) -> dict[str, Site]:
    """The document's security schemes by name, references followed."""
    return dict(survey.members("", survey.tree, *SCHEMES))


def demands_of(pointer: str, node: dict[str, Any]) -> Iterator[Demand]:
    """The schemes that the requirements of the document or of one operation name."""
    for index, requirement in enumerate(listing(node.get("security"))):
        for name, scopes in mapping(requirement).items():
            yield Demand(child_pointer(pointer, "security", index, name), name, scopes)


def all_demands(survey: Survey) -> Iterator[Demand]:
    """Those of the document, then those of each operation."""
    yield from demands_of("", survey.tree)
    for operation in survey.operations:
        yield from demands_of(operation.pointer, operation.node)


def is_secured(survey: Survey, operation: OperationSite) -> bool:
    """Whether an operation lets nobody in without a credential: none of its alternatives is empty."""
    holder = operation.node if "security" in operation.node else survey.tree
    alternatives = listing(holder.get("security"))
    return bool(alternatives) and all(mapping(alternative) for alternative in alternatives)
