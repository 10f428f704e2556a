"""Constraints of strings, and texts truncated or joined to satisfy them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from jsonschema_rs import Draft202012Validator, Validator

from contracts.generation.merge import GenerationSchema
from contracts.generation.plans import ImpossibleError
from contracts.schema.regex.tree import UNBOUNDED
from contracts.spec.processor_time import TooCostlyError
from contracts.spec.usable_patterns import length_keywords, usable_pattern

LONGEST = 100_000
"""The greatest ``minLength`` that is supported."""


class StringRule(NamedTuple):
    """The constraints of a string schema.

    :param low: minimum length in code points.
    :param high: maximum length in code points.
    :param patterns: patterns that must all match.
    :param formats: formats that are all validated.
    """

    low: int
    high: int
    patterns: tuple[str, ...]
    formats: tuple[str, ...]

    def fits(self, value: Any) -> bool:
        """Return whether a value is a string that satisfies the constraints."""
        if not isinstance(value, str) or not self.low <= len(value) <= self.high:
            return False
        return (not self.patterns and not self.formats) or validator(self.patterns, self.formats).is_valid(value)

    @property
    def free(self) -> bool:
        """Whether every string is valid."""
        return not (self.low or self.patterns or self.formats) and self.high == UNBOUNDED

    def __str__(self) -> str:
        bounds = [f"minLength {self.low}"] if self.low else []
        bounds += [f"maxLength {self.high}"] if self.high < UNBOUNDED else []
        bounds += [f"pattern {json.dumps(pattern)}" for pattern in self.patterns]
        return " and ".join(bounds + [f"format {name}" for name in self.formats])


@lru_cache(maxsize=8192)
def validator(patterns: tuple[str, ...], formats: tuple[str, ...]) -> Validator:
    """Return a validator of patterns and formats. Raises :class:`ImpossibleError` for an invalid pattern."""
    usable = [(pattern, usable_pattern(pattern)) for pattern in patterns]
    keywords: list[dict[str, Any]] = [
        {"pattern": pattern} if form is None else {"pattern": form.pattern, **length_keywords(form, {})}
        for pattern, form in usable
    ]
    keywords += [{"format": name} for name in formats]
    try:
        return Draft202012Validator({"allOf": keywords}, validate_formats=True)
    except TooCostlyError:
        raise
    except Exception as error:
        raise ImpossibleError(f"not a valid ECMA 262 regular expression: one of {list(patterns)}") from error


def string_rule(merged: GenerationSchema) -> StringRule:
    """Return the constraints of a string schema. Raises :class:`ImpossibleError` if no length is possible."""
    low = max((int(bound) for bound in merged.all_of("minLength")), default=0)
    high = min((int(bound) for bound in merged.all_of("maxLength")), default=UNBOUNDED)
    if low > high:
        raise ImpossibleError(f"no value satisfies minLength {low} and maxLength {high}")
    if low > LONGEST:
        raise ImpossibleError(f"minLength {low} is greater than the supported maximum {LONGEST}")
    patterns = tuple(dict.fromkeys(filter(usable_pattern, merged.all_of("pattern"))))
    return StringRule(low, high, patterns, tuple(dict.fromkeys(map(str, merged.all_of("format")))))


def fitted(texts: Iterable[str], rule: StringRule) -> list[str]:
    """Return texts truncated or joined until they satisfy the constraints, without those that do not."""
    pool = list(dict.fromkeys(texts))
    if rule.low > 2000:
        pool = pool[:12]
    made = (_fit(pool, index, rule) for index in range(len(pool)))
    return list(dict.fromkeys(text for text in made if rule.fits(text)))


def _fit(pool: list[str], index: int, rule: StringRule) -> str:
    text = pool[index]
    following = index
    while len(text) < rule.low:
        following += 1
        text = f"{text} {pool[following % len(pool)]}"
    if len(text) <= rule.high:
        return text
    shorter = truncate(text, rule.high)
    return shorter if len(shorter) >= max(rule.low, 1) else text[: rule.high].strip()


_UNSPACED = re.compile("[\u3040-\u30ff]|[\u4e00-\u9fff]")
"""Letters of Japanese and Chinese, which do not separate words by spaces."""


def truncate(text: str, high: int) -> str:
    """Return ``text`` truncated to at most ``high`` characters, after a sentence or word if possible."""
    start = text[: high + 1]
    sentence = max(start.rfind(". "), start.rfind("。", 0, high))
    if sentence * 2 > high:
        return text[: sentence + 1]
    if _UNSPACED.search(text):
        return text[:high].rstrip(" \u3001\uff0c\uff1b\uff1a\uff08")
    return (start.rsplit(" ", 1)[0] if " " in start else text[:high]).rstrip(" ,;:-(")
