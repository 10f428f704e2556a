"""Changes of the parameters that clients send."""

from __future__ import annotations

from contracts.diff.change import Action, ChangeRule, Direction, Element, Frame, Level

_OPTIONAL = "parameters: [{name: limit, in: query, schema: {type: integer}}]"
_REQUIRED = "parameters: [{name: limit, in: query, required: true, schema: {type: integer}}]"
_DEPRECATED = "parameters: [{name: limit, in: query, deprecated: true, schema: {type: integer}}]"

RULES = (
    ChangeRule(
        Element.PARAMETER,
        Action.ADDED_OPTIONAL,
        Direction.NONE,
        Level.SAFE,
        title="optional parameter added",
        why="Requests without it remain valid.",
        message="optional parameter {name} added",
        before="{}",
        after=_OPTIONAL,
    ),
    ChangeRule(
        Element.PARAMETER,
        Action.ADDED_REQUIRED,
        Direction.NONE,
        Level.BREAKING,
        title="required parameter added",
        why="Existing clients do not send it, so all their requests are rejected.",
        message="required parameter {name} added",
        before="{}",
        after=_REQUIRED,
        remedy="make it optional and use the old behaviour as its default",
    ),
    ChangeRule(
        Element.PARAMETER,
        Action.BECAME_OPTIONAL,
        Direction.NONE,
        Level.SAFE,
        title="parameter became optional",
        why="Requests with it remain valid.",
        message="parameter {name} became optional",
        before=_REQUIRED,
        after=_OPTIONAL,
    ),
    ChangeRule(
        Element.PARAMETER,
        Action.BECAME_REQUIRED,
        Direction.NONE,
        Level.BREAKING,
        title="parameter became required",
        why="Requests without it are rejected.",
        message="parameter {name} became required",
        before=_OPTIONAL,
        after=_REQUIRED,
        remedy="keep it optional and use the old behaviour as its default",
    ),
    ChangeRule(
        Element.PARAMETER,
        Action.DEPRECATED,
        Direction.NONE,
        Level.SAFE,
        title="parameter deprecated",
        why="It still works.",
        message="parameter {name} deprecated",
        before=_OPTIONAL,
        after=_DEPRECATED,
    ),
    ChangeRule(
        Element.PARAMETER,
        Action.NO_LONGER_DEPRECATED,
        Direction.NONE,
        Level.SAFE,
        title="parameter no longer deprecated",
        why="It works as before.",
        message="parameter {name} is no longer deprecated",
        before=_DEPRECATED,
        after=_OPTIONAL,
    ),
    ChangeRule(
        Element.PARAMETER,
        Action.REMOVED,
        Direction.NONE,
        Level.BREAKING,
        title="parameter removed",
        why="Requests with it are rejected, or the server ignores it and returns an unexpected result.",
        message="parameter {name} removed",
        before=_OPTIONAL,
        after="{}",
        remedy="mark it as deprecated and keep it",
    ),
    ChangeRule(
        Element.PARAMETER_LOCATION,
        Action.CHANGED,
        Direction.NONE,
        Level.BREAKING,
        title="location of a parameter changed",
        why="The server ignores the parameter at the old location.",
        message="location of parameter {name} changed: {old} → {new}",
        before=_OPTIONAL,
        after="parameters: [{name: limit, in: header, schema: {type: integer}}]",
        remedy="accept it at both locations",
    ),
    ChangeRule(
        Element.PARAMETER_STYLE,
        Action.CHANGED,
        Direction.NONE,
        Level.BREAKING,
        title="serialization of a parameter changed",
        why="The server rejects values of existing clients or parses them differently (OpenAPI 3.1, 'Style Values').",
        message="serialization of parameter {name} changed: {old} → {new}",
        before="parameters: [{name: tag, in: query, schema: {type: array, items: {type: string}}}]",
        after="parameters: [{name: tag, in: query, explode: false, schema: {type: array, items: {type: string}}}]",
        remedy="add a parameter with another name for the new serialization",
    ),
    ChangeRule(
        Element.PATH_PARAMETER,
        Action.RENAMED,
        Direction.NONE,
        Level.SAFE,
        title="path parameter renamed",
        why="Requests contain only the value of a path parameter, not its name.",
        message="names of path parameters changed: {old} → {new}",
        before="""\
paths:
  /cases/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: The case}}
""",
        after="""\
paths:
  /cases/{caseId}:
    get:
      parameters: [{name: caseId, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: The case}}
""",
        within=Frame.DOCUMENT,
    ),
)
