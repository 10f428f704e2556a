"""Changes of servers and their variables."""

from __future__ import annotations

from contracts.diff.change import Action, ChangeRule, Direction, Element, Frame, Level


def _document(servers: str) -> str:
    return f"""\
servers: {servers}
paths:
  /cases:
    get:
      responses: {{'200': {{description: All cases}}}}
"""


_ONE = _document("[{url: 'https://example.com'}]")
_TWO = _document("[{url: 'https://example.com'}, {url: 'https://eu.example.com'}]")


def _with_zone(default: str, values: str) -> str:
    return _document(
        f"[{{url: 'https://{{zone}}.example.com', variables: {{zone: {{default: {default}, enum: [{values}]}}}}}}]"
    )


RULES = (
    ChangeRule(
        Element.SERVER,
        Action.ADDED,
        Direction.NONE,
        Level.SAFE,
        title="server added",
        why="Clients can keep using their server.",
        message="server '{name}' added",
        before=_ONE,
        after=_TWO,
        within=Frame.DOCUMENT,
    ),
    ChangeRule(
        Element.SERVER,
        Action.REMOVED,
        Direction.NONE,
        Level.BREAKING,
        title="server removed",
        why="Clients that send requests to it fail.",
        message="server '{name}' removed",
        before=_TWO,
        after=_ONE,
        within=Frame.DOCUMENT,
        remedy="keep it, or redirect (RFC 9110, section 15.4.9)",
    ),
    ChangeRule(
        Element.SERVER_URL,
        Action.CHANGED,
        Direction.NONE,
        Level.BREAKING,
        title="server URL changed",
        why="Clients that send requests to the old URL fail.",
        message="server URL changed: {old} → {new}",
        before=_document("[{url: 'https://example.com/v1'}]"),
        after=_document("[{url: 'https://example.com/v2'}]"),
        within=Frame.DOCUMENT,
        remedy="keep the old URL, or redirect (RFC 9110, section 15.4.9)",
    ),
    ChangeRule(
        Element.SERVER_VARIABLE_DEFAULT,
        Action.CHANGED,
        Direction.NONE,
        Level.RISKY,
        title="default of a server variable changed",
        why="Clients that use the default send their requests to another server.",
        message="default of server variable '{name}' changed: {old} → {new}",
        before=_with_zone("eu", "eu, us"),
        after=_with_zone("us", "eu, us"),
        within=Frame.DOCUMENT,
        remedy="keep the default",
    ),
    ChangeRule(
        Element.SERVER_VARIABLE_VALUE,
        Action.ADDED,
        Direction.NONE,
        Level.SAFE,
        title="value of a server variable added",
        why="Clients can keep using their value.",
        message="server variable '{name}' also accepts {new}",
        before=_with_zone("eu", "eu"),
        after=_with_zone("eu", "eu, us"),
        within=Frame.DOCUMENT,
    ),
    ChangeRule(
        Element.SERVER_VARIABLE_VALUE,
        Action.REMOVED,
        Direction.NONE,
        Level.BREAKING,
        title="value of a server variable removed",
        why="The server of clients that use the value no longer exists.",
        message="server variable '{name}' no longer accepts {old}",
        before=_with_zone("eu", "eu, us"),
        after=_with_zone("eu", "eu"),
        within=Frame.DOCUMENT,
        remedy="keep the server",
    ),
)
