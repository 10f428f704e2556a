"""A small file store: multipart uploads, downloads with name and content type, notes as plain text, an optional API
key that shows private files, 410 for what was deleted."""

import uuid
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, abort, jsonify, request
from werkzeug.exceptions import HTTPException

from tests.servers.validation import Document, InvalidError, MalformedError

BUGS = {
    "content-after-delete": "the content of a deleted file is still served",
    "non-latin-name": "the upload of a file with a name outside of Latin-1 ends with 500",
}
IDENTITIES: tuple[str, ...] = ("owner=key-4711",)
OPTIONS: tuple[str, ...] = ()

DOCUMENT = Document(Path(__file__).parent)
KEY = "key-4711"
MAX_NOTE = 2000
Item = dict[str, Any]


class Files:
    """The files with their content, notes and the ids of deleted files."""

    def __init__(self, bug: str):
        self.bug = bug
        self.files: dict[str, Item] = {}
        self.contents: dict[str, tuple[str, bytes]] = {}
        self.notes: dict[str, str] = {}
        self.deleted: set[str] = set()
        self.add("welcome.txt", "text/plain", b"Hello\n", {"description": "Read me first"})
        self.add("accounts.csv", "text/csv", b"name,amount\nRent,900\n", {"private": True})

    def add(self, name: str, content_type: str, data: bytes, fields: Item) -> Item:
        key = uuid.uuid4().hex
        optional = {"description": fields.get("description"), "private": fields.get("private", False)}
        self.files[key] = {"id": key, "name": name, "content_type": content_type, "size": len(data), **optional}
        self.contents[key] = (content_type, data)
        return self.files[key]

    def find(self, key: str) -> Item:
        """Private files do not exist for requests without the key."""
        known = authorized()
        item = self.files.get(key)
        if item is None or (item["private"] and not known):
            abort(404, "unknown file")
        if key in self.deleted:
            abort(410, "the file was deleted")
        return item

    def visible(self) -> list[Item]:
        shown = [item for key, item in self.files.items() if key not in self.deleted]
        return shown if authorized() else [item for item in shown if not item["private"]]


def authorized() -> bool:
    """Whether the request has the key; a wrong key is refused everywhere, even where the key is optional."""
    sent = request.headers.get("X-API-Key")
    if sent is not None and sent != KEY:
        abort(401, "wrong API key")
    return sent is not None


def require_key() -> None:
    if not authorized():
        abort(401, "an API key is required")


def json_body(operation: str) -> Any:
    if request.mimetype != "application/json":
        abort(415, "send application/json")
    return DOCUMENT.json(operation, request.get_data())


def upload_fields() -> tuple[str, str, bytes, Item]:
    """Return name, content type, data and fields; a part without a file name is a file as well."""
    if request.mimetype != "multipart/form-data":
        abort(415, "send multipart/form-data")
    fields = DOCUMENT.form("uploadFile", {**request.form.to_dict(), "file": ""}, "multipart/form-data")
    sent = request.files.get("file")
    if sent is not None:
        return sent.filename or "unnamed", sent.mimetype or "application/octet-stream", sent.read(), fields
    if "file" not in request.form:
        raise InvalidError({"file": "is required"})
    return "unnamed", "application/octet-stream", request.form["file"].encode(), fields


def add_error_handlers(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def _http(exception: HTTPException) -> Response:
        response = jsonify(error=exception.description)
        response.status_code = exception.code or 500
        for name, value in exception.get_headers():
            if name != "Content-Type":
                response.headers[name] = value
        if exception.code == 401:
            response.headers["WWW-Authenticate"] = "ApiKey"
        return response

    @app.errorhandler(MalformedError)
    @app.errorhandler(InvalidError)
    def _invalid(exception: Exception) -> tuple[Response, int]:
        return jsonify(error=str(exception)), 400


def add_collection(app: Flask, files: Files) -> None:
    @app.get("/files")
    def list_files() -> Response:
        authorized()
        query = DOCUMENT.query("listFiles", request.args.items(multi=True))
        items = files.visible()
        return jsonify(items=items[query["offset"] :][: query["limit"]], total=len(items))

    @app.post("/files")
    def upload_file() -> tuple[Response, int, dict[str, str]]:
        known = authorized()
        name, content_type, data, fields = upload_fields()
        if fields.get("private") and not known:
            abort(403, "private files need an API key")
        if files.bug == "non-latin-name":
            name = name.encode("latin-1").decode("latin-1")
        item = files.add(name, content_type, data, fields)
        return jsonify(item), 201, {"Location": f"/files/{item['id']}"}


def add_items(app: Flask, files: Files) -> None:
    @app.get("/files/<key>")
    def get_file(key: str) -> Response:
        return jsonify(files.find(key))

    @app.patch("/files/<key>")
    def update_file(key: str) -> Response:
        require_key()
        item = files.find(key)
        changes = json_body("updateFile")
        item.update({name: changes[name] for name in ("name", "description", "private") if name in changes})
        return jsonify(item)

    @app.delete("/files/<key>")
    def delete_file(key: str) -> tuple[str, int]:
        require_key()
        files.find(key)
        files.deleted.add(key)
        return "", 204

    @app.get("/files/<key>/content")
    def download_file(key: str) -> Response:
        item = files.files.get(key) if files.bug == "content-after-delete" and authorized() else files.find(key)
        if item is None:
            abort(404, "unknown file")
        content_type, data = files.contents[key]
        response = Response(data, content_type=content_type)
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(item['name'], safe='')}"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def add_notes(app: Flask, files: Files) -> None:
    @app.get("/files/<key>/note")
    def get_note(key: str) -> Response:
        files.find(key)
        return Response(files.notes.get(key, ""), content_type="text/plain; charset=utf-8")

    @app.put("/files/<key>/note")
    def put_note(key: str) -> tuple[str, int]:
        require_key()
        files.find(key)
        if request.mimetype != "text/plain":
            abort(415, "send text/plain")
        try:
            note = request.get_data().decode()
        except UnicodeDecodeError:
            abort(400, "the note is not UTF-8")
        if len(note) > MAX_NOTE:
            abort(400, f"a note has at most {MAX_NOTE} characters")
        files.notes[key] = note
        return "", 204


def create(bug: str = "") -> Flask:
    """Return the application with a public and a private file."""
    app = Flask("files")
    files = Files(bug)
    add_error_handlers(app)
    add_collection(app, files)
    add_items(app, files)
    add_notes(app, files)
    return app
