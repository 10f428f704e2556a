"""One exchange as it went, and what of it is not as expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from contracts.messages import Request, Response
from contracts.recordings.operations import operation_of
from contracts.recordings.xml_values import value_of
from contracts.spec.model import Contract, MediaType, Operation

LONGEST = 300
"""Characters of a value that are shown."""


@dataclass(frozen=True)
class Difference:
    """One thing that is not as expected.

    :param key: of the expectation that it breaks.
    :param place: in the answer, one phrase.
    """

    key: str
    place: str
    expected: str
    got: str

    def __str__(self) -> str:
        return f"{self.place}: expected {self.expected}, got {self.got}"


@dataclass(frozen=True)
class Turn:
    """One exchange as it went.

    :param earlier: the exchanges of the case before it.
    :param contract: ``None``: nothing is known but what the case says.
    :param api: the one API that is served at the root, without the document's prefix; ``""``: none is.
    """

    request: Request
    response: Response
    earlier: Sequence[Turn] = field(repr=False)
    contract: Contract | None = field(repr=False)
    api: str = ""

    @property
    def value(self) -> Any:
        """The body as a value: parsed JSON, or XML as the documented schema reads it."""
        media = self.media
        if media is None or self.response.media_type != "application/xml":
            return self.response.json
        return value_of(self.response.body, media.schema)

    @cached_property
    def operation(self) -> Operation | None:
        """The operation that the request means."""
        if self.contract is None:
            return None
        return operation_of(self.contract, self.request.method, self.request.path, api=self.api)

    @cached_property
    def media(self) -> MediaType | None:
        """The media type under which the contract documents the answer; ``None``: it does not."""
        documented = self.operation.response(self.response.status) if self.operation is not None else None
        return next((one for one in documented.content if _covers(one, self.response)), None) if documented else None


def _covers(media: MediaType, response: Response) -> bool:
    """Whether a documented media type, maybe a range (RFC 9110, section 12.5.1), is that of an answer."""
    known = media.name.partition(";")[0].strip().lower()
    given = response.media_type
    return known == given or (known == "*/*" and given != "") or (known[-2:] == "/*" and given.startswith(known[:-1]))


def shown(value: Any) -> str:
    """A value, or the start of a long one, as messages have it."""
    text = value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else repr(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text)} characters)"
