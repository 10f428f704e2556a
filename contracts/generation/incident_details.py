"""Files and tags that fit an incident.

The lists of files and tags of an object with an incident are compiled once for each theme; the row of the incident,
picked with the same seed, determines the theme. The tags of a file depend on the file in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from contracts.generation.context import Compiler, Property
from contracts.generation.field_owners import OWNERS
from contracts.generation.merge import GenerationSchema
from contracts.generation.name_words import singular
from contracts.generation.plans import ImpossibleError, Plan
from contracts.generation.seed import mix, salt
from contracts.generation.table_text import by_cell, rows
from contracts.generation.timestamps import Span

THEMES = by_cell(
    """
failure     availability | performance | capacity | backup
change      change | integration | certificate | vulnerability
network     network | attack
mail        phishing | mail
intrusion   malware | access
data        data | billing
hardware    hardware | device
"""
)
"""Themes by category of an incident."""

STEMS: Mapping[str, frozenset[str]] = {
    theme: frozenset(stems)
    for theme, stems in rows(
        """
any         screenshot | error-dialog | notification | notes | call-summary | timeline | summary | incident-report
failure     dashboard | alert-graph | chart | console-output | application | nginx-error | gateway | syslog | server |
            stack-trace | alert | support-bundle | logs | diagnostics | screen-recording | reproduction | post-mortem |
            affected-systems | trace | heap-dump
change      console-output | settings-page | application | nginx-error | stack-trace | config-diff | event-payload |
            vendor-advisory | checklist | affected-systems | asset-list | meeting-minutes | post-mortem | trace |
            whiteboard | handshake | diagnostics
network     dashboard | alert-graph | chart | traceroute | capture | packet-trace | handshake | gateway | syslog |
            ip-list | event-list | alert | cabling
mail        original-message | report-of-user | reply | mail-headers | login-page | affected-users
intrusion   login-page | console-output | auth | syslog | alert | event-payload | event-list | ip-list |
            affected-users | affected-systems | packet-trace
data        export | affected-users | event-list | event-payload | report-of-user
hardware    photo | device | workplace | cabling | console-output | syslog | alert | dashboard | vendor-advisory |
            asset-list
"""
    )
}
"""File names by theme; ``any`` for all themes."""

TOPICS: Mapping[str, frozenset[str]] = {
    tag: frozenset(themes)
    for tag, themes in rows(
        """
network     network
vpn         network
firewall    network
database    failure
backup      failure
hardware    hardware
billing     data
mail        mail
phishing    mail
login       intrusion
access      intrusion
malware     intrusion
security    intrusion | mail | network | data
monitoring  failure | network | hardware
onboarding  intrusion
screenshot  picture
photo       photo
log         log
report      report
"""
    )
}
"""Themes and kinds of files by tag; other tags fit all."""

KINDS = by_cell(
    """
picture     png
photo       jpg
log         log
report      pdf | docx | xlsx
"""
)
"""Kinds of files by extension."""

_NUMBER = re.compile(r"-\d+$")
KNOWN = frozenset().union(*STEMS.values())
"""All file names with a theme."""
_FILES = frozenset(KINDS.values())
_TAGS = frozenset({"tag", "label", "keyword"})


class Themed:
    """Picks the plan of a theme by the row that another property picks with the same seed.

    :param themes: for each row, the index of its plan.
    :param name: name of the property, which determines the seed of the value.
    """

    __slots__ = ("name", "plans", "salt", "themes")

    def __init__(self, plans: Sequence[Plan], themes: Sequence[int], name: str) -> None:
        self.plans = tuple(plans)
        self.themes = tuple(themes)
        self.name = name
        self.salt = salt(name)

    def value(self, seed: int, span: Span, depth: int) -> Any:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        return self.plans[self.themes[seed % len(self.themes)]].value(mix(seed, self.salt), span, depth)


def fitting_files(records: Sequence[dict[str, Any]], theme: str) -> Sequence[dict[str, Any]]:
    """Return the files that fit a theme or have unknown names; all files if there are too few."""
    fit = STEMS.get(_topic(theme), KNOWN) | STEMS["any"]
    stems = [_NUMBER.sub("", record["name"].rpartition(".")[0]) for record in records]
    kept = [record for record, stem in zip(records, stems, strict=True) if stem in fit or stem not in KNOWN]
    return kept if len(kept) >= len(records) // 20 else records


def fits_theme(tag: str, theme: str) -> bool:
    """Return whether a tag fits a theme: that of an incident, e.g. ``mail``, or with a kind of file, e.g. ``mail log``.

    Unknown tags fit all themes, and all tags fit an unknown theme.
    """
    themes = TOPICS.get(tag)
    topic, _, kind = theme.partition(" ")
    said = kind if themes is not None and themes <= _FILES else topic
    return themes is None or not said or said in themes


def _topic(theme: str) -> str:
    return theme.partition(" ")[0]


def themed(
    compiler: Compiler,
    properties: Sequence[tuple[Property, GenerationSchema]],
    known: Mapping[str, Any],
    group: str,
    records: Sequence[Mapping[str, Any]],
) -> dict[str, Plan]:
    """Return the plans of properties that depend on an incident or a file in the same object.

    :param known: properties with other relations.
    :param group: ``incident`` or ``file``; other records have no theme.
    :param records: the rows from which the object's properties are picked.
    """
    if group not in ("incident", "file") or not records:
        return {}
    found: dict[str, Plan] = {}
    for item, _ in properties:
        words = item.field.words
        last = singular(words[-1]) if words else ""
        if item.name in known or not (last in _TAGS or (group == "incident" and OWNERS.get(last) == "file")):
            continue
        names = [_theme(group, record, item.field.theme) for record in records]
        different = list(dict.fromkeys(names))
        try:
            plans = [compiler.plan(item.schemas, replace(item.field, theme=theme)) for theme in different]
        except ImpossibleError:
            continue
        found[item.name] = Themed(plans, [different.index(name) for name in names], item.name)
    return found


def _theme(group: str, record: Mapping[str, Any], outer: str) -> str:
    if group == "incident":
        return THEMES.get(record["category"], "")
    return f"{_topic(outer)} {KINDS.get(record['extension'], 'other')}"
