"""Sample requests as lines for a shell."""

from __future__ import annotations

import shlex

from mockserver.console.samples import SampleRequest


def curl_line(request: SampleRequest, base_url: str) -> str:
    """The curl command for a request, on one line and quoted for a shell.

    :param base_url: scheme and authority, e.g. ``http://127.0.0.1:8080``, without a slash at the end.
    """
    words = ["curl", *_method(request), base_url + request.target]
    for name, value in request.headers:
        words += ["-H", f"{name}: {value}" if value else f"{name};"]
    for name, value in request.form:
        # Not --form, which reads a value that begins with @ or < from a file.
        words += ["--form-string", f"{name}={value}"]
    if request.body is not None:
        # Not --data, which reads a value that begins with @ from a file.
        words += ["--data-raw", request.body]
    return " ".join(_quote(word) for word in words)


def _quote(word: str) -> str:
    """Quote for a shell; a word with control characters as ``$'…'`` (POSIX.1-2024, 2.2.4), which stays on one line."""
    if word.isprintable():
        return shlex.quote(word)
    escaped = word.replace("\\", "\\\\").replace("'", "\\'")
    octets = "".join(c if c.isprintable() else "".join(f"\\{byte:03o}" for byte in c.encode()) for c in escaped)
    return f"$'{octets}'"


def _method(request: SampleRequest) -> tuple[str, ...]:
    has_body = request.body is not None or bool(request.form)
    if request.method == "HEAD":
        return ("--head",)
    implied = "POST" if has_body else "GET"
    return () if request.method == implied else ("-X", request.method)
