"""What a judgement of changes is: which kind of difference it judges, how grave that is for a client, and why."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.comparing.change import Level

REQUEST = "request"
"""The direction of what a client sends."""

RESPONSE = "response"
"""The direction of what a client gets."""

FRAMES = ("document", "operation", "request", "response")
"""What the two sides of a judgement's example are: members of the document's root, the operation ``POST /cases``, or
the schema of its JSON request or of its JSON response 200."""


@dataclass(frozen=True)
class Judgement:
    """One kind of change.

    :param id: lower case with dashes; the name of its module with dashes instead of underscores.
    :param title: one phrase for tables.
    :param why: why it has this level, one or two sentences.
    :param topic: the kind of difference that it judges, in the words of the comparison.
    :param direction: ``request`` or ``response`` for differences of what is sent; ``""`` for others.
    :param message: what changed, with ``{name}``, ``{old}`` and ``{new}`` for what the difference says.
    :param within: one of :data:`FRAMES`: what ``before`` and ``after`` are.
    :param before: a piece in YAML.
    :param after: the same piece with one change, which gets this judgement and no other.
    :param remedy: what the provider of the API can do instead; ``""`` where nothing is to be done.
    """

    id: str
    level: Level
    title: str
    why: str
    topic: str
    message: str
    before: str
    after: str
    direction: str = ""
    within: str = "operation"
    remedy: str = ""
