"""All judgements: every module of this folder that has a ``JUDGEMENT``, so that a new file is a new judgement."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from contracts import compat
from contracts.comparing.judgement import Judgement


@cache
def all_judgements() -> tuple[Judgement, ...]:
    """The judgements in the order of their ids."""
    modules = (import_module(f"{compat.__name__}.{module.name}") for module in pkgutil.iter_modules(compat.__path__))
    found = (getattr(module, "JUDGEMENT", None) for module in modules)
    return tuple(sorted((one for one in found if isinstance(one, Judgement)), key=lambda one: one.id))


@cache
def by_topic() -> dict[tuple[str, str], Judgement]:
    """The judgements by topic and direction."""
    return {(judgement.topic, judgement.direction): judgement for judgement in all_judgements()}
