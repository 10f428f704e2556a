"""Keys beside ``$ref`` that are ignored. One rule reports those of a reference: all in one violation."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Violation
from contracts.spec.object_model import REFERABLE
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of

TELLING = frozenset(
    {"title", "description", "summary", "example", "examples", "externalDocs", "xml", "deprecated", "$comment"}
)
"""Keywords of schemas that only document."""

OVERRIDING = frozenset({"summary", "description"})
"""Keys that references outside of schemas may have since 3.1; before, nothing but documentation is lost."""

MOST_NAMED = 6
"""The maximum number of keys in a message."""


def ignores_siblings(here: Visit, index: DocumentIndex) -> bool:
    """Whether an object is a reference that ignores its other keys.

    In OpenAPI 3.0 all references do ("Reference Object"). Since 3.1 schemas may have siblings. Path items may have
    siblings in all versions.
    """
    if not isinstance(here.node.get("$ref"), str) or here.kind not in REFERABLE or here.kind == "path-item":
        return False
    return here.kind != "schema" or index.version == "3.0"


def ignored_siblings(here: Visit, index: DocumentIndex) -> list[str]:
    """Return the keys beside ``$ref`` that are ignored, without extensions."""
    if not ignores_siblings(here, index):
        return []
    kept = {"$ref"} if index.version == "3.0" else {"$ref", *OVERRIDING}
    return [key for key in here.node if key not in kept and isinstance(key, str) and not key.startswith("x-")]


def is_documentation(here: Visit, keys: Sequence[str]) -> bool:
    """Whether ignored keys are about documentation only."""
    return (TELLING if here.kind == "schema" else OVERRIDING).issuperset(keys)


def violation(here: Visit, keys: Sequence[str]) -> Violation:
    """Return the violation about the ignored keys of a reference, at the first that is not documentation."""
    first = next((key for key in keys if not is_documentation(here, [key])), keys[0])
    more = len(keys) - MOST_NAMED
    named = ", ".join(map(repr, keys[:MOST_NAMED])) + (f" and {more} more" if more > 0 else "")
    verb = "is" if len(keys) == 1 else "are"
    return Violation(child_pointer(pointer_of(here.trail), first), f"{named} beside '$ref' {verb} ignored")
