"""Changes of the document as a whole: the OpenAPI version and the API version."""

from __future__ import annotations

from contracts.diff.change import Action, ChangeRule, Direction, Element, Frame, Level

RULES = (
    ChangeRule(
        Element.OPENAPI_VERSION,
        Action.CHANGED,
        Direction.NONE,
        Level.SAFE,
        title="OpenAPI version of the document changed",
        why="The version of the description format does not affect the API; real differences are reported separately.",
        message="OpenAPI version changed: {old} → {new}",
        before="openapi: 3.0.3",
        after="openapi: 3.1.0",
        within=Frame.DOCUMENT,
    ),
    ChangeRule(
        Element.API_VERSION,
        Action.UNCHANGED,
        Direction.NONE,
        Level.RISKY,
        title="breaking changes without a new info.version",
        why="Clients use the version to decide whether they must check for changes (OpenAPI 3.1, 'Info Object').",
        message="there are breaking changes, but info.version is still {old}",
        before="""\
info: {title: Cases, version: 1.4.0}
paths:
  /cases:
    get:
      responses: {'200': {description: All cases}}
  /tags:
    get:
      responses: {'200': {description: All tags}}
""",
        after="""\
info: {title: Cases, version: 1.4.0}
paths:
  /cases:
    get:
      responses: {'200': {description: All cases}}
""",
        within=Frame.DOCUMENT,
        remedy="increase info.version",
    ),
)
