"""Are the answers valid? Judged by ``jsonschema``, which none of the servers uses to make or to check them."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from benchmarks.document import CASE, Tree
from benchmarks.processes import Server
from benchmarks.results import Bodies
from benchmarks.scenarios import GET_NEW

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+")
"""RFC 3986, appendix A, as far as characters go; ``jsonschema`` checks ``uri`` with packages of its own only."""


def _is_uri(value: object) -> bool:
    return not isinstance(value, str) or _URI.fullmatch(value) is not None


FORMATS = FormatChecker()
FORMATS.checks("uri")(_is_uri)


def validator(document: Tree) -> Draft202012Validator:
    """The judge of one case; this document says in both forms, 3.0 and 3.1, what JSON Schema 2020-12 says."""
    schema = {"$ref": f"#/components/schemas/{CASE}", "components": document["components"]}
    return Draft202012Validator(schema, format_checker=FORMATS)


def judge(server: Server, document: Tree, number: int) -> Bodies:
    """Ask for that many cases, each id once, and hold them against the schema."""
    answers = [server.ask(GET_NEW, "judge", each) for each in range(number)]
    return tell([body for _, body in answers], validator(document))


def tell(answers: list[bytes], judge_case: Draft202012Validator) -> Bodies:
    """Count the bodies with a fault, and by fault how many bodies have it."""
    found = [faults(body, judge_case) for body in answers]
    return Bodies(
        asked=len(answers),
        invalid=sum(1 for each in found if each),
        distinct=len(set(answers)),
        mean_bytes=round(sum(map(len, answers)) / max(1, len(answers))),
        faults=dict(Counter(fault for each in found for fault in each).most_common(5)),
    )


def faults(body: bytes, judge_case: Draft202012Validator) -> set[str]:
    """What is wrong with a body, the numbers of array items left out."""
    try:
        case: Any = json.loads(body)
    except ValueError:
        return {"no JSON"}
    return {f"{_place(error.absolute_path)}: {error.validator}" for error in judge_case.iter_errors(case)}


def _place(path: Any) -> str:
    return "/".join("[]" if isinstance(step, int) else str(step) for step in path) or "the whole"
