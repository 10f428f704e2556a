"""Judge responses: is the status one that was asked for, and is the JSON body valid for ``jsonschema``."""

from __future__ import annotations

import contextlib
import json
import signal
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import FrameType
from typing import Any

from jsonschema import Draft202012Validator, ValidationError, validators

from benchmarks.corpus.formats import format_checker
from benchmarks.corpus.schemas import SchemaConverter, resolve
from contracts.messages import Response

TIME_LIMIT = 20
"""Seconds for the validation of a body; a pattern may backtrack."""

SHOWN = 3
"""Maximum number of violations that are reported per body."""


@dataclass(frozen=True)
class ResponseRating:
    """What is known about a response.

    :param kind: ``valid``, ``invalid``, ``unjudged`` (a success without a JSON schema), ``refused`` (4xx),
        ``redirect`` (3xx), ``documented-error`` (5xx of an operation without other status codes) or ``server-error``
        (any other 5xx).
    :param details: violations as ``pointer: keyword: message``, the reason of an error, or why it is unjudged.
    """

    kind: str
    details: tuple[str, ...] = ()


def _multiple_of(_validator: Any, step: Any, value: Any, _schema: Any) -> Iterator[ValidationError]:
    """Check ``multipleOf`` with decimal numbers: ``0.07`` is a multiple of ``0.01``."""
    if isinstance(value, int | float) and not isinstance(value, bool) and Decimal(str(value)) % Decimal(str(step)):
        yield ValidationError(f"{value!r} is not a multiple of {step!r}")


Validator = validators.extend(Draft202012Validator, {"multipleOf": _multiple_of})


class Judge:
    """Judges responses of the operations of one document.

    :param tree: the document as it was written.
    """

    def __init__(self, tree: Mapping[str, Any]) -> None:
        self._tree = tree
        self._validators: dict[tuple[str, str, str, str], Any] = {}
        self._checker = format_checker()

    def judge(self, path: str, method: str, response: Response) -> ResponseRating:
        """Judge the response of an operation.

        :param path: the path template as in the document.
        :param method: in lower case.
        """
        status = response.status
        reason = response.header("x-mock-reason") or ""
        documented = self._responses(path, method)
        if status >= 500:
            asked = bool(documented) and all(key.startswith(("5", "x-")) for key in documented)
            detail = reason or response.body[:200].decode("utf-8", "replace")
            return ResponseRating("documented-error" if asked else "server-error", (detail,))
        if status >= 400:
            return ResponseRating("refused", (reason or f"status {status}",))
        if status >= 300:
            return ResponseRating("redirect")
        return self._success(path, method, documented, response)

    def _success(self, path: str, method: str, documented: Mapping[str, Any], response: Response) -> ResponseRating:
        if method == "head" or response.status == 204 or not response.body:
            return ResponseRating("unjudged", ("no body",))
        media_type = (response.header("content-type") or "").partition(";")[0].strip().lower()
        if not (media_type.endswith("+json") or media_type.rpartition("/")[2] == "json"):
            return ResponseRating("unjudged", ("not a JSON media type",))
        try:
            value = json.loads(response.body)
        except (ValueError, RecursionError):
            return ResponseRating("invalid", (f"(root): json: {response.body[:80]!r} is not JSON",))
        key = next(
            (one for one in (str(response.status), f"{response.status // 100}XX", "default") if one in documented), ""
        )
        validator = self._validator(path, method, key, media_type, documented)
        if validator is None:
            return ResponseRating("unjudged", ("no schema",))
        try:
            with _time_limit(TIME_LIMIT):
                found = [_shown(error) for _, error in zip(range(SHOWN), validator.iter_errors(value), strict=False)]
        except (TimeoutError, RecursionError) as error:
            return ResponseRating("unjudged", (f"validation failed: {type(error).__name__}",))
        return ResponseRating("invalid", tuple(found)) if found else ResponseRating("valid")

    def _responses(self, path: str, method: str) -> Mapping[str, Any]:
        item = self._resolved((self._tree.get("paths") or {}).get(path))
        operation = item.get(method) if isinstance(item, Mapping) else None
        responses = operation.get("responses") if isinstance(operation, Mapping) else None
        if not isinstance(responses, Mapping):
            return {}
        return {_status_key(str(key)): response for key, response in responses.items()}

    def _validator(self, path: str, method: str, status: str, media_type: str, documented: Mapping[str, Any]) -> Any:
        key = (path, method, status, media_type)
        if key not in self._validators:
            schema = self._schema(documented.get(status), media_type)
            self._validators[key] = None if schema is None else self._compiled(schema)
        return self._validators[key]

    def _compiled(self, schema: Any) -> Any:
        return Validator(SchemaConverter(self._tree).convert(schema), format_checker=self._checker)

    def _schema(self, response: Any, media_type: str) -> Any:
        """Return the schema of a response for a media type; ``None`` if there is none."""
        response = self._resolved(response)
        if not isinstance(response, Mapping):
            return None
        if "swagger" in self._tree:
            return response.get("schema")
        content = response.get("content")
        if not isinstance(content, Mapping):
            return None
        by_name = {str(name).partition(";")[0].strip().lower(): media for name, media in content.items()}
        # The exact name comes before one with parameters: 'application/json' before 'application/json; charset=utf-8'.
        by_name |= {str(name).strip().lower(): media for name, media in content.items()}
        ranges = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
        media = self._resolved(next((by_name[name] for name in ranges if name in by_name), None))
        return media.get("schema") if isinstance(media, Mapping) else None

    def _resolved(self, node: Any) -> Any:
        for _ in range(10):
            if not isinstance(node, Mapping) or not isinstance(node.get("$ref"), str):
                return node
            try:
                node = resolve(self._tree, node["$ref"])
            except (LookupError, TypeError, ValueError):
                return None
        return None


def _status_key(key: str) -> str:
    return key if key.isdigit() or key == "default" else key.upper() if len(key) == 3 else key


def _shown(error: ValidationError) -> str:
    pointer = "".join(f"/{step}" for step in error.absolute_path) or "(root)"
    return f"{pointer[:200]}: {error.validator}: {error.message[:200]}"


@contextlib.contextmanager
def _time_limit(seconds: int) -> Iterator[None]:
    """Raise :class:`TimeoutError` in the block after some seconds; only in the main thread."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    previous = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, previous)
