"""A blog (Starlette, written by hand): PUT with client-chosen ids, Link headers, CSV by Accept, views, HEAD."""

import csv
import io
import re
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.endpoints import HTTPEndpoint
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.servers.json_bodies import InvalidError, flag, query_integer, read_object, text, texts

BUGS = {
    "merging-put": "PUT keeps the values of the properties that are not sent",
    "skipping-link": "the `next` link of a list skips one article",
}
IDENTITIES: tuple[str, ...] = ()
OPTIONS: tuple[str, ...] = ()

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True)
class Article:
    slug: str
    title: str
    body: str = ""
    tags: list[str] = field(default_factory=list)
    featured: bool = False
    author: str | None = None
    views: int = 0
    created_at: str = field(default_factory=now)
    updated_at: str = field(default_factory=now)


@dataclass
class Store:
    bug: str = ""
    articles: dict[str, Article] = field(default_factory=dict)
    comments: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    ids: Any = field(default_factory=lambda: count(1))


def slug_of(request: Request) -> str:
    slug = request.path_params["slug"]
    if len(slug) > 60 or not SLUG.fullmatch(slug):
        raise InvalidError("slug", "must be lower-case words joined by hyphens")
    return slug


def find(request: Request) -> Article:
    article = request.app.state.store.articles.get(slug_of(request))
    if article is None:
        raise HTTPException(404, "there is no such article")
    return article


def quality(accept: str, media_type: str) -> float:
    """Return the quality of `media_type` in an Accept header, by its most specific range (RFC 9110, 12.5.1)."""
    best = (-1, 0.0)
    for part in accept.split(","):
        media_range, *parameters = (piece.strip() for piece in part.split(";"))
        if media_range in {"*/*", f"{media_type.partition('/')[0]}/*", media_type}:
            weights = [piece[2:] for piece in parameters if piece.startswith("q=")]
            weight = float(weights[0]) if weights and re.fullmatch(r"[01](\.[0-9]{0,3})?", weights[0]) else 1.0
            best = max(best, (2 - media_range.count("*"), weight))
    return best[1]


def wants_csv(request: Request) -> bool:
    accept = request.headers.get("Accept") or "*/*"
    as_json, as_csv = quality(accept, "application/json"), quality(accept, "text/csv")
    if not as_json and not as_csv:
        raise HTTPException(406, "articles are shown as application/json or text/csv")
    return as_csv > as_json


def as_csv(articles: list[Article]) -> Response:
    rows = io.StringIO()
    writer = csv.writer(rows)
    writer.writerow(["slug", "title", "author", "views"])
    writer.writerows([item.slug, item.title, item.author or "", item.views] for item in articles)
    return Response(rows.getvalue(), media_type="text/csv", headers={"Vary": "Accept"})


def links(request: Request, limit: int, offset: int, total: int) -> str:
    """Return the Link header (RFC 8288) of a page."""
    skipped = 1 if request.app.state.store.bug == "skipping-link" else 0
    offsets = {"first": 0, "last": max(total - 1, 0) // limit * limit}
    if offset + limit < total:
        offsets["next"] = offset + limit + skipped
    if offset > 0:
        offsets["prev"] = max(offset - limit, 0)
    others = [(name, value) for name, value in request.query_params.multi_items() if name not in {"limit", "offset"}]
    return ", ".join(
        f'<{request.url.path}?{urlencode([*others, ("limit", limit), ("offset", start)])}>; rel="{relation}"'
        for relation, start in offsets.items()
    )


class Articles(HTTPEndpoint):
    async def get(self, request: Request) -> Response:
        limit, offset = query_integer(request, "limit", 20, 1, 100), query_integer(request, "offset", 0, 0, 10**9)
        to_csv, tag = wants_csv(request), request.query_params.get("tag")
        store: Store = request.app.state.store
        chosen = [article for article in store.articles.values() if tag is None or tag in article.tags]
        page = chosen[offset : offset + limit]
        headers = {"Link": links(request, limit, offset, len(chosen)), "X-Total-Count": str(len(chosen))}
        response = as_csv(page) if to_csv else JSONResponse([asdict(item) for item in page], headers={"Vary": "Accept"})
        response.headers.update(headers)
        return response


async def sent_content(request: Request) -> dict[str, Any]:
    body = await read_object(request)
    content: dict[str, Any] = {"title": text(body, "title", 1, 120)}
    if "body" in body:
        content["body"] = text(body, "body")
    if "tags" in body:
        content["tags"] = texts(body, "tags", 8)
    if "featured" in body:
        content["featured"] = flag(body, "featured")
    if body.get("author") is not None:
        content["author"] = text(body, "author", 1, 60)
    return content


class OneArticle(HTTPEndpoint):
    async def get(self, request: Request) -> Response:
        article, store = find(request), request.app.state.store
        if request.method == "GET":  # HEAD is served by the same function and is not a view
            article = replace(article, views=article.views + 1)
            store.articles[article.slug] = article
        return JSONResponse(asdict(article))

    async def put(self, request: Request) -> Response:
        slug, content = slug_of(request), await sent_content(request)
        store: Store = request.app.state.store
        old = store.articles.get(slug)
        if old is not None and request.headers.get("If-None-Match", "").strip() == "*":
            raise HTTPException(412, "the article exists")
        if old is None:
            article = Article(slug, **content)
        elif store.bug == "merging-put":
            article = replace(old, **content, updated_at=now())
        else:
            article = Article(slug, **content, views=old.views, created_at=old.created_at)
        store.articles[slug] = article
        headers = {"Location": f"/articles/{slug}"} if old is None else {}
        return JSONResponse(asdict(article), 201 if old is None else 200, headers)

    async def delete(self, request: Request) -> Response:
        """Idempotent: 204 even if there is no such article."""
        slug, store = slug_of(request), request.app.state.store
        store.articles.pop(slug, None)
        store.comments.pop(slug, None)
        return Response(status_code=204)


class Comments(HTTPEndpoint):
    async def get(self, request: Request) -> Response:
        return JSONResponse(request.app.state.store.comments.get(find(request).slug, []))

    async def post(self, request: Request) -> Response:
        article, body = find(request), await read_object(request)
        store: Store = request.app.state.store
        comment = {
            "id": next(store.ids),
            "name": text(body, "name", 1, 40),
            "text": text(body, "text", 1, 1000),
            "created_at": now(),
        }
        store.comments.setdefault(article.slug, []).append(comment)
        return JSONResponse(comment, 201)


async def show_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": error.detail}, error.status_code, error.headers)


async def show_invalid(_request: Request, error: Exception) -> Response:
    return JSONResponse({"error": str(error)}, 400)


def create(bug: str = "") -> Starlette:
    app = Starlette(
        routes=[
            Route("/articles", Articles),
            Route("/articles/{slug}", OneArticle),
            Route("/articles/{slug}/comments", Comments),
        ],
        exception_handlers={HTTPException: show_error, InvalidError: show_invalid},
    )
    welcome = Article("welcome", "Welcome", "The first article", ["news"], author="Ines")
    app.state.store = Store(bug, {"welcome": welcome, "second-try": Article("second-try", "Second try")})
    return app
