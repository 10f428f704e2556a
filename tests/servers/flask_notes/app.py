"""Private notes as a project with flasgger has them: Swagger 2.0, basic authentication, registration, limit and offset,
comments through urlencoded forms, plain text export."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, g, jsonify, request
from werkzeug.exceptions import HTTPException

from tests.servers.validation import Document, InvalidError, MalformedError

BUGS = {
    "limit-ignored": "the list of notes ignores the limit",
    "open-delete": "notes are deleted without a password",
}
IDENTITIES: tuple[str, ...] = (r"ada=ada\:lovelace-1815",)
OPTIONS: tuple[str, ...] = ()

DOCUMENT = Document(Path(__file__).parent)
FORM = "application/x-www-form-urlencoded"
Item = dict[str, Any]


class Notes:
    """Users by name, notes by id; a note belongs to one user."""

    def __init__(self, bug: str):
        self.bug = bug
        self.users: dict[str, Item] = {"ada": {"name": "ada", "email": "ada@example.com", "password": "lovelace-1815"}}
        self.notes: dict[int, Item] = {}
        self.owners: dict[int, str] = {}
        self.comments: dict[int, list[Item]] = {}
        self.last_id = 0

    def add(self, owner: str, body: Item) -> Item:
        self.last_id += 1
        note = {"id": self.last_id, "created": now(), **note_fields(body)}
        self.notes[self.last_id] = note
        self.owners[self.last_id] = owner
        self.comments[self.last_id] = []
        return note

    def find(self, text: str) -> Item:
        """Notes of others do not exist."""
        key = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
        if key not in self.notes or self.owners[key] != g.user:
            abort(404, "no such note")
        return self.notes[key]


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def note_fields(body: Item) -> Item:
    optional = {"pinned": body.get("pinned", False), "priority": body.get("priority", 3)}
    return {"title": body["title"], "text": body.get("text", ""), **optional, "labels": body.get("labels", [])}


def json_body(operation: str) -> Any:
    if request.mimetype != "application/json":
        abort(400, "the body must be JSON")
    return DOCUMENT.json(operation, request.get_data())


def add_error_handlers(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def _http(exception: HTTPException) -> Response:
        response = jsonify(error=exception.description)
        response.status_code = exception.code or 500
        for name, value in exception.get_headers():
            if name != "Content-Type":
                response.headers[name] = value
        if exception.code == 401:
            response.headers["WWW-Authenticate"] = 'Basic realm="notes"'
        return response

    @app.errorhandler(MalformedError)
    @app.errorhandler(InvalidError)
    def _invalid(exception: Exception) -> tuple[Response, int]:
        return jsonify(error=str(exception)), 400


def add_login(app: Flask, notes: Notes) -> None:
    @app.before_request
    def _log_in() -> None:
        if request.endpoint in {None, "register"}:
            return
        if notes.bug == "open-delete" and request.endpoint == "delete_note" and not request.authorization:
            g.user = next(iter(notes.users))
            return
        sent = request.authorization
        user = notes.users.get(sent.username or "") if sent is not None and sent.type == "basic" else None
        if user is None or sent is None or user["password"] != sent.password:
            abort(401, "name or password is wrong")
        g.user = user["name"]


def add_users(app: Flask, notes: Notes) -> None:
    @app.post("/api/users")
    def register() -> tuple[Response, int]:
        body = json_body("register")
        if body["name"] in notes.users:
            abort(409, "the name is taken")
        notes.users[body["name"]] = {key: body[key] for key in ("name", "email", "password")}
        return jsonify(name=body["name"], email=body["email"]), 201

    @app.get("/api/users/me")
    def get_me() -> Response:
        user = notes.users[g.user]
        return jsonify(name=user["name"], email=user["email"])


def add_notes(app: Flask, notes: Notes) -> None:
    @app.get("/api/notes")
    def list_notes() -> Response:
        query = DOCUMENT.query("listNotes", request.args.items(multi=True))
        mine = [note for key, note in notes.notes.items() if notes.owners[key] == g.user]
        if "pinned" in query:
            mine = [note for note in mine if note["pinned"] is query["pinned"]]
        count = None if notes.bug == "limit-ignored" else query["limit"]
        return jsonify(notes=mine[query["offset"] :][:count], total=len(mine))

    @app.post("/api/notes")
    def create_note() -> tuple[Response, int, dict[str, str]]:
        note = notes.add(g.user, json_body("createNote"))
        return jsonify(note), 201, {"Location": f"/api/notes/{note['id']}"}

    @app.get("/api/notes/<key>")
    def get_note(key: str) -> Response:
        return jsonify(notes.find(key))

    @app.put("/api/notes/<key>")
    def replace_note(key: str) -> Response:
        note = notes.find(key)
        note.update(note_fields(json_body("replaceNote")))
        return jsonify(note)

    @app.delete("/api/notes/<key>")
    def delete_note(key: str) -> tuple[str, int]:
        note = notes.find(key)
        for table in (notes.notes, notes.owners, notes.comments):
            del table[note["id"]]  # type: ignore[attr-defined]
        return "", 204


def add_parts(app: Flask, notes: Notes) -> None:
    @app.get("/api/notes/<key>/text")
    def export_note(key: str) -> Response:
        note = notes.find(key)
        return Response(f"{note['title']}\n\n{note['text']}\n", content_type="text/plain; charset=utf-8")

    @app.get("/api/notes/<key>/comments")
    def list_comments(key: str) -> Response:
        return jsonify(notes.comments[notes.find(key)["id"]])

    @app.post("/api/notes/<key>/comments")
    def add_comment(key: str) -> tuple[Response, int]:
        comments = notes.comments[notes.find(key)["id"]]
        if request.mimetype != FORM:
            abort(400, "the body must be a form")
        body = DOCUMENT.form("addComment", request.form.to_dict(), FORM)
        comments.append({"author": body["author"], "text": body["text"], "stars": body.get("stars")})
        return jsonify(comments[-1]), 201


def create(bug: str = "") -> Flask:
    """Return the application with one user and no notes."""
    app = Flask("notes")
    notes = Notes(bug)
    add_error_handlers(app)
    add_login(app, notes)
    add_users(app, notes)
    add_notes(app, notes)
    add_parts(app, notes)
    return app
