"""Security requirements: which operation requires which scheme (OpenAPI 3.x, 'Security Requirement Object')."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from contracts.lint.document_access import listing, mapping
from contracts.lint.document_index import DocumentIndex, LocatedNode, LocatedOperation
from contracts.spec.pointers import child_pointer

SCHEMES = ("components", "securitySchemes")


class RequiredScheme(NamedTuple):
    """A scheme named by a security requirement.

    :param pointer: JSON pointer of its key in the requirement.
    :param scopes: as in the document, of any type.
    """

    pointer: str
    scheme: str
    scopes: Any


def security_schemes(document_index: DocumentIndex) -> dict[str, LocatedNode]:
    """Return the document's security schemes by name, with references resolved."""
    return dict(document_index.members("", document_index.tree, *SCHEMES))


def required_schemes(pointer: str, node: dict[str, Any]) -> Iterator[RequiredScheme]:
    """Yield the schemes required by the document or by an operation.

    :param pointer: JSON pointer of ``node``.
    """
    for index, requirement in enumerate(listing(node.get("security"))):
        for name, scopes in mapping(requirement).items():
            yield RequiredScheme(child_pointer(pointer, "security", index, name), name, scopes)


def all_required_schemes(document_index: DocumentIndex) -> Iterator[RequiredScheme]:
    """Yield the schemes required by the document, then those required by each operation."""
    yield from required_schemes("", document_index.tree)
    for operation in document_index.operations:
        yield from required_schemes(operation.pointer, operation.node)


def is_secured(document_index: DocumentIndex, operation: LocatedOperation) -> bool:
    """Return whether an operation always requires a credential: it has requirements, and none of them is empty."""
    holder = operation.node if "security" in operation.node else document_index.tree
    alternatives = listing(holder.get("security"))
    return bool(alternatives) and all(mapping(alternative) for alternative in alternatives)
