"""Changes of operations: added and removed ones, their names and tags."""

from __future__ import annotations

from contracts.diff.change import Action, ChangeRule, Direction, Element, Frame, Level

_ONE_OPERATION = """\
paths:
  /cases:
    get:
      responses: {'200': {description: All cases}}
"""

_TWO_OPERATIONS = f"""\
{_ONE_OPERATION}\
  /tags:
    get:
      responses: {{'200': {{description: All tags}}}}
"""


def _below(server: str, path: str) -> str:
    return f"""\
servers: [{{url: '{server}'}}]
paths:
  {path}:
    get:
      responses: {{'200': {{description: All cases}}}}
"""


RULES = (
    ChangeRule(
        Element.PATH,
        Action.MOVED,
        Direction.NONE,
        Level.RISKY,
        title="part of a path moved to or from the server URL",
        why="The URL of the operation is the same, but clients may be configured with the URL of the server.",
        message="paths moved at the same URL: server {old} → {new}",
        before=_below("https://example.com/v1", "/cases"),
        after=_below("https://example.com", "/v1/cases"),
        within=Frame.DOCUMENT,
        remedy="announce the new server URL",
    ),
    ChangeRule(
        Element.OPERATION,
        Action.ADDED,
        Direction.NONE,
        Level.SAFE,
        title="operation added",
        why="Existing clients do not call it.",
        message="operation {name} added",
        before=_ONE_OPERATION,
        after=_TWO_OPERATIONS,
        within=Frame.DOCUMENT,
    ),
    ChangeRule(
        Element.OPERATION,
        Action.REMOVED,
        Direction.NONE,
        Level.BREAKING,
        title="operation removed",
        why="Clients that call it receive an error.",
        message="operation {name} removed",
        before=_TWO_OPERATIONS,
        after=_ONE_OPERATION,
        within=Frame.DOCUMENT,
        remedy="mark it as deprecated and keep it until no client calls it",
    ),
    ChangeRule(
        Element.OPERATION,
        Action.DEPRECATED,
        Direction.NONE,
        Level.SAFE,
        title="operation deprecated",
        why="It still works; clients should move to another operation (OpenAPI 3.1, 'Operation Object').",
        message="operation {name} deprecated",
        before="{}",
        after="deprecated: true",
    ),
    ChangeRule(
        Element.OPERATION,
        Action.NO_LONGER_DEPRECATED,
        Direction.NONE,
        Level.SAFE,
        title="operation no longer deprecated",
        why="It works as before.",
        message="operation {name} is no longer deprecated",
        before="deprecated: true",
        after="{}",
    ),
    ChangeRule(
        Element.OPERATION_ID,
        Action.CHANGED,
        Direction.NONE,
        Level.RISKY,
        title="operationId changed",
        why="Generated clients derive function names from it, so code that calls them no longer compiles. "
        "The HTTP messages stay the same.",
        message="operationId of {name} changed: {old} → {new}",
        before="operationId: createCase",
        after="operationId: addCase",
        remedy="keep the old operationId",
    ),
    ChangeRule(
        Element.OPERATION_TAGS,
        Action.CHANGED,
        Direction.NONE,
        Level.SAFE,
        title="tags of an operation changed",
        why="Tags group operations in documentation; the HTTP messages stay the same.",
        message="tags of {name} changed: {old} → {new}",
        before="tags: [cases]",
        after="tags: [tickets]",
    ),
)
