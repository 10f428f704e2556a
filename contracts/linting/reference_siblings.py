"""What stands beside ``$ref`` and is passed over."""

from __future__ import annotations

from contracts.linting.survey import Survey
from contracts.spec.shapes import REFERABLE
from contracts.spec.traversal import Visit

TELLING = frozenset(
    {"title", "description", "summary", "example", "examples", "externalDocs", "xml", "deprecated", "$comment"}
)
"""Keywords that only tell readers something."""


def ignored(here: Visit, survey: Survey) -> list[str]:
    """The keys beside ``$ref`` that are ignored, extensions left out.

    That is all of them in OpenAPI 3.0 ("Reference Object"), and since 3.1 those of references to other things than
    schemas, ``summary`` and ``description`` apart. A path item may have others, whatever that means.
    """
    if not isinstance(here.node.get("$ref"), str) or here.kind not in REFERABLE or here.kind == "path-item":
        return []
    is_old = survey.version == "3.0"
    if here.kind == "schema" and not is_old:
        return []
    kept = {"$ref"} if is_old else {"$ref", "summary", "description"}
    return [key for key in here.node if key not in kept and isinstance(key, str) and not key.startswith("x-")]
