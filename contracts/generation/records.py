"""Records: the facets of one person, file, incident … drawn together, so that what stands in one object agrees.

Each maker takes the pools (for faker's values) and gives a list of records, each a mapping of facet to value.
"""

from __future__ import annotations

from collections.abc import Callable

from contracts.generation.addresses import places, spots
from contracts.generation.case_domain.incidents import incident
from contracts.generation.case_domain.sample_data import BOOKS, FILE_KINDS, NOTES, PETS, PRODUCTS, FileKind
from contracts.generation.people import host, persons
from contracts.generation.seed import RandomStream, mix, salt
from contracts.generation.team import team_members
from contracts.generation.transliteration import plain
from contracts.generation.value_pools import Record, ValuePools

HOOKS = ("cases", "events", "notify")


def companies(pools: ValuePools) -> list[Record]:
    """Companies with their web addresses."""
    stream = pools.stream("company")
    records = []
    for name in pools.faker_values("company"):
        domain = host(name, pools)
        page = stream.pick(("", "about", "products", "support", "news/2026", "contact"))
        picture = stream.pick(("logo", "team", "building", "hero", "product"))
        records.append(
            {
                "name": name,
                "domain": domain,
                "url": f"https://www.{domain}/{page}",
                "email": f"info@{domain}",
                "hook": f"https://hooks.{domain}/{stream.pick(HOOKS)}/{stream.between(100, 999)}",
                "image": f"https://cdn.{domain}/images/{picture}-{stream.between(1, 90)}.jpg",
            }
        )
    return records


def _file(kind: FileKind, name: str, stream: RandomStream) -> Record:
    low, high = kind.sizes
    size = low + stream.below(stream.between(low, high) - low + 1)
    return {
        "name": name,
        "extension": kind.extension,
        "content_type": kind.content_type,
        "folder": kind.folder,
        "size": size,
        "path": f"/{kind.folder}/{name}",
    }


def files(pools: ValuePools) -> list[Record]:
    """Files whose media type, folder and size suit their name."""
    stream = pools.stream("file")
    records = []
    for number in range(560):
        kind = FILE_KINDS[number % len(FILE_KINDS)]
        stem = stream.pick(kind.stems)
        suffix = f"-{stream.between(2, 60)}" if stream.chance(55) else ""
        records.append(_file(kind, f"{stem}{suffix}.{kind.extension}", stream))
    return records


def file_named(name: str) -> Record | None:
    """The record of a file with a given name; ``None`` where the extension is not one we know."""
    extension = name.rpartition(".")[2].lower()
    kind = next((kind for kind in FILE_KINDS if kind.extension == extension), None)
    return _file(kind, name, RandomStream(salt(name))) if kind else None


def incidents(pools: ValuePools) -> list[Record]:
    """Twelve incidents of every kind."""
    place, language = pools.place("incident"), pools.language
    return [incident(mix(place, number), number, language)._asdict() for number in range(12 * len(language.incidents))]


def notes(pools: ValuePools) -> list[Record]:
    """Titles and texts of ordinary work; those of incidents in another language than English."""
    if not pools.language.english:
        return [{"title": record["title"], "text": record["description"]} for record in pools.records("incident")]
    return [{"title": title, "text": text} for title, text in NOTES]


def products(pools: ValuePools) -> list[Record]:
    """Goods with category, description and price."""
    stream = pools.stream("product")
    return [
        {
            "name": name,
            "category": category,
            "description": text,
            "price": float(price),
            "image": f"https://cdn.example.com/products/{stream.between(1000, 9999)}.jpg",
        }
        for name, category, text, price in PRODUCTS
    ]


def pets(pools: ValuePools) -> list[Record]:
    """Animals with species, breed and a picture."""
    stream = pools.stream("pet")
    return [
        {
            "name": name,
            "species": species,
            "breed": breed,
            "photo": f"https://pets.example.com/photos/{plain(name)}-{stream.between(1, 9)}.jpg",
        }
        for name, species, breed in PETS
    ]


def books(_pools: ValuePools) -> list[Record]:
    """Books that do not exist."""
    return [{"title": title, "genre": genre, "summary": summary} for title, genre, summary in BOOKS]


def sums(pools: ValuePools) -> list[Record]:
    """Amounts of a bill that add up."""
    stream = pools.stream("money")
    bills = []
    for _ in range(320):
        net = stream.between(900, 98_000)
        tax = net * stream.pick((7, 10, 19, 20)) // 100
        bills.append({"subtotal": net / 100, "tax": tax / 100, "total": (net + tax) / 100})
    return bills


GROUPS: dict[str, Callable[[ValuePools], list[Record]]] = {
    "person": persons,
    "staff": team_members,
    "company": companies,
    "place": places,
    "spot": spots,
    "file": files,
    "incident": incidents,
    "note": notes,
    "product": products,
    "pet": pets,
    "book": books,
    "money": sums,
}
"""Group → maker of its records."""

TITLES = {"incident": "title", "note": "title", "product": "name", "company": "name", "book": "title", "pet": "name"}
"""Group → the facet that a slug in the same object is made from."""
