"""Changes: their kinds, what they affect, and the rules that classify them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from contracts.findings import NO_LINE, Line, Location, Severity


class Direction(StrEnum):
    """Who receives a value. For webhooks and callbacks, what the client receives is a response as well."""

    REQUEST = "request"
    """The client sends the value."""

    RESPONSE = "response"
    """The client receives the value."""

    NONE = ""
    """The direction does not matter."""


class Element(StrEnum):
    """The part of an API that changed, as it appears in ids."""

    OPENAPI_VERSION = "openapi-version"
    API_VERSION = "version"
    OPERATION = "operation"
    OPERATION_ID = "operation-id"
    OPERATION_TAGS = "operation-tags"
    PATH = "path"
    PATH_PARAMETER = "path-parameter"
    PARAMETER = "parameter"
    PARAMETER_LOCATION = "parameter-location"
    PARAMETER_STYLE = "parameter-style"
    WEBHOOK = "webhook"
    WEBHOOK_PARAMETER = "webhook-parameter"
    CALLBACK = "callback"
    BODY = "body"
    MEDIA_TYPE = "media-type"
    ENCODING = "encoding"
    SUCCESS_STATUS = "success"
    ERROR_STATUS = "error"
    HEADER = "header"
    LINK = "link"
    SECURITY = "security"
    SECURITY_ALTERNATIVE = "security-alternative"
    SECURITY_SCHEME = "security-scheme"
    SCOPE = "scope"
    OAUTH_FLOW = "oauth-flow"
    OAUTH_URL = "oauth-url"
    SERVER = "server"
    SERVER_URL = "server-url"
    SERVER_VARIABLE_DEFAULT = "server-variable-default"
    SERVER_VARIABLE_VALUE = "server-variable-value"
    VALUE = ""
    """The value itself; its ids name only the action: ``request-became-nullable``."""
    TYPE = "type"
    FORMAT = "format"
    ENUM = "enum"
    ENUM_VALUE = "enum-value"
    DEFAULT = "default"
    PATTERN = "pattern"
    RANGE = "range"
    LENGTH = "length"
    COUNT = "count"
    CONDITION = "condition"
    XML = "xml"
    PROPERTY = "property"
    ADDITIONAL_PROPERTIES = "members"
    ALTERNATIVE = "alternative"
    COMPOSITION = "composition"
    """What the alternatives of ``oneOf`` and ``anyOf`` accept together."""
    DISCRIMINATOR = "discriminator"
    DISCRIMINATOR_PROPERTY = "discriminator-property"
    MAPPING = "mapping"


class Action(StrEnum):
    """What happened to an element, as it appears in ids."""

    ADDED = "added"
    ADDED_OPTIONAL = "added-optional"
    ADDED_REQUIRED = "added-required"
    ADDED_TO_CLOSED = "added-closed"
    """A property was added to an object that allowed no additional properties."""
    REMOVED = "removed"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    RENAMED = "renamed"
    MOVED = "moved"
    REPLACED = "replaced"
    OVERLAPPING = "overlapping"
    INTRODUCED = "introduced"
    DROPPED = "dropped"
    NARROWED = "narrowed"
    WIDENED = "widened"
    CLOSED = "closed"
    OPENED = "opened"
    BECAME_OPTIONAL = "became-optional"
    BECAME_REQUIRED = "became-required"
    BECAME_NULLABLE = "became-nullable"
    BECAME_NOT_NULLABLE = "became-not-nullable"
    BECAME_READ_ONLY = "became-read-only"
    BECAME_WRITE_ONLY = "became-write-only"
    NO_LONGER_READ_ONLY = "no-longer-read-only"
    NO_LONGER_WRITE_ONLY = "no-longer-write-only"
    DEPRECATED = "deprecated"
    NO_LONGER_DEPRECATED = "no-longer-deprecated"


class ChangeKind(NamedTuple):
    """One kind of change, e.g. request + property + became-required."""

    direction: Direction
    element: Element
    action: Action

    @property
    def id(self) -> str:
        """Lower case with dashes, e.g. ``request-property-became-required``."""
        return "-".join(filter(None, self))


class Level(StrEnum):
    """The effect of a change on clients of the old document."""

    BREAKING = "breaking"
    """Correct clients of the old document fail."""

    RISKY = "risky"
    """Clients may fail if they rely on undocumented behaviour, or the documents do not show whether they fail."""

    SAFE = "safe"

    @property
    def severity(self) -> Severity:
        """The severity of a finding about the change."""
        return {Level.BREAKING: Severity.ERROR, Level.RISKY: Severity.WARNING, Level.SAFE: Severity.HINT}[self]


class Part(StrEnum):
    """The part of an operation that a change affects."""

    OPERATION = "operation"
    PARAMETER = "parameter"
    REQUEST = "request"
    RESPONSE = "response"
    RESPONSE_HEADER = "response-header"
    SECURITY = "security"


@dataclass(frozen=True, slots=True)
class AffectedElement:
    """An element of the API that a change affects. Usage files name elements in the same way.

    :param operation: method and path template of the old document, e.g. ``GET /cases/{id}``; ``""``: all operations.
    :param name: location and name of a parameter, e.g. ``query:limit``; lower-case name of a response header; names of
        security schemes joined with `` and ``.
    :param status: of a response, as in the old document: ``200``, ``4XX``, ``default``; otherwise ``""``.
    :param media_type: of a body; ``""``: all media types.
    :param field: path into the value: property names, ``*`` for the items of a list and the values of a map; empty: the
        whole value.
    :param value: the only affected value, as JSON, e.g. a value removed from an ``enum``; ``""``: all values.
    :param limit: a new constraint on values: a schema as JSON with the keyword and its new value, e.g.
        ``{"maxLength": 10}``; ``""``: none.
    """

    operation: str
    part: Part
    name: str = ""
    status: str = ""
    media_type: str = ""
    field: tuple[str, ...] = ()
    value: str = ""
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One change with its level.

    :param message: what changed, one phrase with the old and the new value if there are any.
    :param location: in the new document; in the old one for removed elements.
    :param affected: one element per usage: a schema of a component can have many.
    :param line: the line of text at the location.
    """

    kind: ChangeKind
    level: Level
    message: str
    location: Location
    affected: tuple[AffectedElement, ...]
    hint: str = ""
    line: Line = NO_LINE

    @property
    def id(self) -> str:
        """The id of the rule: lower case with dashes, e.g. ``request-property-became-required``."""
        return self.kind.id


class Frame(StrEnum):
    """What the two sides of an example are part of."""

    DOCUMENT = "document"
    """Keys of the document's root."""

    OPERATION = "operation"
    """Keys of the operation ``POST /cases``."""

    WEBHOOK = "webhook"
    """Keys of the operation ``POST`` of the webhook ``caseClosed``."""

    REQUEST = "request"
    """The schema of a JSON request body."""

    RESPONSE = "response"
    """The schema of the JSON body of response 200."""


@dataclass(frozen=True)
class ChangeRule:
    """One kind of change.

    :param level: the default; users can set another one.
    :param title: one phrase for tables.
    :param why: the reason for the level, one or two sentences.
    :param message: what changed, with the placeholders ``{name}``, ``{old}`` and ``{new}`` of the difference.
    :param before: example in YAML.
    :param after: the same example with one change, which matches this rule and no other.
    :param within: what ``before`` and ``after`` are part of.
    :param remedy: what the API provider can do instead; ``""`` if nothing needs to be done.
    """

    element: Element
    action: Action
    direction: Direction
    level: Level
    title: str
    why: str
    message: str
    before: str
    after: str
    within: Frame = Frame.OPERATION
    remedy: str = ""

    @property
    def kind(self) -> ChangeKind:
        """The key of the rule; no two rules share one."""
        return ChangeKind(self.direction, self.element, self.action)

    @property
    def id(self) -> str:
        """Derived from the kind: lower case with dashes."""
        return self.kind.id
