"""The request that a curl command sends, for the options that the scenarios use (curl(1))."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus, urlsplit

from benchmarks.processes import BenchmarkError
from contracts.messages import Request

BOUNDARY = "------------------------scenario"
FORM = "application/x-www-form-urlencoded"

_LONG = {
    "-X": "--request",
    "-H": "--header",
    "-d": "--data",
    "-F": "--form",
    "-b": "--cookie",
    "-I": "--head",
    "-i": "--include",
    "-s": "--silent",
    "-L": "--location",
}
_SWITCHES = {"--head", "--include", "--silent", "--location"}
_WITH_VALUE = {"--request", "--header", "--data", "--data-urlencode", "--form", "--cookie", "--url"}


@dataclass
class _Command:
    method: str = ""
    url: str = ""
    headers: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    form: list[str] = field(default_factory=list)
    cookie: str = ""
    head: bool = False


def parse_curl(command: str) -> Request:
    """Return the request of a command, with the header fields that curl adds.

    :raises BenchmarkError: for an option that the scenarios do not use.
    """
    parsed = _Command()
    options = iter(_options(command))
    for option, value in options:
        _apply(parsed, option, value)
    parts = urlsplit(parsed.url)
    if not parts.netloc:
        raise BenchmarkError(f"no URL in {command!r}")
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (f"?{parts.query}" if parts.query else "")
    method = parsed.method or ("HEAD" if parsed.head else "POST" if parsed.data or parsed.form else "GET")
    request = Request(method, target, (("Host", parts.netloc), ("User-Agent", "curl/8"), ("Accept", "*/*")))
    if parsed.cookie:
        request = request.with_header("Cookie", parsed.cookie)
    if parsed.data:
        request = request.with_body("&".join(parsed.data).encode(), FORM)
    return _with_headers(_with_form(request, parsed.form), parsed.headers)


def _options(command: str) -> Iterator[tuple[str, str]]:
    """Yield the options with their values; a word that is not an option is a URL."""
    # As in a shell, an operator outside quotes ends the command; bash would run the rest of ``?a=1&b=2`` separately.
    lexer = shlex.shlex(command, posix=True, punctuation_chars="&|;")
    lexer.whitespace_split = True
    lexer.commenters = ""
    words: list[str] = []
    for word in lexer:
        if word and not word.strip("&|;"):
            break
        words.append(word)
    rest = iter(words[1:])
    for word in rest:
        if word.startswith("--"):
            yield word, next(rest, "") if word in _WITH_VALUE else ""
        elif word.startswith("-"):
            yield from _short(word, rest)
        else:
            yield "--url", word


def _short(word: str, rest: Iterator[str]) -> Iterator[tuple[str, str]]:
    """Yield the options of a word such as ``-sIXGET``: switches, then an option with its value."""
    for index, letter in enumerate(word[1:], 2):
        option = _LONG.get(f"-{letter}", f"-{letter}")
        if option in _WITH_VALUE:
            yield option, word[index:] or next(rest, "")
            return
        yield option, ""


def _apply(parsed: _Command, option: str, value: str) -> None:
    match option:
        case "--request":
            parsed.method = value
        case "--url":
            parsed.url = value
        case "--header":
            parsed.headers.append(value)
        case "--data":
            parsed.data.append(value)
        case "--data-urlencode":
            name, equals, content = value.partition("=")
            parsed.data.append(f"{name}={quote_plus(content)}" if equals else quote_plus(name))
        case "--form":
            parsed.form.append(value)
        case "--cookie":
            parsed.cookie = value
        case "--head":
            parsed.head = True
        case _ if option not in _SWITCHES:
            raise BenchmarkError(f"unknown curl option {option}")


def _with_form(request: Request, fields: list[str]) -> Request:
    if not fields:
        return request
    parts = []
    for each in fields:
        name, _, content = each.partition("=")
        parts.append(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{content}\r\n')
    body = "".join([*parts, f"--{BOUNDARY}--\r\n"]).encode()
    return request.with_body(body, f"multipart/form-data; boundary={BOUNDARY}")


def _with_headers(request: Request, lines: list[str]) -> Request:
    """Replace the fields that curl adds; ``Name:`` removes one. curl adds the boundary to a multipart type."""
    for line in lines:
        name, _, value = line.partition(":")
        value = value.strip()
        if not value:
            request = request.without(name)
        else:
            if name.lower() == "content-type" and value.startswith("multipart/") and "boundary" not in value:
                value = f"{value}; boundary={BOUNDARY}"
            request = request.with_header(name, value)
    return request
