"""Validation of response bodies with ``jsonschema``, which none of the servers uses."""

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
"""The characters of a URI (RFC 3986, appendix A); ``jsonschema`` itself checks ``uri`` with optional packages only."""


def _is_uri(value: object) -> bool:
    return not isinstance(value, str) or _URI.fullmatch(value) is not None


FORMATS = FormatChecker()
FORMATS.checks("uri")(_is_uri)


def validator(document: Tree) -> Draft202012Validator:
    """Return the validator of a case; these schemas mean the same in OpenAPI 3.0 and JSON Schema 2020-12."""
    schema = {"$ref": f"#/components/schemas/{CASE}", "components": document["components"]}
    return Draft202012Validator(schema, format_checker=FORMATS)


def check_bodies(server: Server, document: Tree, number: int) -> Bodies:
    """Request ``number`` cases with different ids and validate the bodies against the schema."""
    responses = [server.request(GET_NEW, "bodies", each) for each in range(number)]
    return summarize([body for _, body in responses], validator(document))


def summarize(bodies: list[bytes], case_validator: Draft202012Validator) -> Bodies:
    """Count the invalid bodies, and for each of the five most frequent violations the bodies with it."""
    found = [violations(body, case_validator) for body in bodies]
    return Bodies(
        asked=len(bodies),
        invalid=sum(1 for each in found if each),
        distinct=len(set(bodies)),
        mean_bytes=round(sum(map(len, bodies)) / max(1, len(bodies))),
        faults=dict(Counter(violation for each in found for violation in each).most_common(5)),
    )


def violations(body: bytes, case_validator: Draft202012Validator) -> set[str]:
    """Return the violations in a body as ``path: keyword``, with ``[]`` for array indexes."""
    try:
        case: Any = json.loads(body)
    except ValueError:
        return {"not JSON"}
    return {f"{_path(error.absolute_path)}: {error.validator}" for error in case_validator.iter_errors(case)}


def _path(steps: Any) -> str:
    return "/".join("[]" if isinstance(step, int) else str(step) for step in steps) or "(root)"
