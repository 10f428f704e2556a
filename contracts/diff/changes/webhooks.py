"""Changes of webhooks and callbacks: added and removed ones, and the parameters that they send."""

from __future__ import annotations

from contracts.diff.change import Action, ChangeRule, Direction, Element, Frame, Level

_WEBHOOK = "webhooks: {caseClosed: {post: {responses: {'200': {description: Thanks}}}}}"
_CALLBACK = "callbacks: {done: {'{$request.query.url}': {post: {responses: {'200': {description: Thanks}}}}}}"

_OPTIONAL = "parameters: [{name: X-Try, in: header, schema: {type: integer}}]"
_REQUIRED = "parameters: [{name: X-Try, in: header, required: true, schema: {type: integer}}]"

RULES = (
    ChangeRule(
        Element.WEBHOOK,
        Action.ADDED,
        Direction.NONE,
        Level.SAFE,
        title="webhook added",
        why="Existing clients do not wait for it.",
        message="webhook '{name}' added",
        before="webhooks: {}",
        after=_WEBHOOK,
        within=Frame.DOCUMENT,
    ),
    ChangeRule(
        Element.WEBHOOK,
        Action.REMOVED,
        Direction.NONE,
        Level.BREAKING,
        title="webhook removed",
        why="Clients that wait for it are never called.",
        message="webhook '{name}' removed",
        before=_WEBHOOK,
        after="webhooks: {}",
        within=Frame.DOCUMENT,
        remedy="keep sending it",
    ),
    ChangeRule(
        Element.WEBHOOK_PARAMETER,
        Action.ADDED,
        Direction.NONE,
        Level.SAFE,
        title="parameter of a webhook added",
        why="Receivers ignore unknown parameters.",
        message="parameter {name} added",
        before="{}",
        after=_OPTIONAL,
        within=Frame.WEBHOOK,
    ),
    ChangeRule(
        Element.WEBHOOK_PARAMETER,
        Action.BECAME_OPTIONAL,
        Direction.NONE,
        Level.BREAKING,
        title="parameter of a webhook became optional",
        why="Receivers that rely on it fail if it is missing.",
        message="parameter {name} became optional",
        before=_REQUIRED,
        after=_OPTIONAL,
        within=Frame.WEBHOOK,
        remedy="always send it",
    ),
    ChangeRule(
        Element.WEBHOOK_PARAMETER,
        Action.BECAME_REQUIRED,
        Direction.NONE,
        Level.SAFE,
        title="parameter of a webhook became required",
        why="Receivers can already handle it.",
        message="parameter {name} became required",
        before=_OPTIONAL,
        after=_REQUIRED,
        within=Frame.WEBHOOK,
    ),
    ChangeRule(
        Element.WEBHOOK_PARAMETER,
        Action.REMOVED,
        Direction.NONE,
        Level.BREAKING,
        title="parameter of a webhook removed",
        why="Receivers that read it no longer find it.",
        message="parameter {name} removed",
        before=_OPTIONAL,
        after="{}",
        within=Frame.WEBHOOK,
        remedy="keep sending it",
    ),
    ChangeRule(
        Element.CALLBACK,
        Action.ADDED,
        Direction.NONE,
        Level.SAFE,
        title="callback added",
        why="The provider calls a client only if the client requests it.",
        message="callback '{name}' added",
        before="{}",
        after=_CALLBACK,
    ),
    ChangeRule(
        Element.CALLBACK,
        Action.REMOVED,
        Direction.NONE,
        Level.BREAKING,
        title="callback removed",
        why="Clients that wait for it are never called.",
        message="callback '{name}' removed",
        before=_CALLBACK,
        after="{}",
        remedy="keep sending it",
    ),
)
