"""The nesting depth at which values of a schema have a usual size."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from contracts.generation.budget import ExhaustedError, limited_parts
from contracts.generation.plans import DEPTH, ImpossibleError, Plan
from contracts.generation.timestamps import WINDOW

MOST_NODES = 20_000
"""Maximum number of objects, arrays and scalars in a value, about 1 MB of JSON."""
MOST_PARTS = 4 * MOST_NODES
"""Maximum number of parts that are generated to measure a value, those of refused attempts included."""
DEPTHS = (4, 6, 8, 10, DEPTH)
LEAST_DEPTH = DEPTHS[0]


def usual_depth(plan: Plan, seeds: Sequence[int]) -> int:
    """Return the nesting depth from which optional parts are omitted: less than ``DEPTH`` if values would be huge.

    Arrays of objects with arrays of objects multiply, so a few more levels can make a value a thousand times larger.

    :param seeds: seeds of the values whose sizes are measured.
    """
    if all(_is_usual(plan, seed, DEPTH) for seed in seeds):  # so are the values with fewer levels
        return DEPTH
    for shallower, depth in itertools.pairwise(DEPTHS):
        if not all(_is_usual(plan, seed, depth) for seed in seeds):
            return shallower
    return DEPTH


def _is_usual(plan: Plan, seed: int, depth: int) -> bool:
    try:
        with limited_parts(MOST_PARTS):
            return has_usual_size(plan.value(seed, WINDOW, depth))
    except ExhaustedError:
        return False
    except (ImpossibleError, RecursionError):  # less depth may not be enough for a required part
        return True


def has_usual_size(value: Any) -> bool:
    """Whether a value has at most ``MOST_NODES`` parts."""
    stack, count = [value], 0
    while stack and count <= MOST_NODES:
        count += 1
        here = stack.pop()
        if isinstance(here, (dict, list)):
            stack.extend(here.values() if isinstance(here, dict) else here)
    return count <= MOST_NODES
