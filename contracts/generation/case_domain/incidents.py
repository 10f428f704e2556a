"""Realistic case material: incidents of IT operations, security and service desks.

One record holds a title, its description, a one-line summary, a category and an area, all of the same incident.
Templates are filled with assets of one invented company, so titles and descriptions agree in every detail. The same
place and number are the same incident in every language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from contracts.generation.language import Language
from contracts.generation.seed import RandomStream
from contracts.generation.table_text import rows

MACHINES = dict(
    rows(
        """
host        web-03 | web-07 | db-primary-1 | db-replica-2 | cache-02 | mail-01 | vpn-gw-2 | files-04 | k8s-node-11 |
            k8s-node-23 | proxy-01 | app-05 | app-12 | queue-02 | dc-02 | backup-01 | ldap-01 | etl-03
laptop      LT-1042 | LT-1187 | LT-2063 | LT-2219 | LT-3308 | LT-3571 | LT-4120 | LT-4456
job         nightly-import | invoice-run | user-sync | price-update | archive-cleanup | report-export
version     4.12.0 | 4.12.1 | 5.0.2 | 2.31.0 | 7.4.3 | 3.8.5 | 1.19.4
"""
    )
)
"""Name in a template → what it may stand for, in every language; the others are in the packs."""
ASSETS = ("service", "host", "laptop", "site", "site2", "department", "job", "version")
"""All such names, in the order in which they are drawn."""
NAMES_OF_MACHINES = ("{host}", "{laptop}", "{job}")


class Incident(NamedTuple):
    """One incident; ``summary`` is the first sentence of ``description``."""

    title: str
    description: str
    summary: str
    category: str
    resolution: str


def _numbers(stream: RandomStream) -> dict[str, object]:
    return {
        "clock": f"{stream.below(24):02}:{stream.below(12) * 5:02}",
        "percent": stream.between(4, 60),
        "percent90": stream.between(91, 99),
        "loss": stream.between(2, 18),
        "seconds": stream.pick((10, 15, 20, 30, 60)),
        "minutes": stream.pick((5, 10, 15, 20, 25, 30, 45)),
        "millis": stream.between(18, 96) * 50,
        "count": stream.between(5, 48),
        "backlog": stream.between(12, 98) * 100,
        "days": stream.between(3, 14),
        "exit": stream.pick((1, 2, 137, 143)),
        "floor": stream.between(2, 6),
        "slot": stream.between(2, 7),
        "number": stream.between(1000, 9999),
        "temperature": stream.between(31, 38),
    }


def incident(place: int, number: int, language: Language) -> Incident:
    """The incident of a place. Consecutive numbers give different kinds.

    :param number: which template, modulo their number.
    """
    stream = RandomStream(place)
    template = language.incidents[number % len(language.incidents)]
    facts: dict[str, object] = {name: stream.pick(MACHINES.get(name) or language.assets[name]) for name in ASSETS}
    facts.update(_numbers(stream))
    sentences = [_sentence(part, facts) for part in template[2:5]]
    title = _sentence(template.title, facts)
    return Incident(title, joined(sentences), sentences[0], template.category, sentences[2])


def joined(sentences: Sequence[str]) -> str:
    """Sentences one after the other: with a space, which Chinese and Japanese do without."""
    return "".join(text if text.endswith("。") else f"{text} " for text in sentences).rstrip()


def _sentence(template: str, facts: Mapping[str, object]) -> str:
    """A sentence with a capital, unless it opens with the name of a machine or a job, such as ``web-03``."""
    text = template.format(**facts)
    return text if template.startswith(NAMES_OF_MACHINES) else text[0].upper() + text[1:]
