"""The parts of a server that can be controlled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from contracts.generation.generate import Generators
from contracts.spec.model import Contract
from mockserver.control.static_control import StaticControl
from mockserver.control.tokens import Tokens
from mockserver.documents import ServedDocument
from mockserver.exchange import Exchange
from mockserver.mounting import MountedApi
from mockserver.settings import Settings
from mockserver.state.clock import SharedClock
from mockserver.state.collections import Collections
from mockserver.state.stores.store import Store

if TYPE_CHECKING:
    from mockserver.console.index import Index


@dataclass(frozen=True)
class Server:
    """The parts of a server that can be controlled.

    :param health: returns the state of the server as JSON values.
    :param collections: by name of the API.
    :param static: the stubs and faults of the settings.
    :param clock: the clock of all collections.
    :param tokens: the credentials that were added.
    :param generators: of all responses.
    :param record: called with the exchange of each request that the mock has sent.
    :param forget_callbacks: cancels the callbacks that are on their way.
    :param documents: the served documents, with their errors.
    :param index: returns the data of the index page.
    """

    settings: Settings
    contracts: Sequence[Contract]
    apis: Sequence[MountedApi]
    store: Store
    health: Callable[[], Mapping[str, Any]]
    collections: Mapping[str, Collections]
    static: StaticControl
    clock: SharedClock
    tokens: Tokens
    generators: Generators
    record: Callable[[Exchange], None]
    forget_callbacks: Callable[[], None]
    documents: Sequence[ServedDocument]
    index: Callable[[], Index]
