"""Changes of the properties of objects, and of their representation in XML."""

from __future__ import annotations

from contracts.diff.change import Action, ChangeRule, Direction, Element, Frame, Level
from contracts.diff.changes.directions import STILL_VALID, Assessment, in_both_directions

_A = "{type: object, properties: {a: {type: string}}}"
_A_CLOSED = "{type: object, properties: {a: {type: string}}, additionalProperties: false}"
_A_DEPRECATED = "{type: object, properties: {a: {type: string, deprecated: true}}}"
_A_AND_B = "{type: object, properties: {a: {type: string}, b: {type: string}}}"
_A_AND_REQUIRED_B = "{type: object, required: [b], properties: {a: {type: string}, b: {type: string}}}"
_A_AND_READ_ONLY_B = "{type: object, properties: {a: {type: string}, b: {type: string, readOnly: true}}}"
_A_AND_WRITE_ONLY_B = "{type: object, properties: {a: {type: string}, b: {type: string, writeOnly: true}}}"

RULES = (
    *in_both_directions(
        Element.PROPERTY,
        Action.ADDED,
        title="{direction} property added",
        before=_A,
        after=_A_AND_B,
        request=Assessment(Level.SAFE, "Requests without it remain valid.", message="optional property '{name}' added"),
        response=Assessment(
            Level.SAFE,
            "Clients ignore unknown properties, which the schema allows.",
            message="property '{name}' added",
        ),
    ),
    ChangeRule(
        Element.PROPERTY,
        Action.ADDED_REQUIRED,
        Direction.REQUEST,
        Level.BREAKING,
        title="required request property added",
        why="Existing clients do not send it, so all their requests are rejected.",
        message="required property '{name}' added",
        before=_A,
        after=_A_AND_REQUIRED_B,
        within=Frame.REQUEST,
        remedy="make it optional and use the old behaviour as its default",
    ),
    ChangeRule(
        Element.PROPERTY,
        Action.ADDED_TO_CLOSED,
        Direction.RESPONSE,
        Level.RISKY,
        title="response property added where additional properties were forbidden",
        why="Clients that validate responses against the old schema reject them.",
        message="property '{name}' added where additional properties were forbidden",
        before=_A_CLOSED,
        after="{type: object, properties: {a: {type: string}, b: {type: string}}, additionalProperties: false}",
        within=Frame.RESPONSE,
        remedy="increase info.version and announce the property",
    ),
    *in_both_directions(
        Element.PROPERTY,
        Action.REMOVED,
        title="{direction} property removed",
        before=_A_AND_B,
        after=_A,
        request=Assessment(
            Level.BREAKING,
            "Requests with it are rejected, or the server ignores it.",
            "mark it as deprecated and keep it",
            message="request no longer accepts property '{name}'",
        ),
        response=Assessment(
            Level.BREAKING,
            "Clients that read it no longer find it, even if it was optional.",
            "mark it as deprecated and keep it",
            message="property '{name}' removed",
        ),
    ),
    *in_both_directions(
        Element.PROPERTY,
        Action.BECAME_OPTIONAL,
        title="{direction} property became optional",
        message="property '{name}' became optional",
        before=_A_AND_REQUIRED_B,
        after=_A_AND_B,
        request=Assessment(Level.SAFE, "Requests with it remain valid."),
        response=Assessment(Level.BREAKING, "Clients that rely on it fail if it is missing.", "always send it"),
    ),
    *in_both_directions(
        Element.PROPERTY,
        Action.BECAME_REQUIRED,
        title="{direction} property became required",
        message="property '{name}' became required",
        before=_A_AND_B,
        after=_A_AND_REQUIRED_B,
        request=Assessment(
            Level.BREAKING,
            "Requests without it are rejected.",
            "keep it optional and use the old behaviour as its default",
        ),
        response=Assessment(Level.SAFE, "Clients can already handle it."),
    ),
    ChangeRule(
        Element.PROPERTY,
        Action.BECAME_READ_ONLY,
        Direction.REQUEST,
        Level.BREAKING,
        title="request property became read-only",
        why="Read-only properties are only part of responses (OpenAPI 3.0, 'Schema Object', readOnly): "
        "the server rejects or ignores the value.",
        message="property '{name}' became read-only",
        before=_A_AND_B,
        after=_A_AND_READ_ONLY_B,
        within=Frame.REQUEST,
        remedy="keep accepting it",
    ),
    ChangeRule(
        Element.PROPERTY,
        Action.NO_LONGER_READ_ONLY,
        Direction.REQUEST,
        Level.SAFE,
        title="request property no longer read-only",
        why="Requests without it remain valid.",
        message="property '{name}' is no longer read-only",
        before=_A_AND_READ_ONLY_B,
        after=_A_AND_B,
        within=Frame.REQUEST,
    ),
    ChangeRule(
        Element.PROPERTY,
        Action.BECAME_WRITE_ONLY,
        Direction.RESPONSE,
        Level.BREAKING,
        title="response property became write-only",
        why="Write-only properties are only part of requests (OpenAPI 3.0, 'Schema Object', writeOnly): "
        "clients that read it no longer find it.",
        message="property '{name}' became write-only",
        before=_A_AND_B,
        after=_A_AND_WRITE_ONLY_B,
        within=Frame.RESPONSE,
        remedy="keep sending it",
    ),
    ChangeRule(
        Element.PROPERTY,
        Action.NO_LONGER_WRITE_ONLY,
        Direction.RESPONSE,
        Level.SAFE,
        title="response property no longer write-only",
        why="Clients ignore unknown properties.",
        message="property '{name}' is no longer write-only",
        before=_A_AND_WRITE_ONLY_B,
        after=_A_AND_B,
        within=Frame.RESPONSE,
    ),
    *in_both_directions(
        Element.ADDITIONAL_PROPERTIES,
        Action.CLOSED,
        title="additional {direction} properties forbidden",
        before=_A,
        after=_A_CLOSED,
        request=Assessment(
            Level.BREAKING,
            "Requests with additional properties are rejected.",
            "keep accepting them",
            message="request no longer accepts additional properties",
        ),
        response=Assessment(
            Level.SAFE,
            "Clients can already handle responses without them.",
            message="response no longer contains additional properties",
        ),
    ),
    *in_both_directions(
        Element.ADDITIONAL_PROPERTIES,
        Action.OPENED,
        title="additional {direction} properties allowed",
        before=_A_CLOSED,
        after=_A,
        request=Assessment(
            Level.SAFE,
            STILL_VALID,
            message="request also accepts additional properties",
        ),
        response=Assessment(
            Level.RISKY,
            "Clients that reject unknown properties fail.",
            message="response can contain additional properties",
        ),
    ),
    *in_both_directions(
        Element.VALUE,
        Action.DEPRECATED,
        title="{direction} property deprecated",
        message="deprecated",
        before=_A,
        after=_A_DEPRECATED,
        request=Assessment(Level.SAFE, "It still works."),
        response=Assessment(Level.SAFE, "It is still returned."),
    ),
    *in_both_directions(
        Element.VALUE,
        Action.NO_LONGER_DEPRECATED,
        title="{direction} property no longer deprecated",
        message="no longer deprecated",
        before=_A_DEPRECATED,
        after=_A,
        request=Assessment(Level.SAFE, "It works as before."),
        response=Assessment(Level.SAFE, "It is returned as before."),
    ),
    *in_both_directions(
        Element.XML,
        Action.CHANGED,
        title="XML representation in a {direction} changed",
        message="XML representation changed",
        before=_A,
        after="{type: object, properties: {a: {type: string, xml: {attribute: true}}}}",
        request=Assessment(
            Level.RISKY,
            "A server that parses XML expects other elements; JSON is not affected (OpenAPI 3.1, 'XML Object').",
            "keep the names of elements",
        ),
        response=Assessment(
            Level.RISKY,
            "Clients that parse XML expect other elements; JSON is not affected (OpenAPI 3.1, 'XML Object').",
            "keep the names of elements",
        ),
    ),
)
