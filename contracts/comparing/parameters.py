"""Parameters of an operation compared."""

from __future__ import annotations

from contracts.comparing.bodies import contents
from contracts.comparing.change import Aspect
from contracts.comparing.difference import NEW, OLD, Difference
from contracts.comparing.side import Side
from contracts.comparing.site import Site
from contracts.comparing.use import Operation, Use
from contracts.spec.document import child_pointer

Key = tuple[str, str]
"""Location and name; names of headers are lower case, as HTTP does not tell them apart (RFC 9110, section 5.1)."""

_IGNORED = frozenset({("header", "accept"), ("header", "content-type"), ("header", "authorization")})
"""Parameters that have no effect (OpenAPI 3.1, "Parameter Object", ``name``)."""

_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
_ALIKE = frozenset({"form", "simple", "spaceDelimited", "pipeDelimited", "deepObject"})
"""Styles that write a value that is neither list nor object in the same way."""


def parameters(use: Use) -> None:
    """Tell what differs between the parameters of an operation."""
    old = {_renamed(key, use): site for key, site in _effective(use.ledger.old, use.old).items()}
    new = _effective(use.ledger.new, use.new)
    come = {key: site for key, site in new.items() if key not in old}
    for key, site in old.items():
        if key in new:
            _kept(use, key, site, new[key])
            continue
        moved = next((other for other in come if other[1] == key[1]), None)
        if moved is None:
            use.gone(_topic(use, "removed"), site.place, _called(key), _aspect(use, key))
        else:
            place = child_pointer(come.pop(moved).pointer, "in")
            difference = Difference("parameter-location-changed", NEW, place, f"'{key[1]}'", key[0], moved[0])
            use.ledger.tell(difference, _aspect(use, key))
    for key, site in come.items():
        topic = "added-required" if _is_required(site) else "added-optional"
        use.come(_topic(use, topic), site.place, _called(key), _aspect(use, key))


def _topic(use: Use, event: str) -> str:
    """The kind of difference: parameters of webhooks and callbacks are those that a client gets."""
    if not use.is_incoming:
        return f"parameter-{event}"
    return "webhook-parameter-added" if event.startswith("added") else f"webhook-parameter-{event}"


def _effective(side: Side, operation: Operation) -> dict[Key, Site]:
    """The path item's parameters and the operation's own, which replace those of the same name and location."""
    found: dict[Key, Site] = {}
    for holder in (operation.item, operation.site):
        for _, site in side.members(holder, "parameters"):
            name, location = str(site.node.get("name")), str(site.node.get("in"))
            found[location, name.lower() if location == "header" else name] = site
    return {key: site for key, site in found.items() if key not in _IGNORED}


def _renamed(key: Key, use: Use) -> Key:
    return (key[0], use.renamed.get(key[1], key[1])) if key[0] == "path" else key


def _aspect(use: Use, key: Key) -> Aspect:
    name = key[1]
    if key[0] == "path":
        name = next((old for old, new in use.renamed.items() if new == name), name)
    return use.aspect("parameter", f"{key[0]}:{name}")


def _called(key: Key) -> str:
    return f"'{key[1]}' ({key[0]})"


def _is_required(site: Site) -> bool:
    return site.node.get("required") is True or site.node.get("in") == "path"


def _kept(use: Use, key: Key, old: Site, new: Site) -> None:
    aspect, called = _aspect(use, key), _called(key)
    if _is_required(old) != _is_required(new):
        if _is_required(new):
            use.come(_topic(use, "became-required"), child_pointer(new.pointer, "required"), called, aspect)
        else:
            use.gone(_topic(use, "became-optional"), child_pointer(old.pointer, "required"), called, aspect)
    if (old.node.get("deprecated") is True) != (new.node.get("deprecated") is True):
        if new.node.get("deprecated") is True:
            use.come("parameter-deprecated", child_pointer(new.pointer, "deprecated"), called, aspect)
        else:
            use.gone("parameter-no-longer-deprecated", child_pointer(old.pointer, "deprecated"), called, aspect)
    _written(use, called, aspect, old, new)
    if "content" in old.node and "content" in new.node:
        contents(use, old, new, use.sending, aspect)
    elif "content" not in old.node and "content" not in new.node:
        sides = use.ledger.old.schema(old, "schema"), use.ledger.new.schema(new, "schema")
        use.ledger.pairs.use(*sides, use.sending, aspect)


def _written(use: Use, called: str, aspect: Aspect, old: Site, new: Site) -> None:
    """How the value is written, as far as one sees it; what may be written besides is no change for clients."""
    one, other = _form(use.ledger.old, old), _form(use.ledger.new, new)
    if one is None or other is None:
        if one is not other:
            keyword = "schema" if one is None else "content"
            said = [f"with {'content' if form is None else 'a schema'}" for form in (one, other)]
            place = child_pointer(new.pointer, keyword)
            use.ledger.tell(Difference("parameter-style-changed", NEW, place, called, said[0], said[1]), aspect)
        return
    lost = [keyword for keyword in _FREEDOMS if old.node.get(keyword) is True and new.node.get(keyword) is not True]
    is_alike = one == other or (PLAIN in (one, other) and _style(old) == _style(new))
    if is_alike and not lost:
        return  # where the type changed, and with it how it is written, the type is told
    keywords = ["style", "explode"] if not is_alike else lost
    before = [old.node.get(keyword, ...) != new.node.get(keyword, ...) for keyword in keywords]
    keyword = next((word for word, differs in zip(keywords, before, strict=True) if differs), "schema")
    side, site = (NEW, new) if keyword in new.node else (OLD, old)
    place, was = child_pointer(site.pointer, keyword), ", ".join([one, *lost])
    use.ledger.tell(Difference("parameter-style-changed", side, place, called, was, other), aspect)


PLAIN = "plain"
"""A value that is written as it is, in whatever style."""

_FREEDOMS = ("allowReserved", "allowEmptyValue")
"""What a client may write because the document says so."""


def _style(site: Site) -> tuple[str, bool]:
    """``style`` and ``explode`` of a parameter, its defaults filled in (OpenAPI 3.1, "Parameter Object")."""
    style = str(site.node.get("style") or _STYLES.get(str(site.node.get("in")), "form"))
    return style, bool(site.node.get("explode", style in ("form", "deepObject")))


def _form(side: Side, site: Site) -> str | None:
    """How the value is written; ``None``: as its media type says."""
    if "content" in site.node:
        return None
    style, explode = _style(site)
    types = side.join(side.schema(site, "schema")).types
    if style in _ALIKE and types is not None and not types & {"array", "object"}:
        return PLAIN
    return f"style {style}, explode {'true' if explode else 'false'}"
