"""The property with the id of an item, as examples of whole exchanges show it.

Examples of a path parameter and of a response that have the same name describe one exchange (OpenAPI 3.1, section
4.8.19). The property whose value is that of the parameter contains the id in the path: ``name`` in Azure, whose ``id``
is a longer path.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from contracts.spec.keys import Keys, value_at
from contracts.spec.model import Example, MediaType
from contracts.spec.names import plain
from contracts.spec.resources.bodies import item_path
from contracts.spec.resources.candidate import Candidate
from contracts.spec.resources.family import Family
from contracts.spec.resources.names import IDS

_ORDER = {plain(name): number for number, name in enumerate(reversed(IDS))}


def corrected_id(found: Keys, family: Family) -> Keys:
    """Return the keys to the id of an item: those that were found, unless all examples have the id elsewhere."""
    pairs = [pair for candidate in family.on_item for pair in _pairs(candidate, family)]
    if not pairs or any(_is_same(value_at(item, found) if found else None, sent) for sent, item in pairs):
        return found
    known = family.item.possible_properties if family.item is not None else {}
    shown = [name for name in known if all(_is_same(item.get(name), sent) for sent, item in pairs)]
    usual = [name for name in shown if plain(name) in _ORDER or plain(name) in family.ids]
    best = max(usual, key=lambda name: _ORDER.get(plain(name), len(_ORDER)), default="")
    return (best,) if best else found


def _pairs(candidate: Candidate, family: Family) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Yield the example of the path parameter and the item in the response of each exchange."""
    operation = candidate.operation
    parameters = [one for one in operation.parameters if (one.location, one.name) == ("path", candidate.path.parameter)]
    sent = {one.name: one.value for parameter in parameters for one in parameter.examples if one.name}
    contents = [media for one in operation.responses if one.is_success and sent for media in one.content]
    keys = item_path(candidate, family) if contents else ()
    for example in _examples(contents):
        item = value_at(example.value, keys) if keys else example.value
        if example.name in sent and isinstance(item, dict):
            yield sent[example.name], item


def _examples(contents: Sequence[MediaType]) -> Iterator[Example]:
    return (example for media in contents if media.is_json for example in media.examples)


def _is_same(value: Any, sent: Any) -> bool:
    is_id = isinstance(value, str | int) and not isinstance(value, bool)
    return is_id and str(value) == str(sent)
