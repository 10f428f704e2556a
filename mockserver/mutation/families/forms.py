"""Mutants that read urlencoded and multipart bodies, or files, wrongly."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from contracts.messages import Response
from mockserver.mutation.editing import CRASH
from mockserver.mutation.faults import VALIDATION_ERRORS
from mockserver.mutation.form_bodies import (
    URLENCODED,
    Part,
    accepts_files,
    accepts_form,
    form_media,
    form_parts,
    parse_form,
    with_form,
)
from mockserver.mutation.mutant import Call, Condition, MutantFamily
from mockserver.mutation.requests import generate_value

FAMILY = MutantFamily("forms")

Edit = Callable[[list[Part]], Iterable[Part]]


def _editing(mutant_id: str, title: str, edit: Edit, *, why: str, applies: Condition = accepts_form) -> None:
    """Declare a mutant that reads other parts than the sent ones, if those are valid too."""

    async def fault(call: Call) -> Response:
        parts = parse_form(call.request) if call.matched else None
        edited = list(edit(parts)) if parts else parts
        if edited is None or edited == parts:
            return await call.forward()
        response = await call.forward(with_form(call.request, edited))
        return response if response.is_success else await call.forward()

    FAMILY.add(mutant_id, title, why=why, applies=applies, make_fault=lambda: fault)


def _without_repetitions(parts: list[Part], *, files: bool) -> Iterable[Part]:
    """The parts without those that have the name of an earlier part."""
    names: set[str] = set()
    for part in parts:
        repeated = part.name in names and (part.file_name is not None) is files
        names.add(part.name)
        if not repeated:
            yield part


def _with_text_changed(parts: list[Part], change: Callable[[bytes], bytes]) -> list[Part]:
    return [one if one.file_name is not None else replace(one, data=change(one.data)) for one in parts]


def _with_files_changed(parts: list[Part], change: Callable[[bytes], bytes]) -> list[Part]:
    return [one if one.file_name is None else replace(one, data=change(one.data)) for one in parts]


_editing(
    "form-field-ignored",
    "the last field of a form is ignored",
    lambda parts: parts[:-1] if parts[-1].file_name is None else parts,
    why="The last field has no line break after it, and the parser waits for one.",
)
_editing(
    "form-repeated-ignored",
    "of a field that is sent several times, only the first value is used",
    lambda parts: _without_repetitions(parts, files=False),
    why="The form is read as a dictionary.",
)
_editing(
    "form-text-garbled",
    "characters outside ASCII in form fields are decoded as Latin-1",
    lambda parts: _with_text_changed(parts, lambda data: data.decode("latin-1").encode()),
    why="Parts of a form have no charset parameter, and the parser has another default.",
)
_editing(
    "file-second-dropped",
    "of several files, only the first is used",
    lambda parts: _without_repetitions(parts, files=True),
    why="The handler has one parameter for the file.",
    applies=accepts_files,
)
_editing(
    "file-content-altered",
    "the content of an uploaded file is altered: CRLF becomes LF",
    lambda parts: _with_files_changed(parts, lambda data: data.replace(b"\r\n", b"\n")),
    why="The file is opened in text mode.",
    applies=accepts_files,
)
_editing(
    "file-content-decoded",
    "bytes outside ASCII are lost from an uploaded file",
    lambda parts: _with_files_changed(parts, lambda data: data.decode("ascii", "ignore").encode()),
    why="The file is read as a string.",
    applies=accepts_files,
)


@FAMILY.fault(
    "form-plus-kept",
    "'+' in an urlencoded body is not decoded to a space",
    why="The function that decodes paths is used for forms.",
    applies=accepts_form,
)
async def plus_kept(call: Call) -> Response:
    """Encode each plus sign of the body."""
    sent = (call.request.header("content-type") or "").lower()
    if not sent.startswith(URLENCODED) or b"+" not in call.request.body:
        return await call.forward()
    request = call.request.without("content-length")
    return await call.forward(replace(request, body=request.body.replace(b"+", b"%2B")))


@FAMILY.fault(
    "form-unvalidated",
    "invalid fields of a form are accepted",
    why="Validation covers JSON only.",
    applies=accepts_form,
)
async def unvalidated(call: Call) -> Response:
    """Replace an invalid form by a valid one that has the same fields."""
    return await _accepting(call, lambda parts, names: names <= {one.name for one in parts})


@FAMILY.fault(
    "form-required-optional",
    "a form without a required field is accepted",
    why="A missing field is read as an empty string.",
    applies=accepts_form,
)
async def required_optional(call: Call) -> Response:
    """Replace a form that lacks a required field by a valid one."""
    return await _accepting(call, lambda parts, names: bool(parts) and not names <= {one.name for one in parts})


async def _accepting(call: Call, accepts: Callable[[list[Part], set[str]], bool]) -> Response:
    """Repeat a rejected form with valid fields, if it is accepted by its parts and the required names."""
    response = await call.forward()
    parts = parse_form(call.request) if call.matched else None
    media = form_media(call.matched) if call.matched else None
    if parts is None or media is None or media.schema is None or response.status not in VALIDATION_ERRORS:
        return response
    node = media.schema.resolve().node
    required = set(node.get("required", ())) if isinstance(node, dict) else set()
    if not accepts(parts, required):
        return response
    valid = generate_value(media.schema, f"form {call.request.target}")
    accepted = await call.forward(with_form(call.request, form_parts(media, valid)))
    return accepted if accepted.is_success else response


def _crashing(mutant_id: str, title: str, condition: Callable[[Part], bool], *, why: str) -> None:
    """Declare a mutant that returns 500 for certain files."""

    async def fault(call: Call) -> Response:
        response = await call.forward()
        parts = parse_form(call.request) if call.matched and response.status not in {401, 403} else None
        return CRASH if any(condition(one) for one in parts or () if one.file_name is not None) else response

    FAMILY.add(mutant_id, title, why=why, applies=accepts_files, make_fault=lambda: fault)


_crashing(
    "file-name-crashes",
    "500 for a file name with characters outside Latin-1",
    lambda part: any(ord(character) > 255 for character in part.file_name or ""),
    why="The name is copied into the header Content-Disposition.",
)
_crashing(
    "file-empty-crashes",
    "500 for an empty file",
    lambda part: not part.data,
    why="The type of the file is detected by its first bytes.",
)
