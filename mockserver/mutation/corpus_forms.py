"""Requests with forms and files: valid ones, and forms with one change each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from contracts.errors import GenerationError
from contracts.messages import Request
from contracts.spec.model import MediaType, Operation
from mockserver.mutation.corpus_requests import CorpusRequests
from mockserver.mutation.form_bodies import Part, form_media, form_parts, parse_form, with_form

VALID_FORMS = 4
UNUSUAL_TEXTS = ("", "a b+c", "é", "日本語", "x" * 3000, "no-such-value", "-1", "true", "1", "[]")
FILE_NAMES = ("日本語.txt", "é.txt", "a b.txt", "")


class FormRequests:
    """Sends forms to the operations that accept them, and reads the items that they create."""

    def __init__(self, requests: CorpusRequests, operations: Sequence[Operation]) -> None:
        self._requests = requests
        self._operations = operations

    def send_all(self) -> None:
        """Send the forms."""
        for operation in self._operations:
            media = form_media(operation)
            for request in self._forms(operation, media) if media is not None else ():
                response = self._requests.send(request)
                if response.is_success:
                    self._read(operation, request)

    def _forms(self, operation: Operation, media: MediaType) -> Iterator[Request]:
        try:
            valid = [self._form(operation, media, number) for number in range(VALID_FORMS)]
        except GenerationError:
            return
        yield from valid
        yield replace(valid[0], body=b"")
        for request in valid[:2]:
            yield from (with_form(request, parts) for parts in changed_forms(parse_form(request) or []))

    def _form(self, operation: Operation, media: MediaType, number: int) -> Request:
        request = self._requests.build(operation, number, body=None).with_header("content-type", media.name)
        value = None
        if media.schema is not None:
            value = self._requests.generators.compile(media.schema, "request")(f"{operation.id}\0form\0{number}")
        return with_form(request, form_parts(media, value if isinstance(value, dict) else {}))

    def _read(self, operation: Operation, request: Request) -> None:
        """Read what is at the path of the form."""
        for one in self._operations:
            if one.method == "GET" and one.path == operation.path:
                self._requests.send(self._requests.authorised(one, Request("GET", request.path)))


def changed_forms(parts: list[Part]) -> Iterator[list[Part]]:
    """Yield forms with one change: a missing, repeated or unusual part."""
    for index, part in enumerate(parts):
        before, after = parts[:index], parts[index + 1 :]
        yield [*before, *after]
        yield [*before, part, part, *after]
        if part.file_name is None:
            yield from ([*before, replace(part, data=text.encode()), *after] for text in UNUSUAL_TEXTS)
            continue
        yield [*before, part, replace(part, data=b"second file", file_name="second.bin"), *after]
        yield [*before, replace(part, data=b""), *after]
        yield [*before, replace(part, data=b"line 1\r\nline 2\r\n\xff\xfe\x00"), *after]
        yield from ([*before, replace(part, file_name=name), *after] for name in FILE_NAMES)
