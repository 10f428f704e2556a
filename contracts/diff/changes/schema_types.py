"""Changes of types, null and formats."""

from __future__ import annotations

from contracts.diff.change import Action, Element, Level
from contracts.diff.changes.directions import STILL_EXPECTED, STILL_VALID, Assessment, in_both_directions

RULES = (
    *in_both_directions(
        Element.TYPE,
        Action.CHANGED,
        title="{direction} type changed",
        message="type changed: {old} → {new}",
        before="{type: string}",
        after="{type: integer}",
        request=Assessment(
            Level.BREAKING,
            "Values that were valid before are rejected.",
            "accept both types, or use a new name for the new type",
        ),
        response=Assessment(Level.BREAKING, "Clients cannot parse the value.", "return the new type in a new property"),
    ),
    *in_both_directions(
        Element.TYPE,
        Action.NARROWED,
        title="{direction} type narrowed",
        message="type narrowed: {old} → {new}",
        before="{type: number}",
        after="{type: integer}",
        request=Assessment(
            Level.BREAKING, "Values that were valid before are rejected.", "keep accepting the other types"
        ),
        response=Assessment(Level.SAFE, "Clients can already parse all remaining types."),
    ),
    *in_both_directions(
        Element.TYPE,
        Action.WIDENED,
        title="{direction} type widened",
        message="type widened: {old} → {new}",
        before="{type: integer}",
        after="{type: number}",
        request=Assessment(Level.SAFE, STILL_VALID),
        response=Assessment(
            Level.BREAKING, "Clients cannot parse values of the new type.", "return the new type in a new property"
        ),
    ),
    *in_both_directions(
        Element.VALUE,
        Action.BECAME_NULLABLE,
        title="{direction} value became nullable",
        before="{type: string}",
        after="{type: [string, 'null']}",
        request=Assessment(Level.SAFE, STILL_VALID, message="request also accepts null"),
        response=Assessment(
            Level.BREAKING,
            "Clients that expect a value fail on null.",
            "omit the property instead, if it is optional",
            message="value can be null",
        ),
    ),
    *in_both_directions(
        Element.VALUE,
        Action.BECAME_NOT_NULLABLE,
        title="{direction} value is no longer nullable",
        before="{type: [string, 'null']}",
        after="{type: string}",
        request=Assessment(
            Level.BREAKING,
            "Requests with null are rejected.",
            "keep accepting null",
            message="request no longer accepts null",
        ),
        response=Assessment(Level.SAFE, STILL_EXPECTED, message="value is never null"),
    ),
    *in_both_directions(
        Element.FORMAT,
        Action.ADDED,
        title="{direction} format added",
        message="format {new} added",
        before="{type: string}",
        after="{type: string, format: date}",
        request=Assessment(
            Level.BREAKING, "Values that do not match the format are rejected.", "keep accepting other values"
        ),
        response=Assessment(Level.SAFE, STILL_EXPECTED),
    ),
    *in_both_directions(
        Element.FORMAT,
        Action.CHANGED,
        title="{direction} format changed",
        message="format changed: {old} → {new}",
        before="{type: string, format: date}",
        after="{type: string, format: date-time}",
        request=Assessment(Level.BREAKING, "Values that were valid before are rejected.", "accept both formats"),
        response=Assessment(
            Level.BREAKING, "Clients that parse the old format fail.", "return the new format in a new property"
        ),
    ),
    *in_both_directions(
        Element.FORMAT,
        Action.NARROWED,
        title="{direction} number format narrowed",
        message="format narrowed: {old} → {new}",
        before="{type: integer, format: int64}",
        after="{type: integer, format: int32}",
        request=Assessment(
            Level.BREAKING, "Numbers outside of the new format are rejected.", "keep accepting other numbers"
        ),
        response=Assessment(Level.SAFE, STILL_EXPECTED),
    ),
    *in_both_directions(
        Element.FORMAT,
        Action.WIDENED,
        title="{direction} number format widened",
        message="format widened: {old} → {new}",
        before="{type: integer, format: int32}",
        after="{type: integer, format: int64}",
        request=Assessment(Level.SAFE, STILL_VALID),
        response=Assessment(
            Level.BREAKING,
            "New numbers do not fit into the data types of clients.",
            "return the new format in a new property",
        ),
    ),
    *in_both_directions(
        Element.FORMAT,
        Action.REMOVED,
        title="{direction} format removed",
        message="format {old} removed",
        before="{type: string, format: date}",
        after="{type: string}",
        request=Assessment(Level.SAFE, STILL_VALID),
        response=Assessment(Level.RISKY, "Clients that parse the format may fail.", "keep the format"),
    ),
)
