"""A rule for one kind of change: its level for clients, the reason, and an example."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from contracts.diff.change import Level
from contracts.diff.change_kind import Action, ChangeKind, Direction, Element


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
