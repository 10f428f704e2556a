"""The two operations of ServerOps, implemented with Flask and state in memory.

Run it with ``flask --app tests.implementations.flask_serverops run``.
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
    normalize_path,
    parse_json,
    seeded_case,
)

PATH = "/serverops/cases/<case_id>"
STATUSES = ("open", "closed", "archived")


def requires(scope: str) -> Callable[[Callable[..., Response]], Callable[..., Response]]:
    """Return a decorator that requires a token with the scope and that the client accepts JSON."""

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
    """Return the changes in the request body; properties that cannot be changed are ignored."""
    if "Content-Type" in request.headers and request.mimetype != "application/json":
        abort(415)
    try:
        body = parse_json(request.get_data())
        if not isinstance(body, dict):
            abort(400)
        changed = {name: body[name] for name in ("title", "description", "status") if name in body}
        for value in changed.values():
            if not isinstance(value, str):
                abort(400)
            value.encode()  # fails for lone surrogates
    except ValueError:
        abort(400)
    if not changed.get("title", "x").strip(" \t\r\n") or changed.get("status", "open") not in STATUSES:
        abort(400)
    return changed


def create_app(ids: Iterable[str] = KNOWN_IDS) -> Flask:
    """Return an application with the cases of the given ids."""
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
        changed = changes()
        with lock:
            case = found(case_id)
            if changed:
                timestamp = datetime.now(UTC).isoformat().replace("+00:00", "Z")
                case = cases[case["id"]] = {**case, **changed, "updated_at": timestamp}
        return jsonify(case)

    @app.route(PATH, methods=["OPTIONS"])
    def options(case_id: str) -> Response:
        allowed = _join(app.create_url_adapter(request).allowed_methods())
        headers = {"Allow": allowed}
        if "Access-Control-Request-Method" in request.headers:
            headers |= {"Access-Control-Allow-Methods": allowed, "Access-Control-Max-Age": "600"}
        if wanted := request.headers.get("Access-Control-Request-Headers"):
            headers["Access-Control-Allow-Headers"] = wanted
        response = Response(status=204, headers=headers)
        del response.headers["Content-Type"]
        return response

    @app.errorhandler(HTTPException)
    def http_error(failure: HTTPException) -> Response:
        status = failure.code or 500
        unknown_route = isinstance(failure, NotFound) and failure.description != "file not found"
        response = jsonify(failure_body(status, "no such endpoint" if unknown_route else ""))
        response.status_code = status
        if status == 401:
            response.headers["WWW-Authenticate"] = "Bearer"
        if isinstance(failure, MethodNotAllowed):
            response.headers["Allow"] = _join(failure.valid_methods or ())
        return response

    @app.errorhandler(Exception)
    def internal_error(_: Exception) -> tuple[Response, int]:
        return jsonify(failure_body(500)), 500

    @app.after_request
    def cross_origin(response: Response) -> Response:
        origin = request.headers.get("Origin")
        if origin == "null":
            response.headers["Access-Control-Allow-Origin"] = "*"
        elif origin:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
            response.vary.add("Origin")
        return response

    app.wsgi_app = RawPaths(app.wsgi_app)  # type: ignore[method-assign]  # as in Flask's documentation
    return app


def _join(methods: Iterable[str]) -> str:
    return ", ".join(sorted(methods))


class RawPaths:
    """Route by the raw path: ``PATH_INFO`` is decoded, so that an encoded slash would split an id.

    Most servers provide it as ``RAW_URI`` or ``REQUEST_URI``; without them, ids with a slash are not found.
    """

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        raw = environ.get("RAW_URI") or environ.get("REQUEST_URI", "")
        decoded = environ.get("PATH_INFO", "").encode("latin-1")
        path = normalize_path(raw.partition("?")[0]) if raw.startswith("/") else _encoded(decoded)
        return self.app({**environ, "PATH_INFO": path}, start_response)


def _encoded(path: bytes) -> str:
    return normalize_path(path.decode("utf-8", "replace").replace("%", "%25"))


app = create_app()
