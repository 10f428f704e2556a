"""The rule ``unused-component``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import mapping
from contracts.linting.components import components, used_components
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
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
"""The sections; security schemes are used by name, and have a rule of their own."""


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    if not mapping(survey.tree, "paths") and not mapping(survey.tree, "webhooks"):
        return
    used = used_components(survey)
    for component, _node in components(survey):
        section, name = component
        if section in NOUNS and component not in used:
            if _has_lost_file(survey):
                return
            yield Found(child_pointer("", "components", section, name), f"the {NOUNS[section]} {name!r} is never used")


def _has_lost_file(survey: Survey) -> bool:
    """Whether a file could not be read: it may use anything. What was read is referred to by a fragment."""
    references = (here.node.get("$ref") for here in survey.visits)
    return any(isinstance(one, str) and one[:1] not in ("", "#") and not SCHEME.match(one) for one in references)


RULE = Rule(
    id="unused-component",
    family="references",
    title="each component is used",
    severity=Severity.WARNING,
    why="Components 'will have no effect on the API unless they are explicitly referenced' (OpenAPI 3.1, 'Components "
    "Object'): readers and generators take in what no message ever has, or a reference was forgotten. Used is what "
    "paths and webhooks lead to; a document that has neither is a library, and left alone.",
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
    remedy="refer to it, or remove it",
    looks_at=("document.components",),
    check=_check,
)
