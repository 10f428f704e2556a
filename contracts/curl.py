"""Curl commands for bash that send exactly the bytes of a request.

Strings with control characters are quoted as ``$'…'``; bodies that are not text are decoded with ``base64``; long runs
of one character are repeated by ``printf``.
"""

from __future__ import annotations

import base64
import re
import shlex
from collections.abc import Iterable, Iterator

from contracts.escaping import is_dangerous, without_commands
from contracts.wording import pluralize

LARGEST = 5_000_000
"""Maximum size of a body in the line, in bytes: a long run of one character is short, but bash expands it."""

LONGEST = 2_000
"""Maximum length of a command; a longer body is read from a file."""

RUN = 64
"""Minimum number of equal characters that are written as a repetition."""

_RUN = re.compile(rf"([A-Za-z0-9\[\]{{}}() ])\1{{{RUN - 1},}}")
_GLOB = re.compile(r"[\[\]{}]")
_DOT_SEGMENT = re.compile(r"/\.{1,2}(?:[/?]|$)")
_PLAIN_IN_DOUBLE_QUOTES = re.compile(r"[ #%-\[\]-_a-~]*")


def curl_command(
    method: str,
    url: str,
    headers: Iterable[tuple[str, str]],
    body: bytes,
    *,
    variables: Iterable[str] = (),
    body_file: str = "",
) -> str:
    """Return one line for bash.

    :param variables: strings in URL and headers that the shell replaces, such as ``$TOKEN``.
    :param body_file: the file that contains the body if the line would be too long; ``""`` if there is none.
    """
    words = [*_options(method, url, bool(body)), *_headers(list(headers), variables, has_body=bool(body))]
    address = _word(url, variables, "latin-1")
    if len(body) <= LARGEST:
        before, data = _data(body)
        line = f"{before}curl {' '.join([*words, *data, address])}"
        if len(line) <= LONGEST or not body:
            return line
    note = "" if body_file else f"  # body of {pluralize(len(body), 'byte')}: written by --report html=report.html"
    data = ["--data-binary", _word(f"@{body_file or 'body.bin'}")]
    return f"curl {' '.join([*words, *data, address])}{note}"


def needs_file(line: str) -> bool:
    """Return whether a command of :func:`curl_command` lacks a file with the body."""
    return "  # body of " in line


def _options(method: str, url: str, has_body: bool) -> Iterator[str]:
    yield "-i"
    if method == "HEAD" and not has_body:
        yield "--head"
    elif method != "GET" or has_body:
        yield from ("-X", _word(method))
    if _GLOB.search(url):
        yield "-g"
    if _DOT_SEGMENT.search(url):
        yield "--path-as-is"


def _headers(headers: list[tuple[str, str]], variables: Iterable[str], *, has_body: bool) -> Iterator[str]:
    for name, value in headers:
        # "-H 'name:'" removes a header; "name;" sends it without a value.
        yield from ("-H", _word(f"{name}: {value}" if value else f"{name};", variables, "latin-1"))
    if has_body and not any(name.lower() == "content-type" for name, _ in headers):
        yield from ("-H", "content-type:")


def _data(body: bytes) -> tuple[str, list[str]]:
    """Return the commands before curl, and the options for the body."""
    if not body:
        return "", []
    try:
        text = "" if b"\0" in body else body.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if not text:
        return f"base64 -d <<< {base64.b64encode(body).decode()} | ", ["--data-binary", "@-"]
    # "@" would read a file.
    return "", ["--data-raw" if text.startswith("@") else "--data-binary", _word(text)]


# ---------------------------------------------------------------------- quoting


def _word(text: str, variables: Iterable[str] = (), encoding: str = "utf-8") -> str:
    """Return a word for bash.

    :param variables: parts of the text that the shell replaces.
    :param encoding: that of unprintable and non-ASCII characters; ``latin-1`` if possible, or else UTF-8.
    """
    named = [re.escape(one) for one in sorted(variables, key=len, reverse=True)]
    parts = re.split(f"({'|'.join(named)})", text) if named else [text]
    if len(parts) > 1 and all(map(_PLAIN_IN_DOUBLE_QUOTES.fullmatch, parts[::2])):
        return f'"{"".join(_in_double_quotes(parts))}"'
    words = [f'"{part}"' if at % 2 else _without_runs(part, encoding) for at, part in enumerate(parts)]
    return "".join(words) or "''"


def _in_double_quotes(parts: list[str]) -> Iterator[str]:
    """Yield text and variables in turn; a variable before a letter needs braces."""
    for part, following in zip(parts, [*parts[1:], ""], strict=True):
        needs_braces = re.fullmatch(r"\$\w+", part) and re.match(r"\w", following)
        yield f"${{{part[1:]}}}" if needs_braces else part


def _without_runs(text: str, encoding: str) -> str:
    """Return quoted text in which long runs of one character are repetitions."""
    words, end = [], 0
    for run in _RUN.finditer(text):
        before = text[end : run.start()]
        words += [_quoted(before, encoding)] if before else []
        words.append(f"\"$(printf '{run[1]}%.0s' {{1..{len(run[0])}}})\"")
        end = run.end()
    return "".join([*words, *([_quoted(text[end:], encoding)] if text[end:] else [])])


def _quoted(text: str, encoding: str) -> str:
    try:
        encoded = text.encode(encoding)
    except UnicodeEncodeError:
        encoding, encoded = "utf-8", text.encode("utf-8", "surrogatepass")
    if text.isprintable() and (text.isascii() or encoding == "utf-8") and not is_dangerous(text):
        return shlex.quote(text)
    return f"$'{without_commands(''.join(map(_escaped, encoded)))}'"


_ESCAPES = {0x27: "\\'", 0x5C: "\\\\", 0x0A: "\\n", 0x0D: "\\r", 0x09: "\\t"}


def _escaped(byte: int) -> str:
    return _ESCAPES.get(byte) or (chr(byte) if 0x20 <= byte < 0x7F else f"\\x{byte:02x}")
