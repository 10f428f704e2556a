"""What the operations of one API share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from contracts.generation.generate import Generators
from contracts.spec.model import Api, MediaType, Operation
from mockserver.auth import AddedTokens, no_tokens
from mockserver.http.messages import MockResponse
from mockserver.http.own_urls import OwnUrls
from mockserver.http.request import RequestContext
from mockserver.settings import Settings
from mockserver.state.collections import Collections
from mockserver.state.sent_urls import SentUrls
from mockserver.state.stores.store import Store

Follow = Callable[[RequestContext, MockResponse], None]
"""Begins what follows a response: the callbacks of the operation."""


def nothing_follows(_: Operation) -> Follow | None:
    """Return ``None``, as the operation has no callbacks."""
    return None


@dataclass(frozen=True)
class ApiContext:
    """What the operations of one API share.

    :param store: where written items are kept.
    :param common_error: the media type of the API's most common error body, or ``None``.
    :param own_urls: replaces the URLs of the documented servers, or ``None`` to keep them.
    :param sent_urls: the URLs that clients sent, which are kept.
    :param added_tokens: the credentials that were added while the server runs.
    :param follow: returns what sends the callbacks of an operation after a response; ``None`` if it has none.
    """

    api: Api
    settings: Settings
    generators: Generators
    collections: Collections
    store: Store
    common_error: MediaType | None
    own_urls: OwnUrls | None
    sent_urls: SentUrls
    added_tokens: AddedTokens = no_tokens
    follow: Callable[[Operation], Follow | None] = nothing_follows

    def in_locale(self, locale: str) -> ApiContext:
        """Return the context for responses in another locale."""
        generators = self.generators.for_locale(locale)
        return replace(self, generators=generators, collections=self.collections.for_generators(generators))
