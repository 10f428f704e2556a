"""Relations between the properties of an object, determined when it is compiled.

Fields of one record (a person's name and email address, a file's name, type and size) become columns of equal length
that are picked with the same salt, so their values come from the same row. Only rows whose values are all valid are
kept, so columns need no validation. Dates agree because they are derived from one span
(:mod:`contracts.generation.timestamps`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from contracts.generation.addresses import SPOT_FACETS, located
from contracts.generation.context import Compiler, Property, PropertyContext
from contracts.generation.incident_details import fitting_files, themed
from contracts.generation.labels import label_plan
from contracts.generation.merge import GenerationSchema, merge
from contracts.generation.name_words import Words, is_time, provider_of, time_role
from contracts.generation.named_texts import sentences_about
from contracts.generation.people import at_documented
from contracts.generation.plans import ImpossibleError, Plan, pick_plan
from contracts.generation.records import TITLES, file_named
from contracts.generation.seed import salt
from contracts.generation.sources import TEXTS
from contracts.generation.stable_ids import KINDS, entity_plans, is_entity, is_staff, unique_ids
from contracts.generation.string_constraints import StringRule, string_rule, truncate
from contracts.generation.strings import file_plan, preferred, proven
from contracts.generation.table_text import cells, rows
from contracts.generation.transliteration import slug
from contracts.generation.value_pools import Record

GROUPS = frozenset({"person", "company", "place", "file", "incident", "note", "product", "pet", "book"})
GUESSED = frozenset({"incident:category", "product:category"})
"""Fields whose documented examples replace the built-in values."""
NUMBERS = frozenset({"file:size", "product:price", "place:latitude", "place:longitude"})
"""Fields that are numbers."""
ENOUGH = 24
"""The minimum number of valid rows; a field that allows fewer is generated independently."""
SIGNS: tuple[tuple[str, frozenset[Words]], ...] = tuple(
    (kind, frozenset(tuple(name.split()) for name in names))
    for kind, names in rows(
        """
file    content type | mime type | mimetype | media type | original name | original filename | file name | filename
address country | country code | city | zip | zip code | postal code | street | postcode
person  first name | last name | email | username | user name | birthday | date of birth
"""
    )
)
"""By kind of object: properties that indicate it."""
ENDED = frozenset(
    cells("closed|resolved|done|completed|complete|finished|cancelled|canceled|archived|solved|ended|stopped|delivered")
)


class Relation(NamedTuple):
    """The relations between the properties of an object.

    :param plans: by property: the name from which its salt is derived, and its plan.
    :param timed: whether the object has dates.
    :param ending: see :class:`contracts.generation.objects.ObjectPlan`.
    """

    plans: Mapping[str, tuple[str, Plan]]
    timed: bool
    ending: tuple[str, frozenset[str], Mapping[str, Any]] | None


class Facet(NamedTuple):
    """A property that contains a field of a record; ``rule`` is ``None`` for a number."""

    item: Property
    merged: GenerationSchema
    provider: str
    prefix: Words
    rule: StringRule | None

    @property
    def group(self) -> str:
        """The kind of record."""
        return self.provider.partition(":")[0]

    @property
    def name(self) -> str:
        """The field of the record."""
        return self.provider.partition(":")[2]


def relate(
    compiler: Compiler,
    properties: Sequence[Property],
    examples: Sequence[Mapping[str, Any]] = (),
    context: PropertyContext | None = None,
) -> Relation:
    """Return the relations between an object's properties.

    :param examples: examples of the object.
    :param context: that of the object; ``None`` for a resource itself.
    """
    legible = [(item, merged) for item in properties if (merged := _merged(item)) is not None]
    readable = [(item, merged) for item, merged in legible if compiler.requested(merged, item.field) is None]
    sign = signed({item.field.words for item, _ in readable})
    groups: dict[tuple[str, Words], list[Facet]] = {}
    for item, merged in readable:
        facet = _facet(item, merged, sign)
        if facet is not None:
            groups.setdefault((facet.group, facet.prefix), []).append(facet)
    _add_slug(groups, readable)
    _add_ids(groups, readable, context)
    plans: dict[str, tuple[str, Plan]] = {}
    for (group, prefix), facets in groups.items():
        if group == "note" and _is_description(compiler, facets):
            continue
        shared = "\0".join((group, *prefix))
        columns, records = _columns(compiler, group, facets, context)
        if not prefix:
            columns |= themed(compiler, readable, columns, group, records)
        for name, plan in columns.items():
            plans[name] = (shared, plan)
    plans |= entity_plans(compiler, readable, plans, context)
    plans |= label_plan(compiler, readable, plans, examples)
    timed = any(_is_dated(item, merged) for item, merged in legible)
    return Relation(plans, timed, _ending(legible) if timed else None)


def _is_description(compiler: Compiler, facets: Sequence[Facet]) -> bool:
    """Return whether texts describe an object without a title, so that they are made of its name."""
    if not compiler.pools.language.english or any(facet.name == "title" for facet in facets):
        return False
    return bool(sentences_about(facets[0].item.field.owners))


def _merged(item: Property) -> GenerationSchema | None:
    try:
        return merge(item.schemas)
    except ImpossibleError:
        return None


def signed(names: set[Words]) -> Words:
    """Return the kinds of an object that its properties indicate, as words of an owner with an asterisk."""
    return tuple(f"*{owner}" for owner, signs in SIGNS if names & signs)


def _facet(item: Property, merged: GenerationSchema, sign: Words) -> Facet | None:
    """Return the field of a record that a property contains; ``None`` if it is independent."""
    kinds = set(merged.types) or {"string"}
    plain = not any(merged.all_of(word) for word in ("enum", "const", "oneOf", "anyOf")) and not merged.checked
    if not plain or item.forced or len(kinds) > 1:
        return None
    field = item.field.owned(sign)
    prefix = provider_of(field.words, field.owners)[1]
    if kinds & {"integer", "number"}:
        provider = provider_of(field.words, field.owners)[0]
        if provider == "number:bytes" and "*file" in sign:
            provider = "file:size"
        known = provider in NUMBERS or (provider.startswith("money:") and kinds == {"number"})
        return Facet(item, merged, provider, prefix, None) if known else None
    if kinds != {"string"}:
        return None
    provider = preferred(merged, field)
    if provider.partition(":")[0] not in GROUPS or (provider in GUESSED and field.examples):
        return None
    try:
        return Facet(item, merged, provider, prefix, string_rule(merged))
    except ImpossibleError:
        return None


def _add_slug(
    groups: dict[tuple[str, Words], list[Facet]], readable: Sequence[tuple[Property, GenerationSchema]]
) -> None:
    """Add a slug that is derived from the title in the same object."""
    item, merged = next(((item, merged) for item, merged in readable if item.field.words == ("slug",)), (None, None))
    if item is None or merged is None or merged.types != ("string",) or merged.all_of("enum") or merged.all_of("const"):
        return
    for (group, prefix), facets in groups.items():
        if not prefix and any(facet.name == TITLES.get(group) for facet in facets):
            facets.append(Facet(item, merged, f"{group}:slug", prefix, string_rule(merged)))
            return


def _add_ids(
    groups: dict[tuple[str, Words], list[Facet]],
    readable: Sequence[tuple[Property, GenerationSchema]],
    context: PropertyContext | None,
) -> None:
    """Add ids of the entities whose names are in the same object, except the id of the resource itself."""
    by_words = {item.field.words: (item, merged) for item, merged in readable}
    for (group, prefix), facets in groups.items():
        item, merged = by_words.get((*prefix, "id"), (None, None))
        named = prefix or is_entity([*by_words], context)
        if item is None or merged is None or not named or group not in KINDS or item.forced:
            continue
        if len(merged.types) == 1 and merged.types[0] in ("integer", "string"):
            rule = string_rule(merged) if merged.types == ("string",) else None
            facets.append(Facet(item, merged, f"{group}:id", prefix, rule))


def _rows(compiler: Compiler, group: str, facets: list[Facet], context: PropertyContext | None) -> Sequence[Record]:
    """Return the records from which the properties of a group are picked; those of the team for team members."""
    rows: Sequence[Record] = compiler.pools.records(group)
    if group == "person":
        role, outer = (context.words, context.outer) if context is not None else ((), ())
        if is_staff(facets[0].prefix or role, outer):
            mails = [example for facet in facets if facet.name == "email" for example in facet.item.field.examples]
            rows = at_documented(compiler.pools.records("staff"), mails)
    own = next((facet.item for facet in facets if facet.name == "id"), None)
    if own is not None:
        name = TITLES.get(group, "name")
        ids = unique_ids(compiler, group, [row[name] for row in compiler.pools.records(group)], own)
        rows = [row | {"id": ids[row[name]]} for row in rows] if ids is not None else rows
    return rows


def _columns(
    compiler: Compiler, group: str, facets: list[Facet], context: PropertyContext | None
) -> tuple[dict[str, Plan], Sequence[Record]]:
    """Return the plans of a group's properties, which pick from the same rows, and these rows."""
    if sum(facet.name != "id" for facet in facets) == 1 and facets[0].item.field.examples:
        return {}, ()
    rows = _rows(compiler, group, facets, context)
    if group == "file":
        names = [example for facet in facets if facet.name == "name" for example in facet.item.field.examples]
        rows = [*rows, *[row for row in map(file_named, names) if row is not None] * 8] if names else rows
        rows = fitting_files(rows, facets[0].item.field.theme)
        rows = next((_in_folders(rows, facet.item.field.examples) for facet in facets if facet.name == "folder"), rows)
    if group == "place" and any(facet.name in SPOT_FACETS for facet in facets):
        rows = located(rows, compiler.pools.records("spot"), {facet.name for facet in facets})
    if any(facet.name == "slug" for facet in facets):
        rows = [row | {"slug": slug(row[TITLES[group]])} for row in rows]
    stored = [facet for facet in facets if facet.name in rows[0]]
    columns: list[tuple[Facet, list[Any]]] = []
    for facet in stored:
        column = _column(compiler, facet, rows)
        if sum(value is not None for value in column) >= min(ENOUGH, len(rows) * 2 // 3):
            columns.append((facet, column))
    kept = [index for index in range(len(rows)) if all(column[index] is not None for _, column in columns)]
    if len(kept) < min(ENOUGH, len(rows) // 2):
        return {}, ()
    plans = {facet.item.name: pick_plan([column[index] for index in kept]) for facet, column in columns}
    if group == "file":
        plans |= _paths(compiler, facets, [rows[index]["name"] for index in kept])
    return plans, [rows[index] for index in kept]


def _in_folders(rows: Sequence[Record], folders: Sequence[str]) -> Sequence[Record]:
    """Return files in the documented folders, those of one kind in the same folder."""
    if not folders:
        return rows
    return [
        row if row["folder"] in folders else row | {"folder": folders[salt(row["folder"]) % len(folders)]}
        for row in rows
    ]


def _column(compiler: Compiler, facet: Facet, rows: Sequence[Record]) -> list[Any]:
    """Return the field's value in each row, ``None`` if invalid; cached for objects with the same constraint."""
    if facet.rule is None or rows is not compiler.pools.records(facet.group):
        return [_valid(facet, row) for row in rows]
    key = (facet.provider, facet.rule)
    if key not in compiler.columns:
        compiler.columns[key] = [_valid(facet, row) for row in rows]
    return compiler.columns[key]


def _paths(compiler: Compiler, facets: list[Facet], names: list[str]) -> dict[str, Plan]:
    found = {}
    for facet in facets:
        if facet.name in ("url", "key") and facet.rule is not None:
            plan = proven(file_plan(compiler, facet.provider, names, facet.item.field), facet.rule)
            if plan is not None:
                found[facet.item.name] = plan
    return found


def _valid(facet: Facet, row: Record) -> Any:
    """Return the row's value for a field, truncated if it is a text that is too long; ``None`` if invalid."""
    value = row[facet.name]
    if facet.rule is None:
        if facet.merged.types == ("integer",) and isinstance(value, float):
            value = round(value)
        return value if facet.merged.is_valid(value) else None
    text = value if isinstance(value, str) else str(value)
    if facet.provider in TEXTS and len(text) > facet.rule.high:
        text = truncate(text, facet.rule.high)
    return text if facet.rule.fits(text) else None


def _is_dated(item: Property, merged: GenerationSchema) -> bool:
    formats = merged.all_of("format")
    if "date-time" in formats or "date" in formats or is_time(item.field.words):
        return True
    return provider_of(item.field.words, item.field.owners)[0].startswith("time:")


def _ending(
    readable: Sequence[tuple[Property, GenerationSchema]],
) -> tuple[str, frozenset[str], Mapping[str, Any]] | None:
    """Return the status property, its values for ended objects, and the end dates that depend on it."""
    status = next((item for item, _ in readable if item.field.words in (("status",), ("state",))), None)
    if status is None:
        return None
    ends: dict[str, Any] = {}
    for item, merged in readable:
        if _is_dated(item, merged) and time_role(item.field.words) == "ended":
            if "null" in merged.types:
                ends[item.name] = None
            elif not item.required:
                ends[item.name] = ...
    return (status.name, ENDED, ends) if ends else None
