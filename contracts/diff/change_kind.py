"""The kinds of change that the comparison knows: a direction, an element of the API, and what happened to it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


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
    REPLACED = "replaced"
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
