"""The words and texts of a language: word lists, incident templates, labels and error messages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, NamedTuple

import orjson

from contracts.generation.name_words import words

ENGLISH = "en"
_WORDS = re.compile(r"[A-Za-z]+(_[A-Za-z]+)+|[a-z]+([A-Z][a-z]+)+")
"""Words joined as in ``IN_REVIEW`` and ``inReview``."""
PACKS = "contracts.generation.locales"


class Template(NamedTuple):
    """The texts of one kind of incident, with ``{placeholders}`` that ``sample_data.py`` fills.

    :param category: a word of the API, English in every language.
    """

    category: str
    title: str
    happened: str
    meaning: str
    action: str


@dataclass(frozen=True, eq=False)
class Language:
    """The texts of one language.

    Packs are the JSON files of :mod:`contracts.generation.locales`, one per language or country, loaded when needed.
    Texts missing in a pack are taken from the next one: ``fr_CA``, ``fr``, ``en``.

    :param name: of the first pack, e.g. ``de`` or ``fr_CA``.
    :param full_name: the format of a full name with ``{first}`` and ``{last}``.
    :param labels: display labels by value.
    :param errors: error messages for end users by kind of error.
    :param assets: values by placeholder of a template.
    :param words: values of the providers ``words:NAME`` by name.
    :param incidents: templates in the order of the English ones.
    """

    name: str
    full_name: str
    labels: Mapping[str, str]
    errors: Mapping[str, str]
    assets: Mapping[str, tuple[str, ...]]
    words: Mapping[str, tuple[str, ...]]
    incidents: tuple[Template, ...]

    @property
    def english(self) -> bool:
        """Whether the texts are English, so that English examples of the document may be used beside them."""
        return self.name == ENGLISH

    def label(self, value: str, documented: str = "") -> str:
        """Return the label of a value: that of the pack, or the words of the value with a capital letter.

        :param documented: the English label in the document's examples; ``""`` if unknown.
        """
        if documented and self.english:
            return documented
        for text in (value, documented):
            if found := self.labels.get("_".join(words(text))):
                return found
        plain = " ".join(words(value)) if _WORDS.fullmatch(value) else " ".join(value.replace("_", " ").split())
        return plain[:1].upper() + plain[1:]


@cache
def language(locale: str) -> Language:
    """Return the language of a locale, e.g. ``de_DE``, ``fr-CA`` or ``ja``; English if it has no pack."""
    packs = [(name, pack) for name in chain(locale) if (pack := _pack(name)) is not None]
    return Language(
        name=packs[0][0],
        full_name=next(pack["full_name"] for _, pack in packs if "full_name" in pack),
        labels=_section(packs, "labels"),
        errors=_section(packs, "errors"),
        assets=_lists(packs, "assets"),
        words=_lists(packs, "words"),
        incidents=tuple(
            Template(**kind) for kind in next(pack["incidents"] for _, pack in packs if "incidents" in pack)
        ),
    )


def chain(locale: str) -> tuple[str, ...]:
    """Return the possible names of packs for a locale, the most specific first and English last."""
    whole = locale.replace("-", "_")
    return tuple(dict.fromkeys((whole, whole.partition("_")[0], ENGLISH)))


def _pack(name: str) -> Mapping[str, Any] | None:
    source = files(PACKS).joinpath(f"{name}.json")
    return orjson.loads(source.read_bytes()) if name.isidentifier() and source.is_file() else None


def _section(packs: list[tuple[str, Mapping[str, Any]]], name: str) -> Mapping[str, Any]:
    """Return a table merged from all packs; earlier packs take precedence."""
    merged: dict[str, Any] = {}
    for _, pack in reversed(packs):
        merged |= pack.get(name, {})
    return MappingProxyType(merged)


def _lists(packs: list[tuple[str, Mapping[str, Any]]], name: str) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({key: tuple(values) for key, values in _section(packs, name).items()})
