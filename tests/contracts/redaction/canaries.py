"""Requests and responses with the secrets of ``secrets.txt``."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from contracts.messages import Request, Response
from mockserver.exchange import Exchange

CANARY = "c4naryAbc4naryXyz09"
"""The secret; it has the characters that all tokens allow."""

KNOWN = "kn0wn/c4nary+Wxyz~0"
"""A credential of the settings; it has characters that are encoded."""

_ITEM = b'{"id": "7", "title": "a title"}'


@dataclass(frozen=True)
class Canary:
    """An exchange with a secret.

    :param line: the line of the file.
    :param traces: strings that reveal the secret.
    """

    line: str
    request: Request
    response: Response
    traces: tuple[str, ...]


def canaries() -> list[Canary]:
    """Return the exchange of each line."""
    lines = Path(__file__).with_name("secrets.txt").read_text("utf-8").splitlines()
    return [_canary(line) for line in lines if line and not line.startswith("#")]


def encodings(secret: str) -> dict[str, str]:
    """Return the secret in the encodings that the file names."""
    raw = secret.encode()
    jwt = ".".join(
        base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
        for text in ('{"alg":"HS256","typ":"JWT"}', json.dumps({"sub": secret}), secret)
    )
    return {
        "BASE64+2": base64.b64encode(b"me" + raw + b"!!").decode(),
        "BASE64+1": base64.b64encode(b"m" + raw + b"!").decode(),
        "BASE64": base64.b64encode(raw).decode(),
        "HEXUPPER": raw.hex().upper(),
        "HEX": raw.hex(),
        "PERCENT": quote(secret, safe=""),
        "BASIC": base64.b64encode(b"me:" + raw).decode(),
        "JWT": jwt,
        "CANARY": secret,
        "%N": "\n",
    }


def traces(secret: str) -> tuple[str, ...]:
    """Return parts of the secret in all encodings that no output may have; they are long enough to be no accident."""
    found = encodings(secret)
    middles = [found[name][6:-6] for name in ("BASE64+2", "BASE64+1", "BASE64", "BASIC")]
    return (secret, found["HEX"], found["HEXUPPER"], found["PERCENT"], found["JWT"].split(".")[2][:-1], *middles)


def _canary(line: str) -> Canary:
    place, _, text = line.partition(" | ")
    is_known = place.startswith("known ")
    secret = KNOWN if is_known else CANARY
    for name, encoded in encodings(secret).items():
        text = text.replace(name, encoded)
    target, headers, body = "/items/7", {"x-tag": "plain"}, b""
    answered, sent = {"content-type": "application/json"}, _ITEM
    match place.removeprefix("known "):
        case "header":
            name, _, value = text.partition(": ")
            headers[name] = value
        case "set":
            name, _, value = text.partition(": ")
            answered[name] = value
        case "query":
            target = f"/items/7?{text}"
        case "path":
            target = text
        case "body":
            sent = text.encode()
        case "part":
            name, _, value = text.partition("=")
            headers["content-type"] = "multipart/form-data; boundary=b"
            body = f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n--b--\r\n'.encode()
        case kind:
            types = {
                "form": "application/x-www-form-urlencoded",
                "json": "application/json",
                "xml": "application/xml",
                "text": "text/plain",
            }
            headers["content-type"] = types[kind]
            body = text.encode()
    request = Request("PUT" if body else "GET", target, tuple(headers.items()), body)
    return Canary(line, request, Response(200, tuple(answered.items()), sent), traces(secret))


def recorded(request: Request, response: Response, **more: Any) -> Exchange:
    """Return an exchange as the mock records it."""

    def raw(pairs: tuple[tuple[str, str], ...]) -> list[tuple[bytes, bytes]]:
        return [(name.encode(), value.encode()) for name, value in pairs]

    sent = (request.method, request.target, raw(request.headers), request.body)
    return Exchange(0.0, *sent, response.status, raw(response.headers), response.body, 1.0, **more)
