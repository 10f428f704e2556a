"""The result of replaying one recorded exchange."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from contracts.messages import Request, Response
from contracts.spec.model import Contract, MediaType, Operation
from contracts.traffic.body_decoding import value_of
from contracts.traffic.matching import operation_of

LONGEST = 300
"""Maximum length of a value in messages."""


@dataclass(frozen=True)
class Mismatch:
    """One difference between a response and its expectations.

    :param key: of the expectation that failed.
    :param location: the part of the response, one phrase.
    """

    key: str
    location: str
    expected: str
    got: str

    def __str__(self) -> str:
        return f"{self.location}: expected {self.expected}, got {self.got}"


@dataclass(frozen=True)
class ReplayedExchange:
    """One replayed exchange.

    :param earlier: the previous exchanges of the case.
    :param contract: ``None``: no document was given.
    :param api: the API that is served at the root, without the document's prefix; ``""``: none.
    """

    request: Request
    response: Response
    earlier: Sequence[ReplayedExchange] = field(repr=False)
    contract: Contract | None = field(repr=False)
    api: str = ""

    @property
    def value(self) -> Any:
        """The decoded body: JSON, or XML decoded with the documented schema."""
        media = self.media
        if media is None or self.response.media_type != "application/xml":
            return self.response.json
        return value_of(self.response.body, media.schema)

    @cached_property
    def operation(self) -> Operation | None:
        """The operation that the request matches."""
        if self.contract is None:
            return None
        return operation_of(self.contract, self.request, api=self.api)

    @cached_property
    def media(self) -> MediaType | None:
        """The documented media type of the response; ``None`` if undocumented."""
        documented = self.operation.response(self.response.status) if self.operation is not None else None
        return next((one for one in documented.content if _matches(one, self.response)), None) if documented else None


def _matches(media: MediaType, response: Response) -> bool:
    """Whether a documented media type or media range (RFC 9110, section 12.5.1) matches a response."""
    documented = media.name.partition(";")[0].strip().lower()
    given = response.media_type
    is_in_range = documented[-2:] == "/*" and given.startswith(documented[:-1])
    return documented == given or (documented == "*/*" and given != "") or is_in_range


def format_value(value: Any) -> str:
    """Return a value for messages; long ones are cut."""
    text = value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else repr(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text)} characters)"
