"""Records: the fields of a person, file, incident …, generated together so that the properties of an object agree.

Each function takes the pools, for values of faker, and returns a list of records, i.e. mappings of fields to values.
"""

from __future__ import annotations

from collections.abc import Callable

from contracts.generation.addresses import places, spots
from contracts.generation.people import host, persons, team_members
from contracts.generation.sample_data import BOOKS, FILE_KINDS, NOTES, PETS, PRODUCTS, FileKind, incident
from contracts.generation.seed import RandomStream, mix, salt
from contracts.generation.transliteration import plain
from contracts.generation.value_pools import Record, ValuePools

HOOKS = ("cases", "events", "notify")


def companies(pools: ValuePools) -> list[Record]:
    """Return companies with domains and URLs."""
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
    """Return files whose media type, folder and size match their name."""
    stream = pools.stream("file")
    records = []
    for number in range(560):
        kind = FILE_KINDS[number % len(FILE_KINDS)]
        stem = stream.pick(kind.stems)
        suffix = f"-{stream.between(2, 60)}" if stream.chance(55) else ""
        records.append(_file(kind, f"{stem}{suffix}.{kind.extension}", stream))
    return records


def file_named(name: str) -> Record | None:
    """Return the record of a file with a given name; ``None`` if its extension is unknown."""
    extension = name.rpartition(".")[2].lower()
    kind = next((kind for kind in FILE_KINDS if kind.extension == extension), None)
    return _file(kind, name, RandomStream(salt(name))) if kind else None


def incidents(pools: ValuePools) -> list[Record]:
    """Return twelve incidents of each kind."""
    seed, language = pools.seed_of("incident"), pools.language
    return [incident(mix(seed, number), number, language)._asdict() for number in range(12 * len(language.incidents))]


def notes(pools: ValuePools) -> list[Record]:
    """Return titles and texts of notes; those of incidents in languages other than English."""
    if not pools.language.english:
        return [{"title": record["title"], "text": record["description"]} for record in pools.records("incident")]
    return [{"title": title, "text": text} for title, text in NOTES]


def products(pools: ValuePools) -> list[Record]:
    """Return products with category, description and price."""
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
    """Return pets with species, breed and photo."""
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
    """Return fictional books."""
    return [{"title": title, "genre": genre, "summary": summary} for title, genre, summary in BOOKS]


def sums(pools: ValuePools) -> list[Record]:
    """Return subtotal, tax and total of bills."""
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
"""Functions that create the records of a group."""

TITLES = {"incident": "title", "note": "title", "product": "name", "company": "name", "book": "title", "pet": "name"}
"""By group: the field from which a slug in the same object is derived."""


class Pools(ValuePools):
    """The pools of one seed and locale.

    :param seed: the user's seed, any integer.
    :param locale: a faker locale, e.g. ``en_US``.
    """

    def __init__(self, seed: int, locale: str) -> None:
        super().__init__(seed, locale)
        self._records: dict[str, tuple[Record, ...]] = {}

    def records(self, group: str) -> tuple[Record, ...]:
        """Return all records of a group of :data:`GROUPS`, created at first use."""
        if group not in self._records:
            self._records[group] = tuple(GROUPS[group](self))
        return self._records[group]
