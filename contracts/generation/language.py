"""The language of a locale: templates, names of things, words, labels and errors that people read.

Packs are TOML files of :mod:`contracts.generation.locales`, one for each language or country, read when first asked for.
What a pack lacks is taken from the next one: ``fr_CA``, ``fr``, ``en``. A language without a pack is English.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, NamedTuple

from contracts.generation.name_words import words

ENGLISH = "en"
_WORDS = re.compile(r"[A-Za-z]+(_[A-Za-z]+)+|[a-z]+([A-Z][a-z]+)+")
"""Words joined as in ``IN_REVIEW`` and ``inReview``."""
PACKS = "contracts.generation.locales"


class Template(NamedTuple):
    """What one kind of incident looks like; ``{names}`` are filled by :mod:`contracts.generation.case_domain.incidents`.

    :param category: a word of the API, English in every language.
    """

    category: str
    title: str
    happened: str
    meaning: str
    action: str


@dataclass(frozen=True, eq=False)
class Language:
    """What is written in one language.

    :param name: of the pack that comes first, such as ``de`` or ``fr_CA``.
    :param full_name: how a whole name is written, from ``{first}`` and ``{last}``.
    :param labels: value of an API → what a person reads for it.
    :param errors: kind of failure → a sentence for the end user of an application.
    :param assets: placeholder of a template → what it may stand for.
    :param words: provider ``words:NAME`` → its values.
    :param incidents: in the order of the English ones.
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
        """Whether its texts are English: what the document itself says in English may stand beside them."""
        return self.name == ENGLISH

    def label(self, value: str, documented: str = "") -> str:
        """What a person reads for ``value``: the pack's label, else the value in words with a capital.

        :param documented: the display text that the document shows for it in English, if any.
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
    """The language of a locale such as ``de_DE``, ``fr-CA`` or ``ja``; English where no pack is its own."""
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
    """The packs of a locale, whether there are such or not, the nearest first; English is the last."""
    whole = locale.replace("-", "_")
    return tuple(dict.fromkeys((whole, whole.partition("_")[0], ENGLISH)))


def _pack(name: str) -> Mapping[str, Any] | None:
    source = files(PACKS).joinpath(f"{name}.toml")
    return tomllib.loads(source.read_text("utf-8")) if name.isidentifier() and source.is_file() else None


def _section(packs: list[tuple[str, Mapping[str, Any]]], name: str) -> Mapping[str, Any]:
    """A table of all packs, what comes first standing before what comes later."""
    merged: dict[str, Any] = {}
    for _, pack in reversed(packs):
        merged |= pack.get(name, {})
    return MappingProxyType(merged)


def _lists(packs: list[tuple[str, Mapping[str, Any]]], name: str) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({key: tuple(values) for key, values in _section(packs, name).items()})
