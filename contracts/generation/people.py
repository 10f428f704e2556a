"""People of a locale with matching email addresses and user names, the team, and domains of companies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from contracts.generation.seed import salt
from contracts.generation.transliteration import plain, romanised
from contracts.generation.value_pools import ValuePools
from contracts.generation.word_lists import WORDS

Name = tuple[str, str]
"""A name, and its transliteration to ASCII letters; ``""`` if unknown."""

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
"""Salutations of women and men by language."""

TWO_FORMS = frozenset({"bg", "cs", "el", "lt", "lv", "pl", "ru", "sk", "uk"})
"""Languages in which family names of women and men differ."""


def persons(pools: ValuePools) -> list[dict[str, Any]]:
    """Return people with name, email address, user name and picture."""
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
    """Return the family name, or the next one that makes full name and address unique."""
    start = lasts.index(last)
    for step in range(len(lasts)):
        other = lasts[(start + step) % len(lasts)]
        whole = {name for name in zip(first, other, strict=True) if all(name)}
        if taken.isdisjoint(whole):
            taken.update(whole)
            return other
    return last


def _last_names(pools: ValuePools) -> dict[str, tuple[Name, ...]]:
    """Return the family names of women and men, which differ in some languages, e.g. Иванова and Иванов."""
    if pools.code in TWO_FORMS:
        return {gender: _names(pools, f"last_name_{gender}", family=True) for gender in GENDERS}
    return dict.fromkeys(GENDERS, _names(pools, "last_name", family=True))


def _names(pools: ValuePools, provider: str, *, family: bool = False) -> tuple[Name, ...]:
    """Return the names of a faker provider, without those that cannot be transliterated unless none can."""
    pairs = [(row[0], plain(row[-1])) for row in pools.faker_rows(f"{provider}_pair")]
    read = pairs or [(name, romanised(name, pools.code, family=family)) for name in pools.faker_values(provider)]
    return tuple(name for name in read if name[1]) or tuple(read)


def host(company: str, pools: ValuePools) -> str:
    """Return a domain for a company, under the reserved top-level domain ``example`` (RFC 2606)."""
    if pools.code == "ja":
        names = (roman for name, _, roman in pools.faker_rows("last_name_pair") if name in company)
        return f"{next(map(plain, names), _brand(company))}.example"
    if pools.code in ("zh", "ko"):
        return f"{_brand(company)}.example"
    parts = (romanised(part, pools.code) for part in re.split(r"[\s,&«»-]+", company))
    return f"{'-'.join([part for part in parts if part][:2]) or 'company'}.example"


def _brand(company: str) -> str:
    """Return a brand name for a company whose name cannot be transliterated."""
    number = salt(company)
    return f"{plain(WORDS['brand'][number % len(WORDS['brand'])])}-{(number >> 32) % 90 + 10}"


SIZE = 24


def team_members(pools: ValuePools) -> list[dict[str, Any]]:
    """Return the team: the first people of the pool with unique names and addresses, all at one company."""
    companies = pools.faker_values("company") or ("",)
    own = host(companies[pools.seed_of("staff") % len(companies)], pools)
    found: dict[str, dict[str, Any]] = {}
    mails: set[str] = set()
    for person in pools.records("person"):
        mail = hosted(person["email"], own)
        if person["name"] not in found and mail not in mails and len(found) < SIZE:
            found[person["name"]] = person | {"email": mail}
            mails.add(mail)
    return list(found.values())


def hosted(email: str, domain: str) -> str:
    """Return an email address with another domain."""
    return f"{email.partition('@')[0]}@{domain}"


def at_documented(rows: Sequence[dict[str, Any]], examples: Sequence[Any]) -> Sequence[dict[str, Any]]:
    """Return people with addresses in the domain of a documented address; unchanged if there is none."""
    mails = [example for example in examples if isinstance(example, str) and example.count("@") == 1]
    if not mails:
        return rows
    domain = mails[0].partition("@")[2]
    return [row | {"email": hosted(row["email"], domain)} for row in rows]
