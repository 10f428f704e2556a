"""The rule ``encoding-property-unknown``."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import mapping
from contracts.linting.rule import Found, Rule
from contracts.linting.schema_members import members_of
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    pointer = pointer_of(here.trail)
    names = mapping(here.node["encoding"])
    members = members_of(survey, child_pointer(pointer, "schema"), here.node.get("schema"))
    for name in names if members.is_known else ():
        if name not in members.properties:
            near = difflib.get_close_matches(name, members.properties, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"the schema has {', '.join(list(members.properties)[:6])}"
            yield Found(child_pointer(pointer, "encoding", name), f"encoding of {name!r}, which the schema lacks", hint)


RULE = Rule(
    id="encoding-property-unknown",
    family="responses",
    title="each encoding is of a property that the schema has",
    severity=Severity.ERROR,
    why="'The key, being the property name, MUST exist in the schema as a property' (OpenAPI 3.1, 'Media Type "
    "Object').",
    good="""\
paths:
  /files:
    post:
      operationId: upload
      requestBody:
        content:
          multipart/form-data:
            schema: {type: object, properties: {file: {type: string}}}
            encoding: {file: {contentType: image/png}}
      responses: {'204': {description: It is kept}}
""",
    bad="""\
paths:
  /files:
    post:
      operationId: upload
      requestBody:
        content:
          multipart/form-data:
            schema: {type: object, properties: {file: {type: string}}}
            encoding: {flie: {contentType: image/png}}
      responses: {'204': {description: It is kept}}
""",
    remedy="name a property of the schema",
    looks_at=("media-type.encoding",),
    check=_check,
    versions=("3.0", "3.1", "3.2"),
)
