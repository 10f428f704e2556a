"""Changes of status codes, headers and links. The responses to a webhook are requests: clients send them."""

from __future__ import annotations

from contracts.diff.change import Action, ChangeRule, Direction, Element, Frame, Level

_GOOD = """\
responses:
  '200': {description: Good}
"""
_ACCEPTED = f"{_GOOD}  '202': {{description: Later}}\n"
_CONFLICT = f"{_GOOD}  '409': {{description: Conflict}}\n"

_RANGE = """\
responses:
  '2XX': {description: Good}
"""
_ERRORS = f"{_GOOD}  default: {{description: Problem}}\n"

_NO_HEADER = "responses: {'200': {description: Good, headers: {}}}"
_OPTIONAL_HEADER = "responses: {'200': {description: Good, headers: {X-Total: {schema: {type: integer}}}}}"
_REQUIRED_HEADER = (
    "responses: {'200': {description: Good, headers: {X-Total: {required: true, schema: {type: integer}}}}}"
)

_LINK = "responses: {'200': {description: Good, links: {next: {operationId: listCases}}}}"
_LINK_BY_ID = """\
responses:
  '200':
    description: Good
    links: {next: {operationId: listCases, parameters: {after: $response.body#/id}}}
"""

RULES = (
    ChangeRule(
        Element.SUCCESS_STATUS,
        Action.ADDED,
        Direction.REQUEST,
        Level.SAFE,
        title="success status of webhook receivers added",
        why="Receivers can keep returning their status code.",
        message="status code {name} is also accepted",
        before=_GOOD,
        after=_ACCEPTED,
        within=Frame.WEBHOOK,
    ),
    ChangeRule(
        Element.SUCCESS_STATUS,
        Action.ADDED,
        Direction.RESPONSE,
        Level.RISKY,
        title="success status added",
        why="Clients that only know the other status codes may not handle it.",
        message="status code {name} added",
        before=_GOOD,
        after=_ACCEPTED,
    ),
    ChangeRule(
        Element.SUCCESS_STATUS,
        Action.REMOVED,
        Direction.REQUEST,
        Level.BREAKING,
        title="success status of webhook receivers removed",
        why="Receivers that return it are considered to have failed.",
        message="status code {name} is no longer accepted",
        before=_ACCEPTED,
        after=_GOOD,
        within=Frame.WEBHOOK,
        remedy="keep accepting it",
    ),
    ChangeRule(
        Element.SUCCESS_STATUS,
        Action.REMOVED,
        Direction.RESPONSE,
        Level.BREAKING,
        title="success status removed",
        why="Clients that wait for it treat another status code as a failure.",
        message="status code {name} removed",
        before=_ACCEPTED,
        after=_GOOD,
        remedy="keep returning it",
    ),
    ChangeRule(
        Element.SUCCESS_STATUS,
        Action.NARROWED,
        Direction.RESPONSE,
        Level.SAFE,
        title="range of success statuses narrowed",
        why="Clients can already handle the remaining status codes.",
        message="only some status codes of {name} are returned",
        before=_RANGE,
        after=_GOOD,
    ),
    ChangeRule(
        Element.ERROR_STATUS,
        Action.NARROWED,
        Direction.RESPONSE,
        Level.SAFE,
        title="range of error statuses narrowed",
        why="Clients can already handle the remaining status codes.",
        message="only some status codes of {name} are documented",
        before=_ERRORS,
        after=_CONFLICT,
    ),
    ChangeRule(
        Element.ERROR_STATUS,
        Action.ADDED,
        Direction.REQUEST,
        Level.SAFE,
        title="error status of webhook receivers added",
        why="Receivers can keep returning their status codes.",
        message="status code {name} is also accepted",
        before=_GOOD,
        after=_CONFLICT,
        within=Frame.WEBHOOK,
    ),
    ChangeRule(
        Element.ERROR_STATUS,
        Action.ADDED,
        Direction.RESPONSE,
        Level.SAFE,
        title="error status added",
        why="Clients treat an unknown status code as the x00 status code of its class (RFC 9110, section 15).",
        message="status code {name} added",
        before=_GOOD,
        after=_CONFLICT,
    ),
    ChangeRule(
        Element.ERROR_STATUS,
        Action.REMOVED,
        Direction.REQUEST,
        Level.RISKY,
        title="error status of webhook receivers removed",
        why="The document no longer defines how the provider reacts to it.",
        message="status code {name} is no longer documented for receivers",
        before=_CONFLICT,
        after=_GOOD,
        within=Frame.WEBHOOK,
    ),
    ChangeRule(
        Element.ERROR_STATUS,
        Action.REMOVED,
        Direction.RESPONSE,
        Level.RISKY,
        title="error status removed",
        why="The server now responds differently to such requests; clients that check for this status code miss it.",
        message="status code {name} removed",
        before=_CONFLICT,
        after=_GOOD,
    ),
    ChangeRule(
        Element.HEADER,
        Action.ADDED,
        Direction.REQUEST,
        Level.RISKY,
        title="response header of webhook receivers added",
        why="Receivers do not send it yet, and the document may not state whether they must.",
        message="header '{name}' added",
        before=_NO_HEADER,
        after=_OPTIONAL_HEADER,
        within=Frame.WEBHOOK,
        remedy="make it optional",
    ),
    ChangeRule(
        Element.HEADER,
        Action.ADDED,
        Direction.RESPONSE,
        Level.SAFE,
        title="response header added",
        why="Clients ignore unknown headers (RFC 9110, section 5.1).",
        message="response header '{name}' added",
        before=_NO_HEADER,
        after=_OPTIONAL_HEADER,
    ),
    ChangeRule(
        Element.HEADER,
        Action.BECAME_OPTIONAL,
        Direction.REQUEST,
        Level.SAFE,
        title="response header of webhook receivers became optional",
        why="Receivers can keep sending it.",
        message="header '{name}' became optional",
        before=_REQUIRED_HEADER,
        after=_OPTIONAL_HEADER,
        within=Frame.WEBHOOK,
    ),
    ChangeRule(
        Element.HEADER,
        Action.BECAME_OPTIONAL,
        Direction.RESPONSE,
        Level.BREAKING,
        title="response header became optional",
        why="Clients that rely on it fail if it is missing.",
        message="response header '{name}' became optional",
        before=_REQUIRED_HEADER,
        after=_OPTIONAL_HEADER,
        remedy="always send it",
    ),
    ChangeRule(
        Element.HEADER,
        Action.BECAME_REQUIRED,
        Direction.REQUEST,
        Level.BREAKING,
        title="response header of webhook receivers became required",
        why="Receivers that do not send it are considered to have failed.",
        message="header '{name}' became required",
        before=_OPTIONAL_HEADER,
        after=_REQUIRED_HEADER,
        within=Frame.WEBHOOK,
        remedy="keep it optional",
    ),
    ChangeRule(
        Element.HEADER,
        Action.BECAME_REQUIRED,
        Direction.RESPONSE,
        Level.SAFE,
        title="response header became required",
        why="Clients can already handle it.",
        message="response header '{name}' became required",
        before=_OPTIONAL_HEADER,
        after=_REQUIRED_HEADER,
    ),
    ChangeRule(
        Element.HEADER,
        Action.REMOVED,
        Direction.REQUEST,
        Level.SAFE,
        title="response header of webhook receivers removed",
        why="Receivers can keep sending it.",
        message="header '{name}' removed",
        before=_OPTIONAL_HEADER,
        after=_NO_HEADER,
        within=Frame.WEBHOOK,
    ),
    ChangeRule(
        Element.HEADER,
        Action.REMOVED,
        Direction.RESPONSE,
        Level.BREAKING,
        title="response header removed",
        why="Clients that read it no longer find it.",
        message="response header '{name}' removed",
        before=_OPTIONAL_HEADER,
        after=_NO_HEADER,
        remedy="keep sending it",
    ),
    ChangeRule(
        Element.LINK,
        Action.ADDED,
        Direction.NONE,
        Level.SAFE,
        title="link added",
        why="Links only describe possible next requests; responses stay the same.",
        message="link '{name}' added",
        before=_GOOD,
        after=_LINK,
    ),
    ChangeRule(
        Element.LINK,
        Action.CHANGED,
        Direction.NONE,
        Level.RISKY,
        title="target or values of a link changed",
        why="Clients that follow the link send a different request. Responses stay the same.",
        message="target or values of link '{name}' changed",
        before=_LINK_BY_ID,
        after=_LINK_BY_ID.replace("#/id", "#/key"),
        remedy="give the new link another name",
    ),
    ChangeRule(
        Element.LINK,
        Action.REMOVED,
        Direction.NONE,
        Level.RISKY,
        title="link removed",
        why="Clients that follow the link no longer find it. Responses stay the same.",
        message="link '{name}' removed",
        before=_LINK,
        after=_GOOD,
    ),
)
