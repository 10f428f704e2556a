"""What a client must show to be let in, compared: alternatives, schemes, scopes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from contracts.comparing.difference import NEW, OLD, Difference
from contracts.comparing.plain import without_prose
from contracts.comparing.side import Side
from contracts.comparing.site import Site
from contracts.comparing.use import Operation, Use
from contracts.spec.document import child_pointer


class Asked(NamedTuple):
    """What is asked of a scheme, and where that is written."""

    scopes: tuple[str, ...]
    place: str


Schemes = dict[str, Asked]
"""What is asked for together, by the names of schemes in the old document."""

_DEFINING = ("type", "in", "name", "scheme")


def security(use: Use) -> None:
    """Tell what differs between the credentials that an operation asks for."""
    names = _renamed(use.ledger.old, use.ledger.new)
    old_place, old = _effective(use.ledger.old, use.old, {})
    new_place, new = _effective(use.ledger.new, use.new, names)
    for found in _differences(old_place, old, new_place, new):
        use.ledger.tell(found, use.aspect("security", found.name))
    for name in dict.fromkeys(name for schemes in old.values() for name in schemes):
        if name not in names.values() and any(name in schemes for schemes in new.values()):
            for found in _scheme(use.ledger.old, use.ledger.new, name):
                use.ledger.tell(found, use.aspect("security", name))


def _renamed(old_side: Side, new_side: Side) -> dict[str, str]:
    """Schemes with another name and the same definition: the old names by the new ones. No client sees a name."""
    old, new = _definitions(old_side), _definitions(new_side)
    gone = {name: site for name, site in old.items() if name not in new}
    come = {name: site for name, site in new.items() if name not in old} if gone else {}
    found: dict[str, str] = {}
    for name, site in come.items():
        said = without_prose(site.node)
        same = (one for one, other in gone.items() if one not in found.values() and without_prose(other.node) == said)
        if (known := next(same, None)) is not None:
            found[name] = known
    return found


def _effective(side: Side, operation: Operation, names: dict[str, str]) -> tuple[str, dict[str, Schemes]]:
    """Where it is said what an operation asks for, and the alternatives by their places.

    :param names: of schemes, where they are to have another one.
    """
    holder = operation.site if "security" in operation.site.node else side.root
    place = child_pointer(holder.pointer, "security")
    found: dict[str, Schemes] = {}
    for index, schemes in side.members(holder, "security"):
        named = {
            names.get(name, name): Asked(tuple(map(str, scopes)), child_pointer(place, index, name))
            for name, scopes in schemes.node.items()
            if isinstance(scopes, list)
        }
        found[child_pointer(place, index)] = named
    return place, found


def _differences(
    old_place: str, old: dict[str, Schemes], new_place: str, new: dict[str, Schemes]
) -> Iterator[Difference]:
    was_open, is_open = (not some or any(not one for one in some.values()) for some in (old, new))
    before = {place: one for place, one in old.items() if one}
    after = {place: one for place, one in new.items() if one}
    if is_open != was_open:
        free = next((place for place, one in new.items() if not one), "")
        if is_open:
            yield Difference("security-became-optional", *((NEW, free) if free else (OLD, old_place)))
        else:
            yield Difference("security-became-required", NEW, new_place)
        if not before or not after:
            return
    yield from _alternatives(before, after)


def _alternatives(old: dict[str, Schemes], new: dict[str, Schemes]) -> Iterator[Difference]:
    for place, other in _matched(old, new, exactly=True):
        yield from _scopes(old.pop(place), new.pop(other))
    for place, other in _matched(old, new, exactly=False):
        yield from _schemes(place, old.pop(place), other, new.pop(other))
    for place, one in old.items():
        yield Difference("security-alternative-removed", OLD, place, _called(one))
    for other, one in new.items():
        yield Difference("security-alternative-added", NEW, other, _called(one))


def _matched(old: dict[str, Schemes], new: dict[str, Schemes], *, exactly: bool) -> list[tuple[str, str]]:
    """Alternatives that ask for the same schemes, or where one asks for some more than the other."""
    matches: list[tuple[str, str]] = []
    for place, one in old.items():
        for other, schemes in new.items():
            is_same = one.keys() == schemes.keys()
            is_near = one.keys() < schemes.keys() or schemes.keys() < one.keys()
            if (is_same if exactly else is_near) and all(other != taken for _, taken in matches):
                matches.append((place, other))
                break
    return matches


def _called(schemes: Iterable[str]) -> str:
    return " and ".join(schemes)


def _scopes(old: Schemes, new: Schemes) -> Iterator[Difference]:
    for name, asked in new.items():
        come = [scope for scope in asked.scopes if scope not in old[name].scopes]
        gone = [scope for scope in old[name].scopes if scope not in asked.scopes]
        if come:
            yield Difference("scope-added", NEW, asked.place, name, new=", ".join(come))
        if gone:
            yield Difference("scope-removed", NEW, asked.place, name, old=", ".join(gone))


def _schemes(old_place: str, old: Schemes, new_place: str, new: Schemes) -> Iterator[Difference]:
    come, gone = [name for name in new if name not in old], [name for name in old if name not in new]
    if come:
        yield Difference("security-scheme-added", NEW, new_place, _called(come))
    if gone:
        yield Difference("security-scheme-removed", OLD, old_place, _called(gone))


def _scheme(old_side: Side, new_side: Side, name: str) -> Iterator[Difference]:
    """What differs between two definitions of a scheme."""
    old, new = _definitions(old_side).get(name), _definitions(new_side).get(name)
    if old is None or new is None:
        return
    for key in _DEFINING:
        before, after = _word(old, key), _word(new, key)
        if before != after:
            place = child_pointer(new.pointer, key)
            said, says = (f"{key} {scheme.node.get(key)}" for scheme in (old, new))
            yield Difference("security-scheme-changed", NEW, place, name, said, says)
            return
    yield from _urls(old, new, name)
    flows = dict(old_side.members(old, "flows")), dict(new_side.members(new, "flows"))
    for flow, site in flows[0].items():
        if flow in flows[1]:
            yield from _urls(site, flows[1][flow], name)
        else:
            yield Difference("oauth-flow-removed", OLD, site.pointer, name, flow)
    for flow, site in flows[1].items():
        if flow not in flows[0]:
            yield Difference("oauth-flow-added", NEW, site.pointer, name, None, flow)


def _definitions(side: Side) -> dict[str, Site]:
    """The schemes that a document defines, by name."""
    components = side.child(side.root, "components")
    return dict(side.members(components, "securitySchemes"))


def _word(scheme: Site, key: str) -> Any:
    """A defining field; names of HTTP schemes and of headers are the same in any case (RFC 9110, 11.1 and 5.1)."""
    value = scheme.node.get(key)
    is_caseless = key == "scheme" or (key == "name" and scheme.node.get("in") == "header")
    return value.lower() if is_caseless and isinstance(value, str) else value


def _urls(old: Site, new: Site, name: str) -> Iterator[Difference]:
    for key, url in new.node.items():
        before = old.node.get(key)
        if key.endswith("Url") and before is not None and before != url:
            yield Difference("oauth-url-changed", NEW, child_pointer(new.pointer, key), name, before, url)
