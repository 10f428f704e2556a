"""Rules for keys beside ``$ref`` that are ignored."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.spec.object_model import REFERABLE
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of

TELLING = frozenset(
    {"title", "description", "summary", "example", "examples", "externalDocs", "xml", "deprecated", "$comment"}
)
"""Keywords that only document."""


def ignored(here: Visit, index: DocumentIndex) -> list[str]:
    """The keys beside ``$ref`` that are ignored, without extensions.

    In OpenAPI 3.0 these are all keys ("Reference Object"). Since 3.1 schemas may have siblings, and other references
    ``summary`` and ``description``. Path items may have any siblings in all versions.
    """
    if not isinstance(here.node.get("$ref"), str) or here.kind not in REFERABLE or here.kind == "path-item":
        return []
    is_old = index.version == "3.0"
    if here.kind == "schema" and not is_old:
        return []
    kept = {"$ref"} if is_old else {"$ref", "summary", "description"}
    return [key for key in here.node if key not in kept and isinstance(key, str) and not key.startswith("x-")]


def _check_documentation(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    key = next((key for key in ignored(visit, index) if key in TELLING), None)
    if key is not None:
        yield Violation(child_pointer(pointer_of(visit.trail), key), f"{key!r} beside '$ref' is ignored")


REF_DESCRIPTION_IGNORED = Rule(
    id="ref-description-ignored",
    family="schemas",
    title="descriptions beside '$ref' must not be ignored",
    severity=Severity.HINT,
    why="Keys beside '$ref' are ignored (OpenAPI 3.0, 'Reference Object'), so generated documentation does not show "
    "the description.",
    good="""\
openapi: 3.0.3
components:
  schemas:
    Text: {type: string}
    Name: {allOf: [{$ref: '#/components/schemas/Text'}], description: Who}
""",
    bad="""\
openapi: 3.0.3
components:
  schemas:
    Text: {type: string}
    Name: {$ref: '#/components/schemas/Text', description: Who}
""",
    remedy="move '$ref' into 'allOf', or describe the referenced object",
    node_types=tuple(f"{kind}.$ref" for kind in sorted(REFERABLE)),
    check=_check_documentation,
)


def _check_constraints(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    keys = [key for key in ignored(visit, index) if key not in TELLING]
    if keys:
        named = ", ".join(map(repr, keys))
        verb = "is" if len(keys) == 1 else "are"
        yield Violation(child_pointer(pointer_of(visit.trail), keys[0]), f"{named} beside '$ref' {verb} ignored")


REF_SIBLINGS_IGNORED = Rule(
    id="ref-siblings-ignored",
    family="schemas",
    title="constraints beside '$ref' must not be ignored",
    severity=Severity.WARNING,
    why="Keys beside '$ref' are ignored (OpenAPI 3.0, 'Reference Object'; schemas only before 3.1), so the "
    "constraint has no effect.",
    good="""\
openapi: 3.0.3
components:
  schemas:
    Text: {type: string}
    Name: {allOf: [{$ref: '#/components/schemas/Text'}], minLength: 1}
""",
    bad="""\
openapi: 3.0.3
components:
  schemas:
    Text: {type: string}
    Name: {$ref: '#/components/schemas/Text', minLength: 1}
""",
    remedy="in a schema, move '$ref' into 'allOf'; otherwise add the key to the referenced object",
    node_types=tuple(f"{kind}.$ref" for kind in sorted(REFERABLE)),
    check=_check_constraints,
)
