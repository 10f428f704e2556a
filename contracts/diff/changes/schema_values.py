"""Changes of enums, defaults, patterns, bounds and conditions."""

from __future__ import annotations

from contracts.diff.change import Action, ChangeRule, Direction, Element, Frame, Level
from contracts.diff.changes.directions import STILL_EXPECTED, STILL_VALID, Assessment, in_both_directions

_ENUMS = (
    *in_both_directions(
        Element.ENUM,
        Action.INTRODUCED,
        title="{direction} enum introduced",
        before="{type: string}",
        after="{type: string, enum: [open, closed]}",
        request=Assessment(
            Level.BREAKING,
            "Other values are rejected.",
            "keep accepting other values",
            message="request accepts only {new}",
        ),
        response=Assessment(Level.SAFE, STILL_EXPECTED, message="response contains only {new}"),
    ),
    *in_both_directions(
        Element.ENUM,
        Action.DROPPED,
        title="{direction} enum dropped",
        before="{type: string, enum: [open, closed]}",
        after="{type: string}",
        request=Assessment(Level.SAFE, STILL_VALID, message="request accepts more values than {old}"),
        response=Assessment(
            Level.RISKY,
            "Clients that distinguish the listed values may not handle others.",
            message="response can contain more values than {old}",
        ),
    ),
    *in_both_directions(
        Element.ENUM,
        Action.REPLACED,
        title="all {direction} enum values replaced",
        message="enum values replaced: {old} → {new}",
        before="{type: string, enum: [open, closed]}",
        after="{type: string, enum: [todo, done]}",
        request=Assessment(Level.BREAKING, "The old values are rejected.", "keep accepting the old values"),
        response=Assessment(Level.BREAKING, "Clients know none of the new values.", "keep returning the old values"),
    ),
    *in_both_directions(
        Element.ENUM_VALUE,
        Action.ADDED,
        title="{direction} enum value added",
        before="{type: string, enum: [open, closed]}",
        after="{type: string, enum: [open, closed, held]}",
        request=Assessment(Level.SAFE, STILL_VALID, message="request also accepts {new}"),
        response=Assessment(
            Level.RISKY,
            "Clients that distinguish all listed values may not handle a new one, unless they have a default case.",
            "announce that clients must handle unknown values, or return it only to clients that request it",
            message="response can also contain {new}",
        ),
    ),
    *in_both_directions(
        Element.ENUM_VALUE,
        Action.REMOVED,
        title="{direction} enum value removed",
        before="{type: string, enum: [open, closed, held]}",
        after="{type: string, enum: [open, closed]}",
        request=Assessment(
            Level.BREAKING,
            "Requests with the value are rejected.",
            "keep accepting it",
            message="request no longer accepts {old}",
        ),
        response=Assessment(Level.SAFE, STILL_EXPECTED, message="response no longer contains {old}"),
    ),
)

_DEFAULTS = (
    ChangeRule(
        Element.DEFAULT,
        Action.ADDED,
        Direction.REQUEST,
        Level.SAFE,
        title="request default added",
        why="It documents what the server does if the value is missing.",
        message="default {new} added",
        before="{type: integer}",
        after="{type: integer, default: 20}",
        within=Frame.REQUEST,
    ),
    ChangeRule(
        Element.DEFAULT,
        Action.CHANGED,
        Direction.REQUEST,
        Level.RISKY,
        title="request default changed",
        why="Requests without the value have another effect than before, and clients do not notice.",
        message="default changed: {old} → {new}",
        before="{type: integer, default: 20}",
        after="{type: integer, default: 50}",
        within=Frame.REQUEST,
        remedy="keep the default",
    ),
    ChangeRule(
        Element.DEFAULT,
        Action.REMOVED,
        Direction.REQUEST,
        Level.RISKY,
        title="request default removed",
        why="Requests without the value may have another effect than before.",
        message="default {old} removed",
        before="{type: integer, default: 20}",
        after="{type: integer}",
        within=Frame.REQUEST,
        remedy="keep the default",
    ),
    ChangeRule(
        Element.DEFAULT,
        Action.ADDED,
        Direction.RESPONSE,
        Level.SAFE,
        title="response default added",
        why="It documents what a missing value means.",
        message="default {new} added",
        before="{type: integer}",
        after="{type: integer, default: 20}",
        within=Frame.RESPONSE,
    ),
    ChangeRule(
        Element.DEFAULT,
        Action.CHANGED,
        Direction.RESPONSE,
        Level.RISKY,
        title="response default changed",
        why="Clients that use the old default for a missing value interpret the response in another way.",
        message="default changed: {old} → {new}",
        before="{type: integer, default: 20}",
        after="{type: integer, default: 50}",
        within=Frame.RESPONSE,
        remedy="keep the default, or always return the value",
    ),
    ChangeRule(
        Element.DEFAULT,
        Action.REMOVED,
        Direction.RESPONSE,
        Level.SAFE,
        title="response default removed",
        why="Clients can keep using the old default for a missing value.",
        message="default {old} removed",
        before="{type: integer, default: 20}",
        after="{type: integer}",
        within=Frame.RESPONSE,
    ),
)

_PATTERNS = (
    *in_both_directions(
        Element.PATTERN,
        Action.ADDED,
        title="{direction} pattern added",
        message="pattern {new} added",
        before="{type: string}",
        after="{type: string, pattern: '^[a-z]+$'}",
        request=Assessment(
            Level.BREAKING, "Values that do not match the pattern are rejected.", "keep accepting other values"
        ),
        response=Assessment(Level.SAFE, STILL_EXPECTED),
    ),
    *in_both_directions(
        Element.PATTERN,
        Action.CHANGED,
        title="{direction} pattern changed",
        message="pattern changed: {old} → {new}",
        before="{type: string, pattern: '^[a-z]+$'}",
        after="{type: string, pattern: '^[A-Z]+$'}",
        request=Assessment(
            Level.RISKY,
            "The comparison cannot decide whether all values that matched the old pattern match the new one; "
            "the others are rejected.",
            "keep accepting values that match the old pattern",
        ),
        response=Assessment(
            Level.RISKY,
            "The comparison cannot decide whether all values that match the new pattern matched the old one; "
            "clients that parse the value may fail.",
            "keep the old pattern",
        ),
    ),
    *in_both_directions(
        Element.PATTERN,
        Action.REMOVED,
        title="{direction} pattern removed",
        message="pattern {old} removed",
        before="{type: string, pattern: '^[a-z]+$'}",
        after="{type: string}",
        request=Assessment(Level.SAFE, STILL_VALID),
        response=Assessment(Level.RISKY, "Clients that parse the value may fail.", "keep the pattern"),
    ),
)

_NARROWED = "{name} narrowed: {old} → {new}"
_WIDENED = "{name} widened: {old} → {new}"

_BOUNDS = (
    *in_both_directions(
        Element.RANGE,
        Action.NARROWED,
        title="{direction} number range narrowed",
        message=_NARROWED,
        before="{type: integer, maximum: 100}",
        after="{type: integer, maximum: 50}",
        request=Assessment(Level.BREAKING, "Numbers outside of the new bounds are rejected.", "keep the old bounds"),
        response=Assessment(Level.SAFE, STILL_EXPECTED),
    ),
    *in_both_directions(
        Element.RANGE,
        Action.WIDENED,
        title="{direction} number range widened",
        message=_WIDENED,
        before="{type: integer, maximum: 50}",
        after="{type: integer, maximum: 100}",
        request=Assessment(Level.SAFE, STILL_VALID),
        response=Assessment(
            Level.RISKY, "Clients that rely on the old bounds may not handle other numbers.", "keep the old bounds"
        ),
    ),
    *in_both_directions(
        Element.LENGTH,
        Action.NARROWED,
        title="{direction} string length narrowed",
        message=_NARROWED,
        before="{type: string, maxLength: 100}",
        after="{type: string, maxLength: 50}",
        request=Assessment(
            Level.BREAKING, "Strings outside of the new bounds are rejected.", "keep the old length bounds"
        ),
        response=Assessment(Level.SAFE, STILL_EXPECTED),
    ),
    *in_both_directions(
        Element.LENGTH,
        Action.WIDENED,
        title="{direction} string length widened",
        message=_WIDENED,
        before="{type: string, maxLength: 50}",
        after="{type: string, maxLength: 100}",
        request=Assessment(Level.SAFE, STILL_VALID),
        response=Assessment(
            Level.RISKY,
            "Clients whose storage fits only the old lengths truncate or reject the string.",
            "keep the old length bounds",
        ),
    ),
    *in_both_directions(
        Element.COUNT,
        Action.NARROWED,
        title="number of {direction} items or properties narrowed",
        message=_NARROWED,
        before="{type: array, items: {type: string}, maxItems: 100}",
        after="{type: array, items: {type: string}, maxItems: 50}",
        request=Assessment(
            Level.BREAKING, "Lists or objects outside of the new limits are rejected.", "keep the old limits"
        ),
        response=Assessment(Level.SAFE, STILL_EXPECTED),
    ),
    *in_both_directions(
        Element.COUNT,
        Action.WIDENED,
        title="number of {direction} items or properties widened",
        message=_WIDENED,
        before="{type: array, items: {type: string}, maxItems: 50}",
        after="{type: array, items: {type: string}, maxItems: 100}",
        request=Assessment(Level.SAFE, STILL_VALID),
        response=Assessment(
            Level.RISKY,
            "Clients that rely on the old limits, e.g. on at least one item, may fail.",
            "keep the old limits",
        ),
    ),
)

_CONDITIONS = (
    *in_both_directions(
        Element.CONDITION,
        Action.ADDED,
        title="{direction} condition added",
        message="condition '{name}' added",
        before="{type: object, properties: {a: {type: string}}}",
        after="{type: object, properties: {a: {type: string}}, not: {required: [b]}}",
        request=Assessment(
            Level.BREAKING, "Values that do not match it are rejected.", "keep accepting values that do not match it"
        ),
        response=Assessment(Level.SAFE, STILL_EXPECTED),
    ),
    *in_both_directions(
        Element.CONDITION,
        Action.CHANGED,
        title="{direction} condition changed",
        message="condition '{name}' changed",
        before="{type: object, properties: {a: {type: string}}, propertyNames: {maxLength: 20}}",
        after="{type: object, properties: {a: {type: string}}, propertyNames: {maxLength: 10}}",
        request=Assessment(
            Level.RISKY,
            "The comparison cannot decide whether all values that matched the old condition match the new one; "
            "the others are rejected.",
        ),
        response=Assessment(
            Level.RISKY,
            "The comparison cannot decide whether all values that match the new condition matched the old one.",
        ),
    ),
    *in_both_directions(
        Element.CONDITION,
        Action.REMOVED,
        title="{direction} condition removed",
        message="condition '{name}' removed",
        before="{type: object, properties: {a: {type: string}}, not: {required: [b]}}",
        after="{type: object, properties: {a: {type: string}}}",
        request=Assessment(Level.SAFE, STILL_VALID),
        response=Assessment(
            Level.RISKY, "Responses may contain values that the old document excluded.", "keep the condition"
        ),
    ),
)

RULES = (*_ENUMS, *_DEFAULTS, *_PATTERNS, *_BOUNDS, *_CONDITIONS)
