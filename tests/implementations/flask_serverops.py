"""ServerOps' two operations as a user of Flask would write them, with state in memory.

``flask --app tests.implementations.flask_serverops run`` serves it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import wraps
from typing import Any
from urllib.parse import unquote

from flask import Flask, Response, abort, jsonify, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from tests.implementations.serverops_data import (
    KNOWN_IDS,
    LARGEST_BODY,
    TOKENS,
    accepts_json,
    failure_body,
    one_spelling,
    parsed,
    seeded_case,
)

PATH = "/serverops/cases/<case_id>"
STATUSES = ("open", "closed", "archived")


def requires(scope: str) -> Callable[[Callable[..., Response]], Callable[..., Response]]:
    """Decorate a view that is for callers whose token has a scope, and who take JSON."""

    def decorate(view: Callable[..., Response]) -> Callable[..., Response]:
        @wraps(view)
        def guarded(**values: str) -> Response:
            scheme, _, token = request.headers.get("Authorization", "").partition(" ")
            scopes = TOKENS.get(token.strip(" "))
            if scheme.lower() != "bearer" or scopes is None:
                abort(401)
            if scope not in scopes:
                abort(403)
            if not accepts_json(request.headers.get("Accept", "")):
                abort(406)
            return view(**values)

        return guarded

    return decorate


def changes() -> dict[str, str]:
    """The changes that the request's body asks for; fields that nobody may change are ignored."""
    if "Content-Type" in request.headers and request.mimetype != "application/json":
        abort(415)
    try:
        body = parsed(request.get_data())
        if not isinstance(body, dict):
            abort(400)
        named = {name: body[name] for name in ("title", "description", "status") if name in body}
        for value in named.values():
            if not isinstance(value, str):
                abort(400)
            value.encode()  # half of a surrogate pair is no text
    except ValueError:
        abort(400)
    if not named.get("title", "x").strip(" \t\r\n") or named.get("status", "open") not in STATUSES:
        abort(400)
    return named


def create_app(ids: Iterable[str] = KNOWN_IDS) -> Flask:
    """The application; no case exists but those with these ids."""
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.url_map.merge_slashes = False
    cases = {identifier: seeded_case(number, identifier) for number, identifier in enumerate(ids, start=1)}
    lock = threading.Lock()

    def found(case_id: str) -> dict[str, Any]:
        case = cases.get(unquote(case_id))
        if case is None:
            abort(404, "file not found")
        return case

    @app.get(PATH, provide_automatic_options=False)
    @requires("cases:read")
    def get_case(case_id: str) -> Response:
        return jsonify(found(case_id))

    @app.patch(PATH, provide_automatic_options=False)
    @requires("cases:write")
    def update_case(case_id: str) -> Response:
        found(case_id)
        named = changes()
        with lock:
            case = found(case_id)
            if named:
                moment = datetime.now(UTC).isoformat().replace("+00:00", "Z")
                case = cases[case["id"]] = {**case, **named, "updated_at": moment}
        return jsonify(case)

    @app.route(PATH, methods=["OPTIONS"])
    def options(case_id: str) -> Response:
        allowed = _in_words(app.create_url_adapter(request).allowed_methods())
        headers = {"Allow": allowed}
        if "Access-Control-Request-Method" in request.headers:
            headers |= {"Access-Control-Allow-Methods": allowed, "Access-Control-Max-Age": "600"}
        if wanted := request.headers.get("Access-Control-Request-Headers"):
            headers["Access-Control-Allow-Headers"] = wanted
        answer = Response(status=204, headers=headers)
        del answer.headers["Content-Type"]
        return answer

    @app.errorhandler(HTTPException)
    def refused(failure: HTTPException) -> Response:
        status = failure.code or 500
        unknown_route = isinstance(failure, NotFound) and failure.description != "file not found"
        answer = jsonify(failure_body(status, "no such endpoint" if unknown_route else ""))
        answer.status_code = status
        if status == 401:
            answer.headers["WWW-Authenticate"] = "Bearer"
        if isinstance(failure, MethodNotAllowed):
            answer.headers["Allow"] = _in_words(failure.valid_methods or ())
        return answer

    @app.errorhandler(Exception)
    def failed(_: Exception) -> tuple[Response, int]:
        return jsonify(failure_body(500)), 500

    @app.after_request
    def cross_origin(answer: Response) -> Response:
        if origin := request.headers.get("Origin"):
            answer.headers["Access-Control-Allow-Origin"] = origin
            answer.headers["Access-Control-Allow-Credentials"] = "true"
            answer.vary.add("Origin")
        return answer

    app.wsgi_app = RawPaths(app.wsgi_app)  # type: ignore[method-assign]  # as Flask's documentation has it
    return app


def _in_words(methods: Iterable[str]) -> str:
    return ", ".join(sorted(methods))


class RawPaths:
    """Routes by the path as it was sent: ``PATH_INFO`` is decoded, and an encoded slash would part an id.

    Most servers hand it over as ``RAW_URI`` or ``REQUEST_URI``; where they do not, ids with a slash are not found.
    """

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        sent = environ.get("RAW_URI") or environ.get("REQUEST_URI", "")
        decoded = environ.get("PATH_INFO", "").encode("latin-1")
        path = one_spelling(sent.partition("?")[0]) if sent.startswith("/") else _encoded(decoded)
        return self.app({**environ, "PATH_INFO": path}, start_response)


def _encoded(path: bytes) -> str:
    return one_spelling(path.decode("utf-8", "replace").replace("%", "%25"))


app = create_app()
