"""The rule ``unused-component``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.component_usage import components, used_components
from contracts.lint.document_index import DocumentIndex
from contracts.lint.json_access import mapping
from contracts.lint.rule import Rule, Violation
from contracts.spec.pointers import child_pointer
from contracts.spec.references import SCHEME
from contracts.spec.traversal import Visit

NOUNS = {
    "schemas": "schema",
    "responses": "response",
    "parameters": "parameter",
    "examples": "example",
    "requestBodies": "request body",
    "headers": "header",
    "links": "link",
    "callbacks": "callback",
    "pathItems": "path item",
    "mediaTypes": "media type",
}
"""By section. Security schemes are used by name and have a separate rule."""


def _check(_: Visit, survey: DocumentIndex) -> Iterator[Violation]:
    if not mapping(survey.tree, "paths") and not mapping(survey.tree, "webhooks"):
        return
    used = used_components(survey)
    for component, _node in components(survey):
        section, name = component
        if section in NOUNS and component not in used:
            if _has_unread_file(survey):
                return
            yield Violation(child_pointer("", "components", section, name), f"{NOUNS[section]} {name!r} is never used")


def _has_unread_file(survey: DocumentIndex) -> bool:
    """Return whether a file could not be read, which may use any component.

    References to the files that were read have been replaced with fragments.
    """
    references = (visit.node.get("$ref") for visit in survey.visits)
    return any(isinstance(one, str) and one[:1] not in ("", "#") and not SCHEME.match(one) for one in references)


UNUSED_COMPONENT = Rule(
    id="unused-component",
    family="references",
    title="components must be used",
    severity=Severity.WARNING,
    why="Components 'will have no effect on the API unless they are explicitly referenced' (OpenAPI 3.1, 'Components "
    "Object'): an unused one is clutter, or a reference to it is missing. Only references from paths and webhooks "
    "count, directly or through other components. A document without both is a library and is not checked.",
    good="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses:
        '200': {description: The cases, content: {application/json: {schema: {$ref: '#/components/schemas/Cases'}}}}
components:
  schemas: {Cases: {type: array, items: {type: string}}}
""",
    bad="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: The cases}}
components:
  schemas: {Cases: {type: array, items: {type: string}}}
""",
    remedy="reference the component, or remove it",
    node_types=("document.components",),
    check=_check,
)
