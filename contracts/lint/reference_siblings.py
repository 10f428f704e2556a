"""Keys beside ``$ref`` that are ignored."""

from __future__ import annotations

from contracts.lint.document_index import DocumentIndex
from contracts.spec.object_model import REFERABLE
from contracts.spec.traversal import Visit

TELLING = frozenset(
    {"title", "description", "summary", "example", "examples", "externalDocs", "xml", "deprecated", "$comment"}
)
"""Keywords that only document."""


def ignored(here: Visit, survey: DocumentIndex) -> list[str]:
    """The keys beside ``$ref`` that are ignored, without extensions.

    In OpenAPI 3.0 these are all keys ("Reference Object"). Since 3.1 schemas may have siblings, and other references
    ``summary`` and ``description``. Path items may have any siblings in all versions.
    """
    if not isinstance(here.node.get("$ref"), str) or here.kind not in REFERABLE or here.kind == "path-item":
        return []
    is_old = survey.version == "3.0"
    if here.kind == "schema" and not is_old:
        return []
    kept = {"$ref"} if is_old else {"$ref", "summary", "description"}
    return [key for key in here.node if key not in kept and isinstance(key, str) and not key.startswith("x-")]
