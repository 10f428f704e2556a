"""Two operations that face each other, and the ways into the ledger that they share."""

from __future__ import annotations

from dataclasses import dataclass, field

from contracts.comparing.change import Aspect
from contracts.comparing.difference import NEW, OLD, Difference
from contracts.comparing.judgement import REQUEST, RESPONSE
from contracts.comparing.ledger import Ledger
from contracts.comparing.site import Site


@dataclass(frozen=True)
class Operation:
    """An operation and the path item that it stands in."""

    site: Site
    item: Site


@dataclass(frozen=True)
class Use:
    """An operation in both documents.

    :param name: method and path template of the old document.
    :param is_incoming: whether the provider calls and the client answers: webhooks and callbacks.
    :param renamed: path parameters that have another name in the new document, by their old one.
    """

    ledger: Ledger
    name: str
    old: Operation
    new: Operation
    is_incoming: bool = False
    renamed: dict[str, str] = field(default_factory=dict)

    @property
    def sending(self) -> str:
        """The direction of the operation's request, as the client sees it."""
        return RESPONSE if self.is_incoming else REQUEST

    @property
    def answering(self) -> str:
        """The direction of the operation's responses."""
        return REQUEST if self.is_incoming else RESPONSE

    def aspect(self, part: str = "operation", name: str = "", status: str = "", media_type: str = "") -> Aspect:
        """An aspect of this operation."""
        return Aspect(self.name, part, name, status, media_type)

    def gone(self, topic: str, place: str, name: str, *aspects: Aspect, direction: str = "") -> None:
        """Tell what only the old document has."""
        self.ledger.tell(Difference(topic, OLD, place, name), *(aspects or (self.aspect(),)), direction=direction)

    def come(self, topic: str, place: str, name: str, *aspects: Aspect, direction: str = "") -> None:
        """Tell what only the new document has, or what it has otherwise."""
        self.ledger.tell(Difference(topic, NEW, place, name), *(aspects or (self.aspect(),)), direction=direction)
