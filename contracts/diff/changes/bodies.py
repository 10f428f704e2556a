"""Changes of bodies and their media types. The body of a webhook is a response: clients receive it."""

from __future__ import annotations

from contracts.diff.change import Action, ChangeRule, Direction, Element, Frame, Level

_OPTIONAL = "requestBody: {content: {application/json: {schema: {type: object}}}}"
_REQUIRED = "requestBody: {required: true, content: {application/json: {schema: {type: object}}}}"

_JSON = _OPTIONAL
_JSON_AND_XML = """\
requestBody:
  content:
    application/json: {schema: {type: object}}
    application/xml: {schema: {type: object}}
"""

_JSON_RESPONSE = "responses: {'200': {description: Good, content: {application/json: {schema: {type: object}}}}}"
_JSON_AND_XML_RESPONSE = """\
responses:
  '200':
    description: Good
    content:
      application/json: {schema: {type: object}}
      application/xml: {schema: {type: object}}
"""

_FORM = """\
requestBody:
  content:
    multipart/form-data:
      schema: {type: object, properties: {meta: {type: object}}}
"""
_MULTIPART_RESPONSE = """\
responses:
  '200':
    description: Good
    content:
      multipart/mixed:
        schema: {type: object, properties: {meta: {type: object}}}
"""

RULES = (
    ChangeRule(
        Element.BODY,
        Action.ADDED_OPTIONAL,
        Direction.REQUEST,
        Level.SAFE,
        title="optional request body added",
        why="Requests without a body remain valid.",
        message="optional request body added",
        before="{}",
        after=_OPTIONAL,
    ),
    ChangeRule(
        Element.BODY,
        Action.ADDED_OPTIONAL,
        Direction.RESPONSE,
        Level.SAFE,
        title="optional body of a webhook added",
        why="Receivers ignore it.",
        message="optional body added",
        before="{}",
        after=_OPTIONAL,
        within=Frame.WEBHOOK,
    ),
    ChangeRule(
        Element.BODY,
        Action.ADDED_REQUIRED,
        Direction.REQUEST,
        Level.BREAKING,
        title="required request body added",
        why="Existing clients do not send a body, so all their requests are rejected.",
        message="required request body added",
        before="{}",
        after=_REQUIRED,
        remedy="make it optional",
    ),
    ChangeRule(
        Element.BODY,
        Action.ADDED_REQUIRED,
        Direction.RESPONSE,
        Level.SAFE,
        title="body of a webhook added",
        why="Receivers ignore it.",
        message="body added",
        before="{}",
        after=_REQUIRED,
        within=Frame.WEBHOOK,
    ),
    ChangeRule(
        Element.BODY,
        Action.BECAME_OPTIONAL,
        Direction.REQUEST,
        Level.SAFE,
        title="request body became optional",
        why="Requests with a body remain valid.",
        message="request body became optional",
        before=_REQUIRED,
        after=_OPTIONAL,
    ),
    ChangeRule(
        Element.BODY,
        Action.BECAME_OPTIONAL,
        Direction.RESPONSE,
        Level.BREAKING,
        title="body of a webhook became optional",
        why="Receivers that rely on the body fail if it is missing.",
        message="body became optional",
        before=_REQUIRED,
        after=_OPTIONAL,
        within=Frame.WEBHOOK,
        remedy="always send it",
    ),
    ChangeRule(
        Element.BODY,
        Action.BECAME_REQUIRED,
        Direction.REQUEST,
        Level.BREAKING,
        title="request body became required",
        why="Requests without a body are rejected.",
        message="request body became required",
        before=_OPTIONAL,
        after=_REQUIRED,
        remedy="keep it optional",
    ),
    ChangeRule(
        Element.BODY,
        Action.BECAME_REQUIRED,
        Direction.RESPONSE,
        Level.SAFE,
        title="body of a webhook became required",
        why="Receivers can already handle the body.",
        message="body became required",
        before=_OPTIONAL,
        after=_REQUIRED,
        within=Frame.WEBHOOK,
    ),
    ChangeRule(
        Element.BODY,
        Action.REMOVED,
        Direction.REQUEST,
        Level.BREAKING,
        title="request body removed",
        why="The server rejects or ignores what clients send in it.",
        message="request body removed",
        before=_OPTIONAL,
        after="{}",
        remedy="keep accepting it",
    ),
    ChangeRule(
        Element.BODY,
        Action.REMOVED,
        Direction.RESPONSE,
        Level.BREAKING,
        title="body of a webhook removed",
        why="Receivers that read the body fail.",
        message="body removed",
        before=_OPTIONAL,
        after="{}",
        within=Frame.WEBHOOK,
        remedy="keep sending it",
    ),
    ChangeRule(
        Element.MEDIA_TYPE,
        Action.ADDED,
        Direction.REQUEST,
        Level.SAFE,
        title="request media type added",
        why="Clients can keep sending their media type.",
        message="request also accepts {name}",
        before=_JSON,
        after=_JSON_AND_XML,
    ),
    ChangeRule(
        Element.MEDIA_TYPE,
        Action.ADDED,
        Direction.RESPONSE,
        Level.SAFE,
        title="response media type added",
        why="Clients that name their media type in Accept still receive it.",
        message="response can also be {name}",
        before=_JSON_RESPONSE,
        after=_JSON_AND_XML_RESPONSE,
    ),
    ChangeRule(
        Element.MEDIA_TYPE,
        Action.REMOVED,
        Direction.REQUEST,
        Level.BREAKING,
        title="request media type removed",
        why="Clients that send it receive 415 (RFC 9110, section 15.5.16).",
        message="request no longer accepts {name}",
        before=_JSON_AND_XML,
        after=_JSON,
        remedy="keep accepting it",
    ),
    ChangeRule(
        Element.MEDIA_TYPE,
        Action.REMOVED,
        Direction.RESPONSE,
        Level.BREAKING,
        title="response media type removed",
        why="Clients that request it receive another media type or 406 (RFC 9110, section 15.5.7).",
        message="response is no longer {name}",
        before=_JSON_AND_XML_RESPONSE,
        after=_JSON_RESPONSE,
        remedy="keep returning it to clients that request it",
    ),
    ChangeRule(
        Element.ENCODING,
        Action.CHANGED,
        Direction.REQUEST,
        Level.RISKY,
        title="encoding of request form parts changed",
        why="The server may parse values of existing clients differently (OpenAPI 3.1, 'Encoding Object').",
        message="encoding of form parts changed",
        before=_FORM,
        after=f"{_FORM}      encoding: {{meta: {{contentType: application/xml}}}}\n",
        remedy="accept both encodings",
    ),
    ChangeRule(
        Element.ENCODING,
        Action.CHANGED,
        Direction.RESPONSE,
        Level.RISKY,
        title="encoding of response parts changed",
        why="Clients may parse values differently (OpenAPI 3.1, 'Encoding Object').",
        message="encoding of response parts changed",
        before=_MULTIPART_RESPONSE,
        after=f"{_MULTIPART_RESPONSE}        encoding: {{meta: {{contentType: application/xml}}}}\n",
    ),
)
