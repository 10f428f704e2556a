"""Rules about form bodies: ``form-not-object``, ``encoding-property-unknown`` and ``encoding-without-form``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from contracts.findings import Severity
from contracts.lint.document_access import mapping
from contracts.lint.document_index import DocumentIndex
from contracts.lint.http_syntax import read_media_type
from contracts.lint.rule import Rule, Violation
from contracts.lint.schema_properties import properties_of, types_of
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of
from contracts.wording import close_matches

FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


def _check_type(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    for name, value in mapping(visit.node["content"]).items():
        media = read_media_type(name)
        if media is None or media.essence not in FORMS:
            continue
        pointer = child_pointer(pointer_of(visit.trail), "content", name, "schema")
        types = types_of(index, pointer, mapping(value).get("schema"))
        if types is not None and "object" not in types:
            yield Violation(
                pointer, f"the schema of a form must have type 'object', not {' or '.join(sorted(types))!r}"
            )


FORM_NOT_OBJECT = Rule(
    id="form-not-object",
    family="responses",
    title="the schema of a form must have type object",
    severity=Severity.WARNING,
    why="The properties of the schema are the fields of the form (OpenAPI 3.1, 'Special Considerations for multipart "
    "Content'; RFC 7578). Values without named fields cannot be encoded as a form.",
    good="""\
paths:
  /files:
    post:
      operationId: upload
      requestBody:
        content: {multipart/form-data: {schema: {type: object, properties: {file: {type: string}}}}}
      responses: {'204': {description: File stored}}
""",
    bad="""\
paths:
  /files:
    post:
      operationId: upload
      requestBody:
        content: {multipart/form-data: {schema: {type: string}}}
      responses: {'204': {description: File stored}}
""",
    remedy="use an object with a property for each field",
    node_types=("request-body.content",),
    check=_check_type,
)


def _check_properties(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    pointer = pointer_of(visit.trail)
    names = mapping(visit.node["encoding"])
    members = properties_of(index, child_pointer(pointer, "schema"), visit.node.get("schema"))
    for name in names if members.is_known else ():
        if name not in members.properties:
            message = f"encoding key {name!r} is not a property of the schema"
            yield Violation(child_pointer(pointer, "encoding", name), message, _hint(name, members.properties))


def _hint(name: str, properties: Iterable[str]) -> str:
    known = list(properties)
    close = close_matches(name, known, 1)
    return f"did you mean {close[0]!r}?" if close else f"the schema has {', '.join(known[:6]) or 'no properties'}"


ENCODING_PROPERTY_UNKNOWN = Rule(
    id="encoding-property-unknown",
    family="responses",
    title="the keys of 'encoding' must be properties of the schema",
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
      responses: {'204': {description: File stored}}
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
      responses: {'204': {description: File stored}}
""",
    remedy="use the name of a property of the schema",
    node_types=("media-type.encoding",),
    check=_check_properties,
    versions=("3.0", "3.1", "3.2"),
)


def _check_media_type(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    for name, value in mapping(visit.node["content"]).items():
        media = read_media_type(name)
        if media is None or media.type in ("multipart", "*") or media.subtype in ("*", "x-www-form-urlencoded"):
            continue
        if mapping(value, "encoding"):
            pointer = child_pointer(pointer_of(visit.trail), "content", name, "encoding")
            yield Violation(pointer, f"'encoding' is ignored for {name!r}, which is not a form")


ENCODING_WITHOUT_FORM = Rule(
    id="encoding-without-form",
    family="responses",
    title="only multipart and form media types may have 'encoding'",
    severity=Severity.WARNING,
    why="'The encoding field SHALL only apply when the media type is multipart or application/x-www-form-urlencoded' "
    "(OpenAPI 3.1, 'Media Type Object').",
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
      responses: {'204': {description: File stored}}
""",
    bad="""\
paths:
  /files:
    post:
      operationId: upload
      requestBody:
        content:
          application/json:
            schema: {type: object, properties: {file: {type: string}}}
            encoding: {file: {contentType: image/png}}
      responses: {'204': {description: File stored}}
""",
    remedy="remove 'encoding', or use multipart/form-data",
    node_types=("request-body.content", "response.content", "parameter.content", "header.content"),
    check=_check_media_type,
    versions=("3.0", "3.1", "3.2"),
)
