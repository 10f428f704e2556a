"""Authors and books in the style of flask-smorest: 422 with errors by location, X-Pagination, ETags that PUT and
DELETE require (428, 412), foreign keys, unique ISBNs."""

import hashlib
import json
import uuid
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, request
from werkzeug.exceptions import HTTPException

from tests.servers.validation import Document, InvalidError, MalformedError

BUGS = {
    "etag-kept": "the ETag of a book is computed once and does not change when the book is updated",
    "first-genre": "of several genres in the query of the list of books only the first is used",
}
IDENTITIES: tuple[str, ...] = ()
OPTIONS: tuple[str, ...] = ()

DOCUMENT = Document(Path(__file__).parent)
Item = dict[str, Any]


class Library:
    """The tables; ids are UUIDs."""

    def __init__(self, bug: str):
        self.bug = bug
        self.authors: dict[str, Item] = {}
        self.books: dict[str, Item] = {}
        self.first_tags: dict[str, str] = {}

    def add(self, table: dict[str, Item], fields: Item) -> Item:
        item = {"id": str(uuid.uuid4()), **fields}
        table[item["id"]] = item
        self.first_tags[item["id"]] = tag_of(item)
        return item

    def tag(self, item: Item) -> str:
        return self.first_tags[item["id"]] if self.bug == "etag-kept" else tag_of(item)

    def check_book(self, fields: Item, own_id: str | None = None) -> None:
        if fields["author_id"].lower() not in self.authors:
            raise InvalidError({"author_id": "unknown author"})
        if any(book["isbn"] == fields["isbn"] and book["id"] != own_id for book in self.books.values()):
            abort(409, "a book with this ISBN exists")


def tag_of(item: Item) -> str:
    return hashlib.sha1(json.dumps(item, sort_keys=True).encode()).hexdigest()


def author_fields(body: Item) -> Item:
    return {"name": body["name"], "born": body.get("born")}


def book_fields(body: Item) -> Item:
    known = ("title", "isbn", "author_id", "genre")
    optional = {"subtitle": body.get("subtitle"), "published": body.get("published"), "tags": body.get("tags", [])}
    return {**{name: body[name] for name in known}, **optional, "author_id": body["author_id"].lower()}


def find(table: dict[str, Item], key: str) -> Item:
    item = table.get(key.lower())
    if item is None:
        abort(404, "not found")
    return item


def page_of(items: list[Item], query: Item) -> Response:
    page, size = query["page"], query["page_size"]
    pages = max(1, -(-len(items) // size))
    response = as_json(items[(page - 1) * size : page * size])
    totals: Item = {"total": len(items), "total_pages": pages, "first_page": 1, "last_page": pages, "page": page}
    response.headers["X-Pagination"] = json.dumps(totals)
    return response


def as_json(value: Any, status: int = 200) -> Response:
    return Response(json.dumps(value), status, mimetype="application/json")


def with_tag(library: Library, item: Item, status: int = 200) -> Response:
    response = as_json(item, status)
    response.set_etag(library.tag(item))
    return response.make_conditional(request) if request.method in {"GET", "HEAD"} else response


def check_tag(library: Library, item: Item) -> None:
    """As flask-smorest: 428 without If-Match, 412 if it does not match."""
    if "If-Match" not in request.headers:
        abort(428, "If-Match is required")
    if not request.if_match.contains(library.tag(item)):
        abort(412, "the item was changed")


def json_body(operation: str) -> Any:
    if request.mimetype != "application/json":
        abort(415, "the content type must be application/json")
    return DOCUMENT.json(operation, request.get_data())


def query_of(operation: str) -> Item:
    return DOCUMENT.query(operation, request.args.items(multi=True))


def add_error_handlers(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def _http(exception: HTTPException) -> Response:
        response = as_json({"code": exception.code, "status": exception.name, "message": exception.description})
        response.status_code = exception.code or 500
        for name, value in exception.get_headers():
            if name != "Content-Type":
                response.headers[name] = value
        return response

    @app.errorhandler(MalformedError)
    def _malformed(exception: MalformedError) -> Response:
        return as_json({"code": 400, "status": "Bad Request", "message": str(exception)}, 400)

    @app.errorhandler(InvalidError)
    def _invalid(exception: InvalidError) -> Response:
        errors = {"json": {where: [text] for where, text in exception.errors.items()}}
        return as_json({"code": 422, "status": "Unprocessable Entity", "message": "invalid", "errors": errors}, 422)


def add_authors(app: Flask, library: Library) -> None:
    @app.get("/authors")
    def list_authors() -> Response:
        return page_of(list(library.authors.values()), query_of("listAuthors"))

    @app.post("/authors")
    def create_author() -> Response:
        author = library.add(library.authors, author_fields(json_body("createAuthor")))
        return with_tag(library, author, 201)

    @app.get("/authors/<author_id>")
    def get_author(author_id: str) -> Response:
        return with_tag(library, find(library.authors, author_id))

    @app.put("/authors/<author_id>")
    def replace_author(author_id: str) -> Response:
        fields = author_fields(json_body("replaceAuthor"))
        author = find(library.authors, author_id)
        check_tag(library, author)
        author.update(fields)
        return with_tag(library, author)

    @app.delete("/authors/<author_id>")
    def delete_author(author_id: str) -> Response:
        author = find(library.authors, author_id)
        check_tag(library, author)
        if any(book["author_id"] == author["id"] for book in library.books.values()):
            abort(409, "the author has books")
        del library.authors[author["id"]]
        return Response(status=204)


def matches(book: Item, query: Item, genres: list[str]) -> bool:
    if genres and book["genre"] not in genres:
        return False
    if "author_id" in query and book["author_id"] != query["author_id"].lower():
        return False
    return "published_after" not in query or (book["published"] or "") > query["published_after"]


def add_books(app: Flask, library: Library) -> None:
    @app.get("/books")
    def list_books() -> Response:
        query = query_of("listBooks")
        genres = query.get("genre", [])[: 1 if library.bug == "first-genre" else None]
        return page_of([book for book in library.books.values() if matches(book, query, genres)], query)

    @app.post("/books")
    def create_book() -> Response:
        fields = book_fields(json_body("createBook"))
        library.check_book(fields)
        return with_tag(library, library.add(library.books, fields), 201)

    @app.get("/books/<book_id>")
    def get_book(book_id: str) -> Response:
        return with_tag(library, find(library.books, book_id))

    @app.put("/books/<book_id>")
    def replace_book(book_id: str) -> Response:
        fields = book_fields(json_body("replaceBook"))
        book = find(library.books, book_id)
        check_tag(library, book)
        library.check_book(fields, book["id"])
        book.update(fields)
        return with_tag(library, book)

    @app.delete("/books/<book_id>")
    def delete_book(book_id: str) -> Response:
        book = find(library.books, book_id)
        check_tag(library, book)
        del library.books[book["id"]]
        return Response(status=204)


def create(bug: str = "") -> Flask:
    """Return the application, empty."""
    app = Flask("library")
    library = Library(bug)
    add_error_handlers(app)
    add_authors(app, library)
    add_books(app, library)
    return app
