"""A document with pages of every kind, forms, files, several collections, foreign keys and optional authentication."""

from __future__ import annotations

from typing import Any

from tests.mockserver.kit import document, json_content, path_parameter, response

ERROR = {"type": "object", "required": ["message"], "properties": {"message": {"type": "string"}}}
TIME = {"type": "string", "format": "date-time", "readOnly": True}
UUID = {"type": "string", "format": "uuid"}
STATUS = {"enum": ["open", "closed", "LOST"]}
SAMPLES = [
    {"value": "librarian-0123456789", "note": "may do everything"},
    {"value": "reader-0123456789", "note": "may read only", "scopes": ["read"]},
    {"value": "former-0123456789", "note": "expired", "accepted": False},
]
SCHEMES = {
    "token": {
        "type": "oauth2",
        "flows": {"clientCredentials": {"tokenUrl": "https://x.test/t", "scopes": {"read": "", "write": ""}}},
        "x-mock-credentials": {"samples": SAMPLES, "only_samples": True},
    },
    "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
}
READ, WRITE = [{"token": ["read"]}], [{"token": ["write"]}]
OPTIONAL = [{}, {"key": []}]


def _item(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    own = {"id": {**UUID, "readOnly": True}, "created_at": TIME, "updated_at": TIME}
    return {"type": "object", "required": ["id", *required], "properties": {**own, **properties}}


def _body(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {"type": "object", "required": [*required], "additionalProperties": False, "properties": properties}


BOOK = {
    "title": {"type": "string", "minLength": 1, "maxLength": 60},
    "author_id": UUID,
    "status": STATUS,
    "lent": {"type": "boolean"},
    "pages": {"type": "integer", "minimum": 1, "maximum": 2000},
}
AUTHOR = {
    "name": {"type": "string", "minLength": 1, "maxLength": 80},
    "born": {"type": "integer", "minimum": 0, "maximum": 2020},
}
REVIEW = {"text": {"type": "string", "minLength": 1}, "stars": {"type": "integer", "minimum": 1, "maximum": 5}}
UPLOAD = {"note": {"type": "string"}, "name": {"type": "string"}, "size": {"type": "integer"}}
COPY_LABELS = {"labels": {"type": "array", "items": {"type": "string"}}, "note": {"type": "string"}}


def _query(name: str, schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, **more}


def _errors(*statuses: int) -> dict[str, Any]:
    return {str(status): response(ERROR) for status in (400, 401, 403, 404, *statuses)}


def _list(properties: dict[str, Any], item: dict[str, Any], *required: str) -> dict[str, Any]:
    return _body({**properties, "items": {"type": "array", "items": item}}, "items", *required)


def _operation(name: str, success: str, schema: Any, security: list[Any], **more: Any) -> dict[str, Any]:
    responses = {success: {**response(schema), **more.pop("extra", {})}, **_errors(*more.pop("errors", ()))}
    return {"operationId": name, "security": security, "responses": responses, **more}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": json_content(schema)}


def _books() -> dict[str, Any]:
    item = _item(BOOK, *BOOK)
    number = {"type": "integer", "minimum": 0}
    listed = [
        _query("limit", {"type": "integer", "minimum": 1, "maximum": 50, "default": 20}),
        _query("offset", {**number, "default": 0}),
        _query("status", {"type": "array", "items": STATUS}, explode=False),
        _query("lent", {"type": "boolean"}),
        _query("title", {"type": "string"}),
        _query("q", {"type": "string"}),
        _query("min_pages", {"type": "integer"}),
        _query("sort", {"enum": ["title", "-title", "pages", "-pages"]}),
    ]
    headers = {"Link": {"schema": {"type": "string"}}, "X-Total-Count": {"required": True, "schema": number}}
    page = _list({"total": number}, item, "total")
    key = {"name": "Idempotency-Key", "in": "header", "schema": UUID}
    sent = _body(BOOK, "title", "author_id", "status", "lent", "pages")
    identifier = path_parameter("id", UUID)
    return {
        "/books": {
            "get": _operation("list_books", "200", page, READ, parameters=listed, extra={"headers": headers}),
            "post": _operation(
                "create_book", "201", item, WRITE, parameters=[key], requestBody=_json(sent), errors=(422,)
            ),
        },
        "/books/{id}": {
            "parameters": [identifier],
            "get": _operation("read_book", "200", item, READ),
            "patch": _operation("change_book", "200", item, WRITE, requestBody=_json(_body(BOOK)), errors=(422,)),
            "put": _operation("replace_book", "200", item, WRITE, requestBody=_json(sent), errors=(422,)),
            "delete": _operation("delete_book", "204", None, WRITE),
        },
    }


def _reviews() -> dict[str, Any]:
    item = _item(REVIEW, *REVIEW)
    cursor = [_query("cursor", {"type": "string"}), _query("limit", {"type": "integer", "minimum": 1, "maximum": 9})]
    meaning = {"next_cursor": {"type": ["string", "null"]}, "has_more": {"type": "boolean"}}
    page = _list(meaning, item, "has_more")
    return {
        "/books/{id}/reviews": {
            "parameters": [path_parameter("id", UUID)],
            "get": _operation("list_reviews", "200", page, READ, parameters=cursor),
            "post": _operation("create_review", "201", item, WRITE, requestBody=_json(_body(REVIEW, *REVIEW))),
        },
        "/books/{id}/reviews/{review}": {
            "parameters": [path_parameter("id", UUID), path_parameter("review", UUID)],
            "get": _operation("read_review", "200", item, READ),
            "delete": _operation("delete_review", "204", None, WRITE),
        },
    }


def _authors() -> dict[str, Any]:
    item = _item(AUTHOR, *AUTHOR)
    paged = [
        _query("page", {"type": "integer", "minimum": 1}),
        _query("per_page", {"type": "integer", "minimum": 1, "maximum": 30}),
    ]
    form = {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": _body(AUTHOR, *AUTHOR)}}}
    return {
        "/authors": {
            "get": _operation(
                "list_authors", "200", {"type": "array", "items": item}, OPTIONAL, parameters=paged,
                extra={"headers": {"Link": {"schema": {"type": "string"}}}},
            ),
            "post": _operation("create_author", "201", item, OPTIONAL, requestBody=form),
        },
        "/authors/{id}": {
            "parameters": [path_parameter("id", UUID)],
            "get": _operation("read_author", "200", item, OPTIONAL),
            "delete": _operation("delete_author", "204", None, WRITE),
        },
    }  # fmt: skip


def _uploads() -> dict[str, Any]:
    texts = {"type": "array", "items": {"type": "string"}}
    item = _item({**UPLOAD, **COPY_LABELS, "extra": texts})
    file = {"type": "string", "format": "binary"}
    form = _body({**COPY_LABELS, "file": file, "extra": {"type": "array", "items": file}}, "file")
    labels = {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": _body(COPY_LABELS)}}}
    content = {"200": {"description": "content", "content": {"application/octet-stream": {}}}, **_errors()}
    return {
        "/uploads": {
            "get": _operation("list_uploads", "200", {"type": "array", "items": item}, WRITE),
            "post": _operation(
                "upload", "201", item, WRITE,
                requestBody={"required": True, "content": {"multipart/form-data": {"schema": form}}},
            ),
        },
        "/uploads/{id}": {
            "parameters": [path_parameter("id", UUID)],
            "get": _operation("read_upload", "200", item, WRITE),
            "patch": _operation("label_upload", "200", item, WRITE, requestBody=labels),
            "delete": _operation("delete_upload", "204", None, WRITE),
        },
        "/uploads/{id}/content": {
            "parameters": [path_parameter("id", UUID)],
            "get": {"operationId": "download", "security": WRITE, "responses": content},
        },
    }  # fmt: skip


def _exports() -> dict[str, Any]:
    item = _item({"state": {"enum": ["queued", "done"]}, "format": {"enum": ["csv", "pdf"]}}, "state")
    location = {"headers": {"Location": {"required": True, "schema": {"type": "string"}}}}
    body = _json(_body({"format": {"enum": ["csv", "pdf"]}}, "format"))
    return {
        "/exports": {"post": _operation("export", "202", item, WRITE, requestBody=body, extra=location)},
        "/exports/{id}": {
            "parameters": [path_parameter("id", UUID)],
            "get": _operation("read_export", "200", item, WRITE),
        },
    }


def library() -> dict[str, Any]:
    """The document."""
    paths = {**_books(), **_reviews(), **_authors(), **_uploads(), **_exports()}
    return document(paths, components={"securitySchemes": SCHEMES})
