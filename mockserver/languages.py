"""The language of an answer: what ``Accept-Language`` may ask of an operation (RFC 9110, section 12.5.4)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from contracts.spec.model import Parameter
from contracts.spec.schemas import Schema
from mockserver.negotiate import weight

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
