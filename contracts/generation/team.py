"""The team: the two dozen people of one company who work on the cases of a seed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from contracts.generation.people import host
from contracts.generation.value_pools import ValuePools

SIZE = 24


def team_members(pools: ValuePools) -> list[dict[str, Any]]:
    """The first people of the pool whose names and addresses differ, all at one company."""
    companies = pools.faker_values("company") or ("",)
    own = host(companies[pools.place("staff") % len(companies)], pools)
    found: dict[str, dict[str, Any]] = {}
    mails: set[str] = set()
    for person in pools.records("person"):
        mail = hosted(person["email"], own)
        if person["name"] not in found and mail not in mails and len(found) < SIZE:
            found[person["name"]] = person | {"email": mail}
            mails.add(mail)
    return list(found.values())


def hosted(email: str, domain: str) -> str:
    """An address with another domain."""
    return f"{email.partition('@')[0]}@{domain}"


def at_documented(rows: Sequence[dict[str, Any]], examples: Sequence[Any]) -> Sequence[dict[str, Any]]:
    """The team with addresses in the domain of a documented one; as it is without."""
    mails = [example for example in examples if isinstance(example, str) and example.count("@") == 1]
    if not mails:
        return rows
    domain = mails[0].partition("@")[2]
    return [row | {"email": hosted(row["email"], domain)} for row in rows]
