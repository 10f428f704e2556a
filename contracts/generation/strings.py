"""Plans of strings, from the first provider by name, format and description whose values are valid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from contracts.generation.budget import spend_parts
from contracts.generation.context import Compiler, PropertyContext
from contracts.generation.faker_providers import provider_named
from contracts.generation.format_providers import FORMATS
from contracts.generation.id_formats import IDENTIFIERS, head_of, host_of, mimic
from contracts.generation.incident_details import fits_theme
from contracts.generation.merge import GenerationSchema
from contracts.generation.name_words import Words, is_time, provider_by_description, provider_of
from contracts.generation.named_texts import resource_names, sentences_about, texts_of_name
from contracts.generation.number_names import RANGES
from contracts.generation.pattern_values import PatternGenerator
from contracts.generation.plans import DrawnPlan, ImpossibleError, JoinedPlan, Plan, TimestampPlan, pick_plan
from contracts.generation.random_values import DRAWS
from contracts.generation.requested import Request, placeholders, template_draw, text_plan
from contracts.generation.retry import CheckedPlan
from contracts.generation.seed import RandomStream, mix, salt
from contracts.generation.sources import is_in_another_language, source
from contracts.generation.string_constraints import StringRule, fitted, string_rule
from contracts.generation.timestamps import DATE_ONLY, FORMS, WINDOW, Span, is_timestamp, writer_like
from contracts.generation.word_lists import WORDS

FEW = 6
"""The minimum number of valid values in a pool; otherwise the next provider is used."""
SAMPLE = tuple(salt(f"sample {number}") for number in range(24))
FORMAT_FIRST = frozenset(
    {
        "date-time",
        "date",
        "time",
        "duration",
        "uuid",
        "ipv4",
        "ipv6",
        "ulid",
        "byte",
        "base64",
        "binary",
        "regex",
        "json-pointer",
        "google-duration",
        "google-datetime",
        "google-fieldmask",
        "iri",
        "idn-email",
        "idn-hostname",
        "uri-template",
        "html",
        "markdown",
    }
)
"""Formats that take precedence over the name."""
AGREED = frozenset({("date", "draw:birth_date"), ("ipv4", "draw:ipv4"), ("uuid", "draw:uuid")})
"""Names that take precedence over these formats."""
VAGUE = frozenset({"", "draw:uuid", "draw:code", "draw:reference", "words:type", "words:kind", "words:comment"})
"""Providers by name that a description overrides."""
LENGTHS = frozenset({"number:seconds", "number:millis", "number:minutes", "number:hours", "number:days"})
"""Numbers by name that are lengths of time: ``transit_time``, ``processing_time``."""
INTEGERS = frozenset({"int32", "int64", "uint32", "uint64", "long", "bigint", "integer"})
"""Formats of integers that are written as strings."""
CODED = frozenset(
    {
        "number:any",
        "number:revision",
        "number:offset",
        "number:limit",
        "number:kind",
        "number:flag",
        "number:code",
        "number:few",
        "number:coordinate",
    }
)
"""Numbers that are texts if a schema requires a string."""
_DIGESTS = ("draw:sha256", "draw:sha1", "draw:md5", "draw:sha512", "draw:crc32")
_IDS = ("draw:object_id", "draw:hex", "draw:code", "draw:digits")
OTHERS = dict.fromkeys(_DIGESTS, _DIGESTS) | {"draw:uuid": _IDS, "draw:token": _IDS, "draw:ulid": _IDS}
"""By provider: providers of similar values of other lengths."""
AMOUNTS = frozenset({("num",), ("max",), ("min",), ("maximum",), ("minimum",), ("count",), ("total",)})
"""First words of the names of numbers."""
QUESTIONS = frozenset({("is",), ("has",), ("can",), ("should",)})
SWITCHES = frozenset({("enabled",), ("disabled",), ("flag",)})
"""First and last words of the names of booleans."""
OWN_NAME = "own:name"
"""The provider of texts that are made of the name of the property."""
OWN_ARN = "own:arn"
OWN_DESCRIPTION = "own:description"
"""The provider of descriptions that are made of the name of the object."""


def string_plan(compiler: Compiler, merged: GenerationSchema, field: PropertyContext) -> Plan:
    """Compile a string schema. Raises :class:`ImpossibleError` if no value is valid."""
    rule = string_rule(merged)
    plan = _string_plan(compiler, merged, field, rule)
    return LongString(plan, rule.low // 100) if rule.low > PART else plan


LONG_PATTERN = 100
"""Length of a value up to which many values of a pattern are tried."""

PART = 2000
"""Length from which strings count like parts of a value: one for each 100 characters."""


class LongString:
    """A plan of long strings, which count like many parts of a value.

    :param parts: the number of parts.
    """

    __slots__ = ("parts", "plan")

    def __init__(self, plan: Plan, parts: int) -> None:
        self.plan = plan
        self.parts = parts

    def value(self, seed: int, span: Span, depth: int) -> Any:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        spend_parts(self.parts)
        return self.plan.value(seed, span, depth)


def _string_plan(compiler: Compiler, merged: GenerationSchema, field: PropertyContext, rule: StringRule) -> Plan:
    request = compiler.requested(merged, field)
    if request is not None and (requested := _requested_plan(compiler, request, rule, merged, field)) is not None:
        return requested
    for provider in _providers(compiler, merged, field):
        plan = _from_provider(compiler, provider, rule, merged, field)
        if plan is not None:
            return plan
    return _constrained(compiler, rule)


def _requested_plan(
    compiler: Compiler, request: Request, rule: StringRule, merged: GenerationSchema, field: PropertyContext
) -> Plan | None:
    """Return a plan of the requested texts; ``None`` if the constraints allow none of them."""
    if request.provider:
        return _from_provider(compiler, request.provider, rule, merged, field)
    if request.template:
        found = [source(provider_named(name), compiler.pools) for name in placeholders(request.template)]
        if not all(one.draw or one.values for one in found):
            return None
        return proven(DrawnPlan(template_draw(request.template, found)), rule)
    return text_plan(request, rule, proven)


def preferred(merged: GenerationSchema, field: PropertyContext) -> str:
    """Return the best provider by name, format and description; ``""`` if unknown."""
    form = next(iter(merged.all_of("format") or merged.all_of("contentEncoding")), "")
    named, _ = provider_of(field.words, field.owners)
    if form in FORMAT_FIRST:
        return named if (form, named) in AGREED else _timed(FORMATS[form], field)
    if form in INTEGERS and not named:
        if is_time(field.words):
            return "draw:epoch_ms" if field.words[-1:] == ("ms",) else "draw:epoch"
        named = provider_of(field.words, field.owners, number=True)[0]
        named = named if named.startswith("number:") else ""
    if named in VAGUE:
        described = provider_by_description(merged.description)
        named = described if described and (described in IDENTIFIERS or not named.startswith("draw:")) else named
    if not named or named in VAGUE:
        named = FORMATS.get(form, "") or named
    if is_time(field.words) and (not named or named in VAGUE):
        length = provider_of(field.words, field.owners, number=True)[0]
        named = "words:duration" if length in LENGTHS else "time:" + field.time_role
    return _timed(named, field)


def _timed(provider: str, field: PropertyContext) -> str:
    return "time:" + field.time_role if provider == "time:during" else provider


def _providers(compiler: Compiler, merged: GenerationSchema, field: PropertyContext) -> Iterator[str]:
    named = preferred(merged, field)
    if named == "note:text" and compiler.pools.language.english:
        yield OWN_DESCRIPTION
    if named:
        yield named
    for form in merged.all_of("format"):
        if form in FORMATS:
            yield _timed(FORMATS[form], field)
    yield from OTHERS.get(named, ())
    if not named and (field.words[:1] in QUESTIONS or field.words[-1:] in SWITCHES):
        yield "words:boolean"
    if not named:
        figure = provider_of(field.words, field.owners, number=True)[0]
        if _is_number_by_name(field.words):
            yield "number:few"
        if figure.startswith("number:") and figure not in CODED:
            yield figure
    if field.name and compiler.pools.language.english:
        yield OWN_NAME
    yield from ("words:phrase", "words:slug", "words:tag") if merged.all_of("pattern") else ("words:phrase",)


def _from_provider(
    compiler: Compiler, provider: str, rule: StringRule, merged: GenerationSchema, field: PropertyContext
) -> Plan | None:
    examples = [example for example in field.examples if rule.fits(example)]
    examples = [example for example in examples if fits_theme(example, field.theme)] or examples
    kind, _, name = provider.partition(":")
    if kind == "own":
        return _own_plan(provider, rule, field, examples)
    if kind == "time":
        return moment_plan(name, rule, field, examples)
    if provider in IDENTIFIERS:
        plan = identifier_plan(provider, rule, merged, examples)
        if plan is not None:
            return plan
        if examples and not any(map(mimic, examples)):
            return pick_plan(examples)
    if provider in ("file:url", "file:key"):
        files = [record["name"] for record in compiler.pools.records("file")]
        return proven(file_plan(compiler, provider, files, field), rule)
    found = source(provider, compiler.pools)
    if kind == "number" and examples and not any(_is_figure(example) for example in examples):
        return pick_plan(examples)
    if found.draw is not None:
        draw = found.draw
        write = f"{{:.{RANGES[name][2]}f}}".format if kind == "number" else str
        return proven(DrawnPlan(lambda seed, span: write(draw(seed, span))), rule)
    foreign = is_in_another_language(provider, compiler.pools, examples)
    if examples and found.closed and not foreign:
        return pick_plan(examples)
    values = [value if isinstance(value, str) else str(value) for value in found.values]
    values = [value for value in values if fits_theme(value, field.theme)] if provider == "words:tag" else values
    kept = [value for value in values if rule.fits(value)]
    if len(kept) < min(FEW, len(values)) and found.text:
        kept = fitted(values, rule)
    if len(kept) < min(FEW, len(values)) or not kept:
        return pick_plan(examples) if examples else None
    if foreign:  # as many values as in English, so that a seed yields the same incident
        leading = (kept * len(examples))[: len(examples)]
        return pick_plan(leading if found.closed else [*leading, *dict.fromkeys(kept)])
    return pick_plan(list(dict.fromkeys([*examples, *kept])))


def _is_number_by_name(name: Words) -> bool:
    """Return whether a name is that of a number or a limit: ``numberOfUpdates``, ``max_length``."""
    return name[:1] in AMOUNTS or ("number", "of") in pairwise(name)


def _is_figure(example: str) -> bool:
    return example.replace(".", "", 1).replace(",", "").lstrip("-").isdecimal()


def _own_plan(provider: str, rule: StringRule, field: PropertyContext, examples: Sequence[str]) -> Plan | None:
    """Return a plan for texts made of the name of a property or its object; documented examples replace them."""
    if examples:
        return pick_plan(examples)
    if provider == OWN_NAME:
        texts: Sequence[str] = texts_of_name(field.words, rule)
    elif provider == OWN_ARN:
        texts = resource_names(field.words, rule)
    else:
        texts = [text for text in sentences_about(field.owners) if rule.fits(text)]
    return pick_plan(texts) if len(texts) >= FEW else None


def identifier_plan(provider: str, rule: StringRule, merged: GenerationSchema, examples: Sequence[str]) -> Plan | None:
    """Return a plan for unique_ids in the format of examples, or with the prefix that the description mentions."""
    for example in examples:
        like = mimic(example)
        if like is not None and (plan := proven(DrawnPlan(like[1], like[0]), rule)) is not None:
            return plan
    head = head_of(merged.description)
    return proven(DrawnPlan(DRAWS[provider.partition(":")[2]], head), rule) if head else None


def moment_plan(role: str, rule: StringRule, field: PropertyContext, examples: Sequence[str] = ()) -> Plan | None:
    """Return a plan for a date in the first format that is valid, preferably the format of an example."""
    if role == "during":
        role = field.time_role
    if examples and (like := writer_like(examples)) is not None:
        return proven(TimestampPlan(role, like), rule)
    if examples and not rule.formats and not any(is_timestamp(example) for example in examples):
        return pick_plan(examples)
    form = rule.formats[0] if rule.formats and rule.formats[0] in FORMS else ""
    if not form and rule.formats:
        form = "date" if DATE_ONLY.intersection(rule.formats) else "date-time"
    form = form or ("date" if field.words[-1:] in (("date",), ("day",), ("on",)) else "date-time")
    writers = list(FORMS[form])
    if any(isinstance(example, str) and example[19:20] == "." for example in field.examples):
        writers.sort(key=lambda write: "." not in write(WINDOW[0]))
    plans = (proven(TimestampPlan(role, write), rule) for write in writers)
    return next((plan for plan in plans if plan is not None), None)


def file_plan(compiler: Compiler, provider: str, names: Sequence[str], field: PropertyContext) -> Plan:
    """Return a plan for object keys or URLs of files; those with the same seed agree."""
    host = "" if provider == "file:key" else f"{host_of(field.all_examples) or 'https://files.example.com'}/"
    return JoinedPlan(host, compiler.pools.prefixes, names)


def proven(plan: Plan, rule: StringRule) -> Plan | None:
    """Return ``plan`` if a sample is valid, with validation if lengths or patterns may reject a value; or ``None``."""
    if not all(rule.fits(plan.value(seed, WINDOW, 0)) for seed in SAMPLE):
        return None
    return plan if rule.free or not (rule.low or rule.patterns or rule.high < 80) else CheckedPlan(plan, rule.fits)


def _constrained(compiler: Compiler, rule: StringRule) -> Plan:
    """Return a plan for the constraints: from a pattern, or by length."""
    for pattern in rule.patterns:
        plan = pattern_plan(pattern, rule)
        if plan is not None:
            return plan
    if not rule.patterns:
        texts = fitted([*compiler.pools.words("comment"), *WORDS["phrase"], *WORDS["tag"]], rule)
        if len(texts) >= FEW or (texts and rule.low > 2000):
            return pick_plan(texts)
        plan = pattern_plan(f"^[a-z0-9]{{{rule.low},{min(rule.high, max(rule.low, 12))}}}$", rule)
        if plan is not None:
            return plan
    raise ImpossibleError(f"no value satisfies {rule}")


def pattern_plan(pattern: str, rule: StringRule) -> Plan | None:
    """Return a plan for strings that match a pattern; ``None`` if none of a sample is valid."""
    try:
        maker = PatternGenerator(pattern)
    except (ValueError, LookupError, RecursionError):
        return None
    plan = DrawnPlan(lambda seed, _span: maker.draw(RandomStream(seed), rule.low, rule.high))
    first = plan.value(mix(SAMPLE[0], SAMPLE[0]), WINDOW, 0)
    salts = SAMPLE if len(first) <= LONG_PATTERN else SAMPLE[:FEW]
    spend_parts(len(rule.patterns) * len(salts) ** 2 // 8)
    sample = [plan.value(mix(seed, salt_), WINDOW, 0) for seed in salts for salt_ in salts]
    good = list(dict.fromkeys(value for value in sample if rule.fits(value)))
    if not good:
        return None
    if len(good) < len(salts):
        wider = [text for value in good for word in WORDS["tag"] for text in (value + word, word + value)]
        return pick_plan(list(dict.fromkeys([*good, *filter(rule.fits, wider)])))
    return CheckedPlan(plan, rule.fits)
