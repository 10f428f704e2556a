"""Bodies compared: media types, and what each holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from contracts.comparing.change import Aspect
from contracts.comparing.difference import NEW
from contracts.comparing.judgement import RESPONSE
from contracts.comparing.pair import ANY, Way
from contracts.comparing.parting import parting
from contracts.comparing.plain import text_of, without_prose
from contracts.comparing.site import Site
from contracts.comparing.use import Use
from contracts.spec.document import child_pointer


def request_body(use: Use) -> None:
    """Tell what differs between the bodies that an operation takes."""
    old = use.ledger.old.child(use.old.site, "requestBody")
    new = use.ledger.new.child(use.new.site, "requestBody")
    aspect, direction = use.aspect("request"), use.sending
    if old is None and new is None:
        return
    if old is None or new is None:
        if old is not None:
            use.gone("body-removed", old.place, "", aspect, direction=direction)
        elif new is not None:
            topic = "body-added-required" if _is_required(new) else "body-added-optional"
            use.come(topic, new.place, "", aspect, direction=direction)
        return
    if _is_required(new) and not _is_required(old):
        use.come("body-became-required", child_pointer(new.pointer, "required"), "", aspect, direction=direction)
    elif _is_required(old) and not _is_required(new):
        use.gone("body-became-optional", child_pointer(old.pointer, "required"), "", aspect, direction=direction)
    contents(use, old, new, direction, aspect)


def _is_required(body: Site) -> bool:
    return body.node.get("required") is True


def contents(use: Use, old: Site, new: Site, direction: str, aspect: Aspect) -> None:
    """Tell what differs below ``content``.

    :param aspect: of the body or parameter as a whole.
    """
    before = {_plain(name): (name, site) for name, site in use.ledger.old.members(old, "content")}
    after = {_plain(name): (name, site) for name, site in use.ledger.new.members(new, "content")}
    for key, (name, site) in before.items():
        touched = replace(aspect, media_type=name)
        other = _answering(key, after) or (_inside(key, after) if direction == RESPONSE else None)
        if other is None:
            use.gone("media-type-removed", site.place, name, touched, direction=direction)
        else:
            _media_type(use, site, other, direction, touched)
    for key, (name, site) in after.items():
        known = _answering(key, before)
        if known is None:
            use.come("media-type-added", site.place, name, replace(aspect, media_type=name), direction=direction)
        elif key not in before:
            _media_type(use, known, site, direction, replace(aspect, media_type=name))


def _plain(name: str) -> str:
    """A media type as it is compared: no case, and no ``charset``, which says nothing of the value."""
    main, *rest = [part.strip().lower() for part in name.split(";")]
    return ";".join([main, *(part for part in rest if not part.startswith("charset="))])


def _answering(key: str, others: Mapping[str, tuple[str, Site]]) -> Site | None:
    """What the other document says of a media type, or of the range that holds it."""
    for name in (key, f"{key.partition('/')[0]}/*", "*/*"):
        if name in others:
            return others[name][1]
    return None


def _inside(key: str, others: Mapping[str, tuple[str, Site]]) -> Site | None:
    """The first media type of the other document that is in a range: clients of the range take it."""
    if not key.endswith("/*"):
        return None
    main = key.removesuffix("*").removeprefix("*/")
    return next((site for name, (_, site) in others.items() if name.startswith(main)), None)


def _media_type(use: Use, old: Site, new: Site, direction: str, aspect: Aspect) -> None:
    pairs, sides = use.ledger.pairs, (use.ledger.old, use.ledger.new)
    fields: tuple[tuple[str, Way], ...] = (("schema", ()), ("itemSchema", (ANY,)))
    for keyword, field in fields:
        if keyword in old.node or keyword in new.node:
            one, other = sides[0].schema(old, keyword), sides[1].schema(new, keyword)
            pairs.use(one, other, direction, replace(aspect, field=field))
    encodings = [{key: _told(site.node[key]) for key in _ENCODINGS if site.node.get(key)} for site in (old, new)]
    if text_of(encodings[0]) != text_of(encodings[1]):
        side, way = parting(*encodings)
        tell, site = (use.come, new) if side == NEW else (use.gone, old)
        tell("encoding-changed", child_pointer(site.pointer, *way), "", aspect, direction=direction)


def _told(encodings: Any) -> Any:
    """Encodings without prose; by name, names that are words of prose stay."""
    if isinstance(encodings, dict):
        return {name: without_prose(one) for name, one in encodings.items()}
    return without_prose(encodings)


_ENCODINGS = ("encoding", "prefixEncoding", "itemEncoding")
"""How parts are written: by name, or by position since OpenAPI 3.2."""
