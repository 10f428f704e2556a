"""Loading plugins: the objects that installed distributions offer under an entry point group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType
from typing import Any, Generic, Protocol, TypeVar

from contracts.errors import SettingsError


class _Plugin(Protocol):
    @property
    def id(self) -> str: ...


Plugin = TypeVar("Plugin", bound=_Plugin)


@dataclass(frozen=True)
class PluginGroup(Generic[Plugin]):
    """One kind of plugin.

    :param name: of the entry point group, e.g. ``casemock.rules``.
    :param kind: the class of a plugin; messages use its name.
    :param faults: yields what is wrong with a plugin, one phrase each.
    """

    name: str
    kind: type[Plugin]
    faults: Callable[[Any], Iterable[str]]

    @property
    def noun(self) -> str:
        """What messages call a plugin, e.g. ``rule``."""
        return self.kind.__name__.lower()

    def load(self, own: Sequence[Plugin]) -> tuple[Plugin, ...]:
        """The plugins of all installed distributions, sorted by id.

        :param own: the built-in ones, whose ids are taken.
        :raises SettingsError: for an entry point that cannot be loaded or is not a plugin, naming its distribution.
        """
        owners = {one.id: "casemock" for one in own}
        found: list[Plugin] = []
        for entry in sorted(entry_points(group=self.name), key=lambda entry: (_distribution(entry), entry.name)):
            for plugin in self._plugins_of(entry):
                if plugin.id in owners:
                    owner = owners[plugin.id]
                    raise self._error(entry, f"the id {plugin.id!r} is already used by a {self.noun} of {owner}")
                owners[plugin.id] = _distribution(entry)
                found.append(plugin)
        return tuple(sorted(found, key=lambda plugin: plugin.id))

    def _plugins_of(self, entry: EntryPoint) -> Iterator[Plugin]:
        loaded = self._loaded(entry)
        plugins = list(self._spread(loaded))
        name, attribute = self.kind.__name__, self.noun.upper()
        if not plugins:
            empty = f"a module without {attribute}" if isinstance(loaded, ModuleType) else f"an empty {_type(loaded)}"
            raise self._error(entry, f"{empty}; expected a {name}, a module with {attribute}, or a list of them")
        for plugin in plugins:
            if not isinstance(plugin, self.kind):
                raise self._error(entry, f"expected a {name}, found a value of type {_type(plugin)}")
            for fault in (*_id_faults(plugin.id), *self.faults(plugin)):
                raise self._error(entry, f"{self.noun} {plugin.id!r}: {fault}")
            yield plugin

    def _loaded(self, entry: EntryPoint) -> object:
        try:
            return entry.load()
        except Exception as error:  # importing another module may raise anything
            raise self._error(entry, f"cannot be loaded: {type(error).__name__}: {error}") from error

    def _spread(self, loaded: object) -> Iterator[object]:
        """What an entry names: a plugin, a module with e.g. ``RULE`` or ``RULES``, or a sequence of any of them."""
        if isinstance(loaded, ModuleType):
            attribute = self.noun.upper()
            yield from self._spread(getattr(loaded, f"{attribute}S", getattr(loaded, attribute, ())))
        elif isinstance(loaded, Iterable) and not isinstance(loaded, str | bytes | Mapping):
            for one in loaded:
                yield from self._spread(one)
        else:
            yield loaded

    def _error(self, entry: EntryPoint, message: str) -> SettingsError:
        hint = "fix the plugin, or uninstall the distribution"
        return SettingsError(f"{self.noun}s of {_distribution(entry)}: {entry.value}: {message}", hint=hint)


def _id_faults(identifier: object) -> Iterator[str]:
    if not isinstance(identifier, str) or not identifier or identifier != identifier.lower() or " " in identifier:
        yield "the id must be lower case with dashes"


def _distribution(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else "an unknown distribution"


def _type(value: object) -> str:
    return type(value).__name__
