"""Content negotiation: media types by ``Accept``, languages by ``Accept-Language`` (RFC 9110, section 12.5)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from contracts.spec.model import Parameter
from contracts.spec.schemas import Schema
from mockserver.http.bounded_cache import bounded_cache

Parameters = tuple[tuple[str, str], ...]
"""Names and values of media type parameters, without ``q``; names in lower case."""


class Range(NamedTuple):
    """An element of an ``Accept`` header."""

    type: str
    subtype: str
    weight: float = 1.0
    parameters: Parameters = ()


ANY: tuple[Range, ...] = (Range("*", "*"),)

SUBTYPES: Mapping[str, tuple[str, ...]] = {
    "*/*": ("application/json",),
    "application/*": ("application/json",),
    "text/*": ("text/plain", "text/html", "text/csv", "text/xml"),
    "image/*": ("image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"),
    "audio/*": ("audio/wav",),
    "*": ("application/json",),
}
"""The media types that can be sent for a documented media range, the usual one first."""

_SPLIT_COMMA = re.compile(r'((?:[^,"]|"(?:[^"\\]|\\.)*"?)*)(?:,|$)')
_SPLIT_SEMICOLON = re.compile(r'((?:[^;"]|"(?:[^"\\]|\\.)*"?)*)(?:;|$)')


@bounded_cache(512)
def parse_accept(header: str) -> tuple[Range, ...]:
    """Parse an ``Accept`` header into media ranges, in their order; an empty header accepts anything.

    Malformed elements are ignored.
    """
    if not header.strip():
        return ANY
    ranges = []
    for element in _SPLIT_COMMA.findall(header):
        essence, *parameters = _SPLIT_SEMICOLON.findall(element)
        kind, slash, subtype = essence.strip().lower().partition("/")
        if slash and kind and subtype:
            ranges.append(Range(kind, subtype, weight(parameters), _parameters(parameters)))
    return tuple(ranges)


def _parameters(elements: Sequence[str]) -> Parameters:
    """Return the parameters of a media type; quoted values without quotes."""
    pairs = ((name.strip().lower(), value.strip()) for name, _, value in (one.partition("=") for one in elements))
    return tuple((name, value.strip('"')) for name, value in pairs if name and name != "q")


def weight(parameters: Sequence[str]) -> float:
    """Return the weight ``q`` of an element (RFC 9110, section 12.4.2): 1 if missing, 0 if malformed."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def choose_media_type(header: str, offered: Sequence[str]) -> str | None:
    """Return the offered media type with the highest weight, the first of equal ones; ``None`` if none is accepted.

    A media type with a structured suffix, such as ``application/vnd.github+json``, also matches the plain format, and
    the reverse (RFC 6839, section 3.1); of equal weights, an exact match comes first.

    :param offered: media types, with or without parameters, such as ``application/json; charset=utf-8``.
    """
    if not header or header == "*/*":
        return offered[0] if offered else None
    ranges = parse_accept(header)
    best, best_quality = None, REFUSED
    for media_type in offered:
        quality = _quality(ranges, media_type)
        if quality > best_quality:
            best, best_quality = media_type, quality
    return best


def is_in_range(media_type: str, documented: str) -> bool:
    """Whether a media type is a documented one, or in a documented media range."""
    return _quality(parse_accept(documented), media_type) > (0.0, True)


@lru_cache(maxsize=512)
def _media_type(name: str) -> tuple[str, str, Mapping[str, str]]:
    """Return type, subtype and parameters of an offered media type."""
    essence, *parameters = _SPLIT_SEMICOLON.findall(name)
    kind, _, subtype = essence.strip().lower().partition("/")
    return kind, subtype, dict(_parameters(parameters))


Quality = tuple[float, bool]
"""The weight of a media type, and whether the range is not a structured suffix: more is better."""

REFUSED: Quality = (0.0, True)

_ANY_TYPE, _ANY_SUBTYPE, _SUFFIX, _EXACT = range(4)
"""How specific the match of a range is."""


def _quality(ranges: tuple[Range, ...], media_type: str) -> Quality:
    """Return the quality of a media type, i.e. of the most specific range that matches it (RFC 9110, section 12.5.1).

    A range with a parameter that the media type has with another value does not match. A parameter that the media type
    lacks, such as ``charset`` of JSON, is ignored.
    """
    kind, subtype, parameters = _media_type(media_type)
    found, specificity = REFUSED, -1
    for one in ranges:
        if one.type not in {"*", kind}:
            continue
        if one.subtype == subtype:
            own = _EXACT
        elif one.subtype == "*":
            own = _ANY_TYPE if one.type == "*" else _ANY_SUBTYPE
        elif _has_suffix(one.subtype, subtype) or _has_suffix(subtype, one.subtype):
            own = _SUFFIX
        else:
            continue
        is_suffix = own == _SUFFIX
        if one.parameters:
            known = [(parameters[name], value) for name, value in one.parameters if name in parameters]
            if any(offered.lower() != wanted.lower() for offered, wanted in known):
                continue
            own += len(known)
        if own > specificity:
            found, specificity = (one.weight, not is_suffix), own
    return found


def _has_suffix(subtype: str, plain: str) -> bool:
    """Whether a subtype, such as ``vnd.github+json``, has a format as its structured suffix."""
    return "+" not in plain and subtype.endswith(f"+{plain}")


def concrete_media_types(name: str) -> tuple[str, ...]:
    """Return the media types that can be sent for a documented one, which may be a media range."""
    return SUBTYPES.get(name.partition(";")[0].strip().lower(), (name,))


HEADER = "accept-language"


class Languages:
    """The languages of an operation's responses: the ``enum`` of its header parameter ``Accept-Language``.

    :param offered: the language tags of the document, at least one.
    :param default: the language for a request without the header; one of ``offered``.
    :param native: the default of the document, which ignores the settings; ``""`` if the document has none.
    """

    def __init__(self, offered: tuple[str, ...], default: str, native: str = "") -> None:
        self.offered = offered
        self.default = default
        self.native = native

    def choose(self, header: str | None) -> str | None:
        """Return the best offered language for a header, the default without a header, ``None`` if none is accepted."""
        if header is None:
            return self.default
        accepted, refused = _ranges(header)
        for wanted in accepted:
            narrower = [other for other in refused if wanted == "*" or len(other) > len(wanted)]
            for tag in (self.default, *self.offered) if wanted == "*" else self.offered:
                if _fits(tag, wanted) and not any(_fits(tag, other) for other in narrower):
                    return tag
        return None


def languages_of(parameters: Sequence[Parameter], locale: str) -> Languages | None:
    """Return the languages of an operation, or ``None`` if the document lists none.

    :param locale: the locale of the settings, which becomes the default if the document lists it.
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
    """Whether a parameter is ``Accept-Language`` with a list of languages."""
    named = parameter.location == "header" and parameter.name.lower() == HEADER
    return named and parameter.schema is not None and bool(_listed(parameter.schema))


def _listed(schema: Schema) -> tuple[str, ...]:
    """Return the language tags in the ``enum`` of a schema; empty if it has no ``enum`` of strings."""
    node = schema.resolve().node
    listed = node.get("enum", ()) if isinstance(node, dict) else ()
    return tuple(listed) if all(isinstance(tag, str) for tag in listed) else ()


def locale_of(tag: str) -> str:
    """Convert a language tag to a faker locale: ``de-DE`` to ``de_DE``."""
    return tag.replace("-", "_")


def _fits(tag: str, wanted: str) -> bool:
    """Whether a language range matches a tag: basic filtering (RFC 4647, section 3.3.1)."""
    return wanted == "*" or f"{tag.lower()}-".startswith(f"{wanted}-")


@bounded_cache(512)
def _ranges(header: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Parse an ``Accept-Language`` header.

    :returns: accepted ranges, highest weight first, and refused ranges (weight 0) without ``*``, in lower case.
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
