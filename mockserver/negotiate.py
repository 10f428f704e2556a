"""Content negotiation: media types by ``Accept``, languages by ``Accept-Language`` (RFC 9110, section 12.5)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from contracts.spec.model import Parameter
from contracts.spec.schemas import Schema

Range = tuple[str, str, float]
"""Type, subtype, weight."""

ANY: tuple[Range, ...] = (("*", "*", 1.0),)


@lru_cache(maxsize=512)
def parse_accept(header: str) -> tuple[Range, ...]:
    """The media ranges of an ``Accept`` header in the order given; an empty header accepts anything.

    Parameters other than ``q`` are ignored; a malformed element, too.
    """
    if not header.strip():
        return ANY
    ranges = []
    for element in header.split(","):
        essence, *parameters = element.split(";")
        kind, slash, subtype = essence.strip().lower().partition("/")
        if slash and kind and subtype:
            ranges.append((kind, subtype, weight(parameters)))
    return tuple(ranges)


def weight(parameters: Sequence[str]) -> float:
    """The ``q`` among the parameters of an element (RFC 9110, section 12.4.2): 1 if not said, 0 if malformed."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def choose(header: str, offered: Sequence[str]) -> str | None:
    """The offered media type that the header likes best, the first one offered among equals; ``None``: none of them.

    :param offered: concrete media types, parameters allowed: ``application/json; charset=utf-8``.
    """
    if not header or header == "*/*":
        return offered[0] if offered else None
    ranges = parse_accept(header)
    best, best_quality = None, 0.0
    for media_type in offered:
        quality = _quality(ranges, media_type)
        if quality > best_quality:
            best, best_quality = media_type, quality
    return best


def _quality(ranges: tuple[Range, ...], media_type: str) -> float:
    """The weight of a media type: that of the most specific range that it fits."""
    kind, _, subtype = media_type.partition(";")[0].strip().lower().partition("/")
    found, specificity = 0.0, -1
    for range_kind, range_subtype, weight in ranges:
        if range_kind not in {"*", kind} or range_subtype not in {"*", subtype}:
            continue
        own = (range_kind != "*") + (range_subtype != "*")
        if own > specificity:
            found, specificity = weight, own
    return found


HEADER = "accept-language"


class Languages:
    """The languages that an operation offers: the ``enum`` of its header parameter ``Accept-Language``.

    :param offered: language tags as the document writes them, at least one.
    :param default: the one of a request that names none; one of ``offered``.
    :param native: the document's own default, whatever the settings say; ``""``: that of the settings.
    """

    def __init__(self, offered: tuple[str, ...], default: str, native: str = "") -> None:
        self.offered = offered
        self.default = default
        self.native = native

    def choose(self, header: str | None) -> str | None:
        """The offered language that a header likes best; ``None``: it takes none of them. Without one any will do."""
        if header is None:
            return self.default
        liked, refused = _ranges(header)
        for wanted in liked:
            narrower = [other for other in refused if wanted == "*" or len(other) > len(wanted)]
            for tag in (self.default, *self.offered) if wanted == "*" else self.offered:
                if _fits(tag, wanted) and not any(_fits(tag, other) for other in narrower):
                    return tag
        return None


def languages_of(parameters: Sequence[Parameter], locale: str) -> Languages | None:
    """The languages of an operation; ``None`` where its document lists none.

    :param locale: the locale of the settings, which is the default where it is among them.
    """
    parameter = next((item for item in parameters if is_language(item)), None)
    if parameter is None or parameter.schema is None:
        return None
    offered = _listed(parameter.schema)
    node = parameter.schema.resolve().node
    default = node.get("default") if isinstance(node, dict) else None
    own = (tag for tag in offered if locale_of(tag) == locale)
    chosen = next(tag for tag in (*own, default, *offered) if tag in offered)
    return Languages(offered, chosen, default if default in offered else "")


def is_language(parameter: Parameter) -> bool:
    """Whether a parameter is ``Accept-Language`` with the list of what it may ask for."""
    named = parameter.location == "header" and parameter.name.lower() == HEADER
    return named and parameter.schema is not None and bool(_listed(parameter.schema))


def _listed(schema: Schema) -> tuple[str, ...]:
    """The language tags that a schema lists; none where it lists something else, or nothing."""
    node = schema.resolve().node
    listed = node.get("enum", ()) if isinstance(node, dict) else ()
    return tuple(listed) if all(isinstance(tag, str) for tag in listed) else ()


def locale_of(tag: str) -> str:
    """The locale of a language tag as faker names it: ``de_DE`` for ``de-DE``."""
    return tag.replace("-", "_")


def _fits(tag: str, wanted: str) -> bool:
    """Whether a language is in a range: basic filtering (RFC 4647, section 3.3.1)."""
    return wanted == "*" or f"{tag.lower()}-".startswith(f"{wanted}-")


@lru_cache(maxsize=512)
def _ranges(header: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The language ranges of a header in lower case: the best liked first, and those with a weight of 0.

    Of these ``*`` is left out, for it says nothing of what is named beside it.
    """
    found, refused = [], []
    for element in header.split(","):
        text, *parameters = element.split(";")
        quality = weight(parameters)
        wanted = text.strip().lower()
        if wanted and quality > 0:
            found.append((quality, wanted))
        elif wanted and wanted != "*":
            refused.append(wanted)
    return tuple(text for _, text in sorted(found, key=lambda pair: -pair[0])), tuple(refused)
