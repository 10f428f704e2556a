"""The rule ``read-only-required``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import listing, mapping
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    properties = mapping(here.node.get("properties"))
    for index, name in enumerate(listing(here.node["required"])):
        if isinstance(name, str) and mapping(properties.get(name)).get("readOnly") is True:
            place = child_pointer(pointer_of(here.trail), "required", index)
            yield Found(place, f"{name!r} is required, but no request may send it: it is 'readOnly'")


RULE = Rule(
    id="read-only-required",
    family="schemas",
    title="no property of 2.0 is both required and 'readOnly'",
    severity=Severity.WARNING,
    why="What is read-only must not be sent in a request and should not be in the list of what is required (OpenAPI "
    "2.0, 'Schema Object', 'readOnly'); only since 3.0 'required' counts for the response alone then.",
    good="""\
swagger: '2.0'
definitions:
  Case:
    type: object
    required: [title]
    properties: {id: {type: string, readOnly: true}, title: {type: string}}
""",
    bad="""\
swagger: '2.0'
definitions:
  Case:
    type: object
    required: [id, title]
    properties: {id: {type: string, readOnly: true}, title: {type: string}}
""",
    remedy="take it out of 'required', or use two schemas",
    looks_at=("schema.required",),
    check=_check,
    versions=("2.0",),
)
