"""The rule ``form-not-object``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import mapping
from contracts.linting.http_names import read_media_type
from contracts.linting.rule import Found, Rule
from contracts.linting.schema_members import types_of
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of

FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    for name, value in mapping(here.node["content"]).items():
        media = read_media_type(name)
        if media is None or media.essence not in FORMS:
            continue
        place = child_pointer(pointer_of(here.trail), "content", name, "schema")
        types = types_of(survey, place, mapping(value).get("schema"))
        if types is not None and "object" not in types:
            yield Found(
                place, f"a form has fields with names, but its schema is of the type {' or '.join(sorted(types))!r}"
            )


RULE = Rule(
    id="form-not-object",
    family="responses",
    title="the schema of a form is that of an object",
    severity=Severity.WARNING,
    why="The properties of the schema are the fields of the form (OpenAPI 3.1, 'Special Considerations for multipart "
    "Content'; RFC 7578); a value without names cannot be written as one.",
    good="""\
paths:
  /files:
    post:
      operationId: upload
      requestBody:
        content: {multipart/form-data: {schema: {type: object, properties: {file: {type: string}}}}}
      responses: {'204': {description: It is kept}}
""",
    bad="""\
paths:
  /files:
    post:
      operationId: upload
      requestBody:
        content: {multipart/form-data: {schema: {type: string}}}
      responses: {'204': {description: It is kept}}
""",
    remedy="make it an object with a property for each field",
    looks_at=("request-body.content",),
    check=_check,
)
