"""Rules for changes of schemas, which exist for requests and for responses."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.diff.change import Action, ChangeRule, Direction, Element, Frame, Level

STILL_VALID = "Values that clients send remain valid."
"""The reason why a schema that accepts more is safe in requests."""

STILL_EXPECTED = "Clients can already handle all remaining values."
"""The reason why a schema that accepts less is safe in responses."""


@dataclass(frozen=True)
class Assessment:
    """The effect of a change on clients in one direction.

    :param message: replaces the common message.
    """

    level: Level
    why: str
    remedy: str = ""
    message: str = ""


def in_both_directions(
    element: Element,
    action: Action,
    *,
    title: str,
    message: str = "",
    before: str,
    after: str,
    request: Assessment,
    response: Assessment,
) -> tuple[ChangeRule, ChangeRule]:
    """Return the rules for a change in requests and in responses.

    :param title: with the placeholder ``{direction}``.
    :param message: not needed if both assessments have their own.
    :param before: a schema in YAML.
    """

    def rule(direction: Direction, one: Assessment) -> ChangeRule:
        return ChangeRule(
            element,
            action,
            direction,
            one.level,
            title=title.format(direction=direction),
            why=one.why,
            message=one.message or message,
            before=before,
            after=after,
            within=Frame(direction),
            remedy=one.remedy,
        )

    return rule(Direction.REQUEST, request), rule(Direction.RESPONSE, response)
