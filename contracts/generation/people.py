"""People of a locale, with e-mail addresses and user names that belong to their names, and the hosts of companies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from contracts.generation.seed import salt
from contracts.generation.transliteration import plain, romanised
from contracts.generation.value_pools import ValuePools
from contracts.generation.words import WORDS

Name = tuple[str, str]
"""A name as it is written, and in ASCII letters; ``""`` where it cannot be told."""

GENDERS = ("female", "male")
SALUTATIONS = {
    "da": ("Fru", "Hr."),
    "de": ("Frau", "Herr"),
    "en": ("Ms.", "Mr."),
    "es": ("Sra.", "Sr."),
    "fr": ("Mme", "M."),
    "it": ("Sig.ra", "Sig."),
    "ja": ("様", "様"),
    "ko": ("님", "님"),
    "nl": ("Mevr.", "Dhr."),
    "pt": ("Sra.", "Sr."),
    "ru": ("Г-жа", "Г-н"),
    "sv": ("Fru", "Herr"),
    "zh": ("女士", "先生"),
}
"""Language → how a woman and a man are addressed."""

TWO_FORMS = frozenset({"bg", "cs", "el", "lt", "lv", "pl", "ru", "sk", "uk"})
"""Languages in which the family names of women and men differ."""


def persons(pools: ValuePools) -> list[dict[str, Any]]:
    """People with their e-mail address, user name and picture; married to no company."""
    firsts = {gender: _names(pools, f"first_name_{gender}") or _names(pools, "first_name") for gender in GENDERS}
    lasts = _last_names(pools)
    hosts = [host(company, pools) for company in pools.faker_values("company")] + ["example.com", "example.org"] * 40
    written = pools.language.full_name
    salutations = dict(zip(GENDERS, SALUTATIONS.get(pools.code, SALUTATIONS["en"]), strict=True))
    stream = pools.stream("person")
    records = []
    taken: set[Name] = set()
    for number in range(320):
        gender = stream.pick(GENDERS)
        (first, given), own = stream.pick(firsts[gender]), stream.pick(lasts[gender])
        last, family = _free((first, given), own, lasts[gender], taken)
        given, family = given or f"user{number}", family or f"{number}"
        records.append(
            {
                "first_name": first,
                "last_name": last,
                "name": written.format(first=first, last=last),
                "email": f"{given}.{family}@{stream.pick(hosts)}",
                "username": stream.pick(
                    (f"{given}.{family}", f"{given[:1]}{family}", f"{given}{stream.between(2, 99)}")
                ),
                "gender": gender,
                "salutation": salutations[gender],
                "initials": written.format(first=first[:1], last=last[:1]).replace(" ", "").upper(),
                "avatar": f"https://avatars.example.com/u/{stream.between(1000, 99999)}.png",
            }
        )
    return records


def _free(first: Name, last: Name, lasts: Sequence[Name], taken: set[Name]) -> Name:
    """The family name, or the next one with which nobody else has the same name or address."""
    start = lasts.index(last)
    for step in range(len(lasts)):
        other = lasts[(start + step) % len(lasts)]
        whole = {name for name in zip(first, other, strict=True) if all(name)}
        if taken.isdisjoint(whole):
            taken.update(whole)
            return other
    return last


def _last_names(pools: ValuePools) -> dict[str, tuple[Name, ...]]:
    """The family names of women and men; two lists where a name has two forms, as Иванова and Иванов."""
    if pools.code in TWO_FORMS:
        return {gender: _names(pools, f"last_name_{gender}", family=True) for gender in GENDERS}
    return dict.fromkeys(GENDERS, _names(pools, "last_name", family=True))


def _names(pools: ValuePools, provider: str, *, family: bool = False) -> tuple[Name, ...]:
    """The names of a provider of faker. Names that cannot be romanised are left out if others can."""
    pairs = [(row[0], plain(row[-1])) for row in pools.faker_rows(f"{provider}_pair")]
    read = pairs or [(name, romanised(name, pools.code, family=family)) for name in pools.faker_values(provider)]
    return tuple(name for name in read if name[1]) or tuple(read)


def host(company: str, pools: ValuePools) -> str:
    """A domain for a company, under a top-level domain that is never registered (RFC 2606)."""
    if pools.code == "ja":
        names = (roman for name, _, roman in pools.faker_rows("last_name_pair") if name in company)
        return f"{next(map(plain, names), _brand(company))}.example"
    if pools.code in ("zh", "ko"):
        return f"{_brand(company)}.example"
    parts = (romanised(part, pools.code) for part in re.split(r"[\s,&«»-]+", company))
    return f"{'-'.join([part for part in parts if part][:2]) or 'company'}.example"


def _brand(company: str) -> str:
    """A name of our own for a company whose name is not written in ASCII letters."""
    number = salt(company)
    return f"{plain(WORDS['brand'][number % len(WORDS['brand'])])}-{(number >> 32) % 90 + 10}"
