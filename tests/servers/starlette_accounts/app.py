"""User accounts (Starlette, written by hand): login form, OAuth2 scopes, /me, settings, write-only password."""

import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.servers.json_bodies import InvalidError, flag, query_integer, read_object, text

BUGS = {
    "open-scope": "a token without the scope users.write may delete users",
    "password-shown": "the response to a new user has the write-only password",
}
IDENTITIES: tuple[str, ...] = ("admin=tok-admin", "reader=tok-reader:users.read")
OPTIONS: tuple[str, ...] = ()

SCOPES = ("users.read", "users.write", "profile")
USERNAME = re.compile(r"[a-z][a-z0-9_]{2,29}", re.ASCII)
EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
# The paths have one route for each method. Starlette's own 405 has the methods of the first route in Allow, a quirk.


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


@dataclass
class User:
    username: str
    name: str
    email: str
    password: str
    settings: dict[str, Any] = field(default_factory=lambda: {"theme": "auto", "language": "en", "newsletter": False})
    created_at: str = field(default_factory=now)
    last_login: str | None = None

    def shown(self) -> dict[str, Any]:
        names = ("username", "name", "email", "created_at", "last_login")
        return {name: getattr(self, name) for name in names}


@dataclass
class Store:
    bug: str = ""
    users: dict[str, User] = field(default_factory=dict)
    tokens: dict[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    keys: dict[str, dict[str, Any]] = field(default_factory=dict)


def caller(request: Request, scope: str) -> User:
    """Return the user of the token; raises HTTPException 401 without a valid token, 403 if it lacks `scope`."""
    store: Store = request.app.state.store
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    username, scopes = store.tokens.get(token.strip(), ("", frozenset()))
    if kind.lower() != "bearer" or username not in store.users:
        raise HTTPException(401, "a valid token is required", {"WWW-Authenticate": 'Bearer realm="accounts"'})
    if scope and scope not in scopes:
        raise HTTPException(
            403, f"the token lacks the scope {scope}", {"WWW-Authenticate": 'Bearer error="insufficient_scope"'}
        )
    return store.users[username]


def form_error(error: str, description: str) -> Response:
    return JSONResponse({"error": error, "error_description": description}, 400, {"Cache-Control": "no-store"})


async def log_in(request: Request) -> Response:
    """RFC 6749, section 4.3: the errors of a token endpoint have the status code 400."""
    if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        return form_error("invalid_request", "the body must be a form")
    body = (await request.body()).decode("utf-8", "replace")
    try:
        form = {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}
    except ValueError:
        return form_error("invalid_request", "the body must be a form")
    if form.get("grant_type") != "password":
        return form_error("unsupported_grant_type", "the grant type must be password")
    store: Store = request.app.state.store
    user = store.users.get(form.get("username", ""))
    if user is None or not secrets.compare_digest(user.password.encode(), form.get("password", "").encode()):
        return form_error("invalid_grant", "wrong user name or password")
    scopes = form["scope"].split() if form.get("scope") else ["profile"]
    if not set(scopes) <= {"profile"}:
        return form_error("invalid_scope", "only the scope profile can be had by a login")
    token = secrets.token_urlsafe(24)
    store.tokens[token], user.last_login = (user.username, frozenset(scopes)), now()
    answer = {"access_token": token, "token_type": "bearer", "expires_in": 3600, "scope": " ".join(scopes)}
    return JSONResponse(answer, headers={"Cache-Control": "no-store"})


async def list_users(request: Request) -> Response:
    caller(request, "users.read")
    limit, offset = query_integer(request, "limit", 20, 1, 100), query_integer(request, "offset", 0, 0, 10**9)
    users = [user.shown() for user in request.app.state.store.users.values()]
    return JSONResponse({"users": users[offset : offset + limit], "total": len(users)})


def email_of(body: dict[str, Any]) -> str:
    email = text(body, "email", 3, 254)
    if not EMAIL.fullmatch(email):
        raise InvalidError("email", "must be an email address")
    return email


async def create_user(request: Request) -> Response:
    caller(request, "users.write")
    body = await read_object(request)
    username = text(body, "username", 3, 30)
    if not USERNAME.fullmatch(username):
        raise InvalidError("username", "must be lower-case letters, digits and underscores")
    user = User(username, text(body, "name", 1, 80), email_of(body), text(body, "password", 8, 72))
    store: Store = request.app.state.store
    if username in store.users:
        raise HTTPException(409, "the user name is taken")
    store.users[username] = user
    shown = user.shown() | ({"password": user.password} if store.bug == "password-shown" else {})
    return JSONResponse(shown, 201, {"Location": f"/users/{username}"})


def find_user(request: Request) -> User:
    user = request.app.state.store.users.get(request.path_params["username"])
    if user is None:
        raise HTTPException(404, "there is no such user")
    return user


async def read_user(request: Request) -> Response:
    caller(request, "users.read")
    return JSONResponse(find_user(request).shown())


async def delete_user(request: Request) -> Response:
    store: Store = request.app.state.store
    own = caller(request, "" if store.bug == "open-scope" else "users.write")
    user = find_user(request)
    if user is own:
        raise HTTPException(409, "nobody can delete the own account")
    del store.users[user.username]
    store.keys = {key_id: key for key_id, key in store.keys.items() if key["owner"] != user.username}
    return Response(status_code=204)


async def read_me(request: Request) -> Response:
    return JSONResponse(caller(request, "profile").shown())


async def change_me(request: Request) -> Response:
    user, body = caller(request, "profile"), await read_object(request)
    name = text(body, "name", 1, 80) if "name" in body else user.name
    user.email = email_of(body) if "email" in body else user.email
    user.name = name
    return JSONResponse(user.shown())


async def read_settings(request: Request) -> Response:
    return JSONResponse(caller(request, "profile").settings)


async def replace_settings(request: Request) -> Response:
    user, body = caller(request, "profile"), await read_object(request)
    theme, language = body.get("theme"), text(body, "language", 2, 2)
    if theme not in ("auto", "light", "dark"):
        raise InvalidError("theme", "must be auto, light or dark")
    if not re.fullmatch(r"[a-z]{2}", language, re.ASCII):
        raise InvalidError("language", "must be a code of ISO 639-1")
    newsletter = flag(body, "newsletter") if "newsletter" in body else False
    user.settings = {"theme": theme, "language": language, "newsletter": newsletter}
    return JSONResponse(user.settings)


async def list_keys(request: Request) -> Response:
    user = caller(request, "profile")
    keys = request.app.state.store.keys.values()
    return JSONResponse([shown_key(key) for key in keys if key["owner"] == user.username])


def shown_key(key: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in key.items() if name not in {"owner", "secret"}}


async def create_key(request: Request) -> Response:
    """The secret is shown once, here."""
    user, body = caller(request, "profile"), await read_object(request)
    key = {"id": secrets.token_hex(6), "label": text(body, "label", 1, 40), "created_at": now()}
    secret = "key_" + secrets.token_hex(12)
    request.app.state.store.keys[key["id"]] = {**key, "owner": user.username, "secret": secret}
    return JSONResponse({**key, "secret": secret}, 201)


async def delete_key(request: Request) -> Response:
    """404 for the keys of others, too."""
    user, keys = caller(request, "profile"), request.app.state.store.keys
    key = keys.get(request.path_params["key_id"])
    if key is None or key["owner"] != user.username:
        raise HTTPException(404, "there is no such key")
    del keys[key["id"]]
    return Response(status_code=204)


async def show_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"message": error.detail}, error.status_code, error.headers)


async def show_invalid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, InvalidError)
    return JSONResponse({"message": str(error), "field": error.field}, 422)


Handler = Callable[[Request], Awaitable[Response]]
ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/token", log_in),
    ("GET", "/users", list_users),
    ("POST", "/users", create_user),
    ("GET", "/users/{username}", read_user),
    ("DELETE", "/users/{username}", delete_user),
    ("GET", "/me", read_me),
    ("PATCH", "/me", change_me),
    ("GET", "/me/settings", read_settings),
    ("PUT", "/me/settings", replace_settings),
    ("GET", "/me/keys", list_keys),
    ("POST", "/me/keys", create_key),
    ("DELETE", "/me/keys/{key_id}", delete_key),
)


def create(bug: str = "") -> Starlette:
    app = Starlette(
        routes=[Route(path, handler, methods=[method]) for method, path, handler in ROUTES],
        exception_handlers={HTTPException: show_error, InvalidError: show_invalid},
    )
    store = Store(bug)
    for username, password in (("admin", "correct horse"), ("reader", "battery staple"), ("guest", "open sesame")):
        store.users[username] = User(username, username.title(), f"{username}@example.com", password)
    store.tokens["tok-admin"] = ("admin", frozenset(SCOPES))
    store.tokens["tok-reader"] = ("reader", frozenset({"users.read"}))
    app.state.store = store
    return app
