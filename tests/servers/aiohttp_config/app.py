"""Configurations under names that clients choose: PUT creates or replaces, JSON Patch, a counter of reads, logos as
bytes, banners as XML, settings that always exist; writes need a token."""

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import jsonpatch
import jsonpointer
from aiohttp import web

from tests.servers.aiohttp_errors import Handler, as_json, failure, has_token, json_body, json_errors
from tests.servers.validation import Document, InvalidError, MalformedError

BUGS = {
    "put-merges": "PUT keeps the properties that are left out instead of replacing the configuration",
    "neighbour-updated": "JSON Patch changes all configurations of the same owner",
}
IDENTITIES: tuple[str, ...] = ("admin=token-of-admin",)
OPTIONS: tuple[str, ...] = ()

DOCUMENT = Document(Path(__file__).parent)
TOKEN = "token-of-admin"
JSON_PATCH = "application/json-patch+json"
BYTES = "application/octet-stream"
DEFAULTS: dict[str, Any] = {"replicas": 1, "description": None}
Item = dict[str, Any]


class Configurations:
    """Configurations, logos and banners by name; the settings."""

    def __init__(self, bug: str):
        self.bug = bug
        self.configs: dict[str, Item] = {}
        self.logos: dict[str, bytes] = {}
        self.banners: dict[str, Item] = {}
        self.settings: Item = {"theme": "light", "page_title": "Configurations", "retention_days": 30}
        self.store("web", {"owner": "web", "replicas": 2})

    def store(self, name: str, body: Item) -> Item:
        kept = self.configs.get(name, {}) if self.bug == "put-merges" else {}
        fields = {key: body[key] for key in ("owner", "replicas", "description", "labels", "features") if key in body}
        reads = self.configs.get(name, {}).get("reads", 0)
        self.configs[name] = {**DEFAULTS, "labels": {}, "features": [], **kept, **fields, "name": name, "reads": reads}
        return self.configs[name]

    def find(self, name: str) -> Item:
        if name not in self.configs:
            raise failure(web.HTTPNotFound, "no such configuration")
        return self.configs[name]


def name_of(request: web.Request) -> str:
    """Return the name in the path.

    Raises:
        HTTPBadRequest: if it is not a valid name.
    """
    name = request.match_info["name"]
    try:
        DOCUMENT.check(DOCUMENT.schema("Name"), name, "name")
    except InvalidError as error:
        raise failure(web.HTTPBadRequest, str(error)) from error
    return name


def patched(config: Item, operations: list[Item]) -> Item:
    """Return the fields that clients can set, after a JSON Patch (RFC 6902).

    Raises:
        HTTPConflict: if a test fails or a location does not exist.
        InvalidError: if the result violates the schema.
    """
    fields = {key: value for key, value in config.items() if key not in {"name", "reads"}}
    try:
        result = jsonpatch.JsonPatch(operations).apply(fields)
    except (jsonpatch.JsonPatchException, jsonpointer.JsonPointerException, TypeError, ValueError) as error:
        raise failure(web.HTTPConflict, "the patch does not fit the configuration") from error
    DOCUMENT.check(DOCUMENT.schema("Config"), result, "result")
    return result  # type: ignore[no-any-return]


def parse_banner(raw: bytes) -> Item:
    """Return the properties of a banner in XML.

    Raises:
        MalformedError: if it is not XML, or has a document type.
        InvalidError: if it violates the schema.
    """
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise MalformedError("document types are not supported")
    try:
        root = ET.fromstring(raw)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise MalformedError("the body is not valid XML") from error
    if root.tag != "banner":
        raise InvalidError({"banner": "is the name of the root"})
    value = {child.tag: child.text or "" for child in root if child.tag in {"text", "level", "until"}}
    DOCUMENT.check(DOCUMENT.schema("Banner"), value, "banner")
    return value


def as_xml(banner: Item) -> web.Response:
    parts = [f"<{name}>{escape(value, {chr(13): '&#13;'})}</{name}>" for name, value in banner.items()]
    text = f'<?xml version="1.0" encoding="utf-8"?>\n<banner>{"".join(parts)}</banner>'
    return web.Response(text=text, content_type="application/xml", charset="utf-8")


@web.middleware
async def check_token(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Only writes need the token."""
    known = request.match_info.http_exception is None
    if known and request.method not in {"GET", "HEAD"} and not has_token(request, TOKEN):
        raise failure(web.HTTPUnauthorized, "a valid token is required", WWW_Authenticate="Bearer")
    return await handler(request)


class Handlers:
    def __init__(self, stored: Configurations):
        self.stored = stored

    async def list_configs(self, request: web.Request) -> web.Response:
        query = DOCUMENT.query("listConfigs", request.query.items())
        found = [item for item in self.stored.configs.values() if query.get("owner", item["owner"]) == item["owner"]]
        found.sort(key=lambda item: item[query["sort"].removeprefix("-")], reverse=query["sort"].startswith("-"))
        return as_json(found)

    async def get_config(self, request: web.Request) -> web.Response:
        config = self.stored.find(name_of(request))
        config["reads"] += 1
        return as_json(config)

    async def put_config(self, request: web.Request) -> web.Response:
        name = name_of(request)
        body = DOCUMENT.json("putConfig", await json_body(request))
        created = name not in self.stored.configs
        config = self.stored.store(name, body)
        return as_json(config, 201, Location=f"/configs/{name}") if created else as_json(config)

    async def patch_config(self, request: web.Request) -> web.Response:
        config = self.stored.find(name_of(request))
        result = patched(config, DOCUMENT.json("patchConfig", await json_body(request, JSON_PATCH), JSON_PATCH))
        targets = [config]
        if self.stored.bug == "neighbour-updated":
            targets = [item for item in self.stored.configs.values() if item["owner"] == config["owner"]]
        for target in targets:
            self.stored.store(target["name"], result)
        return as_json(self.stored.configs[config["name"]])

    async def delete_config(self, request: web.Request) -> web.Response:
        name = name_of(request)
        self.stored.configs.pop(name, None)
        self.stored.logos.pop(name, None)
        return web.Response(status=204)

    async def get_logo(self, request: web.Request) -> web.Response:
        name = name_of(request)
        self.stored.find(name)
        if name not in self.stored.logos:
            raise failure(web.HTTPNotFound, "the configuration has no logo")
        return web.Response(body=self.stored.logos[name], content_type=BYTES)

    async def put_logo(self, request: web.Request) -> web.Response:
        name = name_of(request)
        self.stored.find(name)
        self.stored.logos[name] = await json_body(request, BYTES)
        return web.Response(status=204)

    async def get_banner(self, request: web.Request) -> web.Response:
        name = name_of(request)
        if name not in self.stored.banners:
            raise failure(web.HTTPNotFound, "no such banner")
        return as_xml(self.stored.banners[name])

    async def put_banner(self, request: web.Request) -> web.Response:
        name = name_of(request)
        self.stored.banners[name] = parse_banner(await json_body(request, "application/xml"))
        return as_xml(self.stored.banners[name])

    async def get_settings(self, request: web.Request) -> web.Response:
        return as_json(self.stored.settings)

    async def patch_settings(self, request: web.Request) -> web.Response:
        changes = DOCUMENT.json("patchSettings", await json_body(request))
        self.stored.settings.update({name: value for name, value in changes.items() if name in self.stored.settings})
        return as_json(self.stored.settings)


def create(bug: str = "") -> web.Application:
    """Return the application with one configuration."""
    errors = json_errors(lambda status, message: {"error": {"status": status, "message": message}}, invalid=422)
    app = web.Application(middlewares=[errors, check_token])
    handlers = Handlers(Configurations(bug))
    app.add_routes(
        [
            web.get("/configs", handlers.list_configs),
            web.get("/configs/{name}", handlers.get_config),
            web.put("/configs/{name}", handlers.put_config),
            web.patch("/configs/{name}", handlers.patch_config),
            web.delete("/configs/{name}", handlers.delete_config),
            web.get("/configs/{name}/logo", handlers.get_logo),
            web.put("/configs/{name}/logo", handlers.put_logo),
            web.get("/banners/{name}", handlers.get_banner),
            web.put("/banners/{name}", handlers.put_banner),
            web.get("/settings", handlers.get_settings),
            web.patch("/settings", handlers.patch_settings),
        ]
    )
    return app
