"""A library (FastAPI): foreign keys (422, 409), unique names, nested reviews, pages by number, integer ids, seeded."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Path, Query, Request, Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from tests.servers.fastapi_errors import add_error_handlers

BUGS = {
    "lost-patch": "PATCH of a book returns the changed book, but does not store it",
    "duplicates": "a second author of the same name is created although 409 is documented",
}
IDENTITIES: tuple[str, ...] = ()
OPTIONS: tuple[str, ...] = ()


def iso_date(value: object) -> object:
    """Return the date of `YYYY-MM-DD`; pydantic itself accepts numbers and times, too."""
    if isinstance(value, date) or value is None:
        return value
    if not isinstance(value, str) or len(value) != 10 or not value.isascii():
        raise ValueError("must be a date as YYYY-MM-DD")
    return date.fromisoformat(value)


Day = Annotated[date, BeforeValidator(iso_date)]
Name = Annotated[str, Field(min_length=1, max_length=100)]
Isbn = Annotated[str, Field(pattern=r"^97[89][0-9]{10}$")]
Tags = Annotated[list[Annotated[str, Field(min_length=1, max_length=20)]], Field(max_length=5)]
Id = Annotated[int, Path(ge=1)]


class Sent(BaseModel):
    """Strict, as many servers are: an integer is one without a decimal point, although JSON Schema allows 2.0."""

    model_config = ConfigDict(strict=True)


class NewAuthor(Sent):
    name: Name
    born: Day | None = None


class Author(NewAuthor):
    id: int


class NewBook(Sent):
    title: Name
    isbn: Isbn
    author_id: int = Field(ge=1)
    tags: Tags = []


class BookPatch(Sent):
    title: Name = Field(default_factory=str)
    author_id: int = Field(default_factory=int, ge=1)
    tags: Tags = Field(default_factory=list)


class Book(NewBook):
    id: int
    created_at: datetime
    updated_at: datetime


class BookPage(BaseModel):
    items: list[Book]
    page: int
    per_page: int
    total: int = Field(ge=0, description="Number of books in all pages")


class NewReview(Sent):
    stars: int = Field(ge=1, le=5)
    text: str = Field(default="", max_length=500)


class Review(NewReview):
    id: int
    book_id: int


class Message(BaseModel):
    detail: str


@dataclass
class Store:
    bug: str = ""
    authors: dict[int, Author] = field(default_factory=dict)
    books: dict[int, Book] = field(default_factory=dict)
    reviews: dict[int, Review] = field(default_factory=dict)
    ids: Iterator[int] = field(default_factory=lambda: count(1))


def get_store(request: Request) -> Store:
    return request.app.state.store


Library = Annotated[Store, Depends(get_store)]


def get_author(author_id: Id, store: Library) -> Author:
    if author_id not in store.authors:
        raise HTTPException(404, "Author not found")
    return store.authors[author_id]


def get_book(book_id: Id, store: Library) -> Book:
    if book_id not in store.books:
        raise HTTPException(404, "Book not found")
    return store.books[book_id]


TheBook = Annotated[Book, Depends(get_book)]


def get_review(review_id: Id, book: TheBook, store: Library) -> Review:
    review = store.reviews.get(review_id)
    if review is None or review.book_id != book.id:
        raise HTTPException(404, "Review not found")
    return review


TheAuthor = Annotated[Author, Depends(get_author)]
TheReview = Annotated[Review, Depends(get_review)]


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: {"model": Message} for status in statuses}


router = APIRouter()


def name_is_free(name: str, store: Store, own_id: int = 0) -> None:
    taken = any(author.name == name and author.id != own_id for author in store.authors.values())
    if taken and store.bug != "duplicates":
        raise HTTPException(409, "There is an author of this name")


@router.get("/authors", tags=["authors"])
def list_authors(store: Library, name: str | None = None) -> list[Author]:
    return [author for author in store.authors.values() if name is None or author.name == name]


@router.post("/authors", status_code=201, tags=["authors"], responses=documented(400, 409))
def create_author(sent: NewAuthor, store: Library, response: Response) -> Author:
    """The name must be unique, otherwise 409."""
    name_is_free(sent.name, store)
    author = Author(id=next(store.ids), **sent.model_dump())
    store.authors[author.id] = author
    response.headers["Location"] = f"/authors/{author.id}"
    return author


@router.get("/authors/{author_id}", tags=["authors"], responses=documented(404))
def read_author(author: TheAuthor) -> Author:
    return author


@router.put("/authors/{author_id}", tags=["authors"], responses=documented(400, 404, 409))
def replace_author(author: TheAuthor, sent: NewAuthor, store: Library) -> Author:
    name_is_free(sent.name, store, author.id)
    store.authors[author.id] = Author(id=author.id, **sent.model_dump())
    return store.authors[author.id]


@router.delete("/authors/{author_id}", status_code=204, tags=["authors"], responses=documented(404, 409))
def delete_author(author: TheAuthor, store: Library) -> None:
    """Refused with 409 as long as the author has books."""
    if any(book.author_id == author.id for book in store.books.values()):
        raise HTTPException(409, "The author has books")
    del store.authors[author.id]


@router.get("/authors/{author_id}/books", tags=["authors"], responses=documented(404))
def list_books_of_author(author: TheAuthor, store: Library) -> list[Book]:
    return [book for book in store.books.values() if book.author_id == author.id]


@router.get("/books", tags=["books"])
def list_books(
    store: Library,
    author_id: Annotated[int | None, Query(ge=1)] = None,
    tag: str | None = None,
    page: Annotated[int, Query(ge=1)] = 1,
    per_page: Annotated[int, Query(ge=1, le=50)] = 10,
) -> BookPage:
    chosen = [
        book
        for book in store.books.values()
        if (author_id is None or book.author_id == author_id) and (tag is None or tag in book.tags)
    ]
    start = (page - 1) * per_page
    return BookPage(items=chosen[start : start + per_page], page=page, per_page=per_page, total=len(chosen))


def author_exists(author_id: int, store: Store) -> None:
    if author_id not in store.authors:
        raise HTTPException(422, [{"loc": ["body", "author_id"], "msg": "Unknown author", "type": "foreign_key"}])


@router.post("/books", status_code=201, tags=["books"], responses=documented(400, 409))
def create_book(sent: NewBook, store: Library, response: Response) -> Book:
    """An unknown author is refused with 422, an ISBN that exists with 409."""
    author_exists(sent.author_id, store)
    if any(book.isbn == sent.isbn for book in store.books.values()):
        raise HTTPException(409, "There is a book with this ISBN")
    now = datetime.now(UTC)
    book = Book(id=next(store.ids), created_at=now, updated_at=now, **sent.model_dump())
    store.books[book.id] = book
    response.headers["Location"] = f"/books/{book.id}"
    return book


@router.get("/books/{book_id}", tags=["books"], responses=documented(404))
def read_book(book: TheBook) -> Book:
    return book


@router.patch("/books/{book_id}", tags=["books"], responses=documented(400, 404))
def change_book(book: TheBook, patch: BookPatch, store: Library) -> Book:
    changes = patch.model_dump(exclude_unset=True)
    if "author_id" in changes:
        author_exists(changes["author_id"], store)
    changed = book.model_copy(update={**changes, "updated_at": datetime.now(UTC)})
    if store.bug != "lost-patch":
        store.books[book.id] = changed
    return changed


@router.delete("/books/{book_id}", status_code=204, tags=["books"], responses=documented(404))
def delete_book(book: TheBook, store: Library) -> None:
    """The reviews of the book are deleted, too."""
    del store.books[book.id]
    for review in [review for review in store.reviews.values() if review.book_id == book.id]:
        del store.reviews[review.id]


@router.get("/books/{book_id}/reviews", tags=["reviews"], responses=documented(404))
def list_reviews(book: TheBook, store: Library) -> list[Review]:
    return [review for review in store.reviews.values() if review.book_id == book.id]


@router.post("/books/{book_id}/reviews", status_code=201, tags=["reviews"], responses=documented(400, 404))
def create_review(book: TheBook, sent: NewReview, store: Library) -> Review:
    review = Review(id=next(store.ids), book_id=book.id, **sent.model_dump())
    store.reviews[review.id] = review
    return review


@router.get("/books/{book_id}/reviews/{review_id}", tags=["reviews"], responses=documented(404))
def read_review(review: TheReview) -> Review:
    return review


@router.delete("/books/{book_id}/reviews/{review_id}", status_code=204, tags=["reviews"], responses=documented(404))
def delete_review(review: TheReview, store: Library) -> None:
    del store.reviews[review.id]


def seed(store: Store) -> None:
    """Two authors and three books that exist at the start."""
    now = datetime.now(UTC)
    for name in ("Mary Shelley", "Stanisław Lem"):
        author = Author(id=next(store.ids), name=name)
        store.authors[author.id] = author
    for title, isbn, author_id in (
        ("Frankenstein", "9780141439471", 1),
        ("Solaris", "9780156027601", 2),
        ("The Cyberiad", "9780156027595", 2),
    ):
        book = Book(
            id=next(store.ids),
            title=title,
            isbn=isbn,
            author_id=author_id,
            tags=["novel"],
            created_at=now,
            updated_at=now,
        )
        store.books[book.id] = book


def create(bug: str = "") -> FastAPI:
    app = FastAPI(title="Library", version="3.0.0")
    app.state.store = Store(bug)
    seed(app.state.store)
    app.include_router(router)
    add_error_handlers(app)
    return app
