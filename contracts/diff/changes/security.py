"""Changes of the credentials that operations require."""

from __future__ import annotations

from contracts.diff.change import Action, ChangeRule, Direction, Element, Frame, Level

_CLIENT_CREDENTIALS = "clientCredentials: {tokenUrl: 'https://example.com/token', scopes: {read: Read, write: Write}}"
_PASSWORD = "password: {tokenUrl: 'https://example.com/token', scopes: {read: Read}}"  # noqa: S105 (a flow, not a password)


def _document(security: str, *flows: str, key: str = "X-Key") -> str:
    lines = "".join(f"        {flow}\n" for flow in flows or (_CLIENT_CREDENTIALS,))
    return f"""\
components:
  securitySchemes:
    key: {{type: apiKey, in: header, name: {key}}}
    token: {{type: http, scheme: bearer}}
    login:
      type: oauth2
      flows:
{lines}\
paths:
  /cases:
    get:
      responses: {{'200': {{description: All cases}}}}
security: {security}
"""


_KEY = _document("[{key: []}]")
_KEY_AND_TOKEN = _document("[{key: [], token: []}]")
_KEY_OR_TOKEN = _document("[{key: []}, {token: []}]")
_NO_CREDENTIALS = _document("[]")

_READ = _document("[{login: [read]}]")
_READ_AND_WRITE = _document("[{login: [read, write]}]")
_TWO_FLOWS = _document("[{login: [read]}]", _PASSWORD, _CLIENT_CREDENTIALS)

RULES = (
    ChangeRule(
        Element.SECURITY,
        Action.BECAME_OPTIONAL,
        Direction.NONE,
        Level.SAFE,
        title="credentials became optional",
        why="Clients can keep sending them.",
        message="credentials became optional",
        before=_KEY,
        after=_NO_CREDENTIALS,
        within=Frame.DOCUMENT,
    ),
    ChangeRule(
        Element.SECURITY,
        Action.BECAME_REQUIRED,
        Direction.NONE,
        Level.BREAKING,
        title="credentials became required",
        why="Clients without credentials receive 401 (RFC 9110, section 15.5.2).",
        message="credentials became required",
        before=_NO_CREDENTIALS,
        after=_KEY,
        within=Frame.DOCUMENT,
        remedy="add {} to the alternatives until clients have migrated",
    ),
    ChangeRule(
        Element.SECURITY_ALTERNATIVE,
        Action.ADDED,
        Direction.NONE,
        Level.SAFE,
        title="alternative credentials added",
        why="Clients can keep using their credentials.",
        message="{name} is also accepted as credentials",
        before=_KEY,
        after=_KEY_OR_TOKEN,
        within=Frame.DOCUMENT,
    ),
    ChangeRule(
        Element.SECURITY_ALTERNATIVE,
        Action.REMOVED,
        Direction.NONE,
        Level.BREAKING,
        title="alternative credentials removed",
        why="Clients that use them receive 401 (RFC 9110, section 15.5.2).",
        message="{name} is no longer accepted as credentials",
        before=_KEY_OR_TOKEN,
        after=_KEY,
        within=Frame.DOCUMENT,
        remedy="keep it until clients have migrated",
    ),
    ChangeRule(
        Element.SECURITY_SCHEME,
        Action.ADDED,
        Direction.NONE,
        Level.BREAKING,
        title="additional credential required",
        why="Clients that send only the other credentials receive 401 (RFC 9110, section 15.5.2).",
        message="{name} is required in addition",
        before=_KEY,
        after=_KEY_AND_TOKEN,
        within=Frame.DOCUMENT,
        remedy="add it as an alternative",
    ),
    ChangeRule(
        Element.SECURITY_SCHEME,
        Action.CHANGED,
        Direction.NONE,
        Level.BREAKING,
        title="definition of a security scheme changed",
        why="The server does not check the credentials that existing clients send.",
        message="security scheme '{name}' changed: {old} → {new}",
        before=_KEY,
        after=_document("[{key: []}]", key="X-Api-Key"),
        within=Frame.DOCUMENT,
        remedy="add the new scheme as an alternative",
    ),
    ChangeRule(
        Element.SECURITY_SCHEME,
        Action.REMOVED,
        Direction.NONE,
        Level.SAFE,
        title="credential no longer required",
        why="Clients can keep sending it.",
        message="{name} is no longer required",
        before=_KEY_AND_TOKEN,
        after=_KEY,
        within=Frame.DOCUMENT,
    ),
    ChangeRule(
        Element.SCOPE,
        Action.ADDED,
        Direction.NONE,
        Level.BREAKING,
        title="additional scope required",
        why="Clients whose token lacks it receive 403 (RFC 6750, section 3.1).",
        message="{name} requires the additional scope {new}",
        before=_READ,
        after=_READ_AND_WRITE,
        within=Frame.DOCUMENT,
        remedy="add it as an alternative",
    ),
    ChangeRule(
        Element.SCOPE,
        Action.REMOVED,
        Direction.NONE,
        Level.SAFE,
        title="scope no longer required",
        why="Tokens with the scope are still accepted.",
        message="{name} no longer requires the scope {old}",
        before=_READ_AND_WRITE,
        after=_READ,
        within=Frame.DOCUMENT,
    ),
    ChangeRule(
        Element.OAUTH_FLOW,
        Action.ADDED,
        Direction.NONE,
        Level.SAFE,
        title="OAuth flow added",
        why="Clients can keep using their flow.",
        message="{name} also supports the flow {new}",
        before=_READ,
        after=_TWO_FLOWS,
        within=Frame.DOCUMENT,
    ),
    ChangeRule(
        Element.OAUTH_FLOW,
        Action.REMOVED,
        Direction.NONE,
        Level.BREAKING,
        title="OAuth flow removed",
        why="Clients that use the flow cannot get a token.",
        message="{name} no longer supports the flow {old}",
        before=_TWO_FLOWS,
        after=_READ,
        within=Frame.DOCUMENT,
        remedy="keep it until clients have migrated",
    ),
    ChangeRule(
        Element.OAUTH_URL,
        Action.CHANGED,
        Direction.NONE,
        Level.RISKY,
        title="OAuth URL changed",
        why="Clients configured with the old URL cannot get a token once it is switched off.",
        message="URL of {name} changed: {old} → {new}",
        before=_READ,
        after=_READ.replace("https://example.com", "https://login.example.com"),
        within=Frame.DOCUMENT,
        remedy="keep the old URL until clients have migrated",
    ),
)
