"""Records: the facets of one person, file, incident … drawn together, so that what stands in one object agrees.

Each maker takes the pools (for faker's values) and gives a list of records, each a mapping of facet to value.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from contracts.data.catalogue import BOOKS, FILE_KINDS, NOTES, PETS, PRODUCTS, FileKind
from contracts.data.incidents import incident
from contracts.data.seed import Stream, mix, salt
from contracts.data.words import WORDS

if TYPE_CHECKING:
    from contracts.data.pools import Pools

Record = dict[str, Any]

_OTHERS = re.compile(r"[^a-z0-9]+")


def plain(text: str) -> str:
    """Lower-case ASCII letters and digits of ``text``, accents dropped; what e-mail addresses and hosts are made of."""
    ascii_text = unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore").decode()
    return _OTHERS.sub("", ascii_text.lower())


def slug(text: str) -> str:
    """``text`` as a step of a URL: lower case, its words joined by dashes."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _OTHERS.sub("-", ascii_text.lower()).strip("-")


def _host(company: str) -> str:
    """A domain for a company, under a top-level domain that is never registered (RFC 2606)."""
    first = [part for part in re.split(r"[\s,&-]+", company) if plain(part)][:2]
    return f"{'-'.join(map(plain, first)) or 'company'}.example"


def persons(pools: Pools) -> list[Record]:
    """People with their e-mail address, user name and picture; married to no company."""
    firsts = {"female": pools.faker_values("first_name_female"), "male": pools.faker_values("first_name_male")}
    lasts = pools.faker_values("last_name")
    hosts = [_host(company) for company in pools.faker_values("company")] + ["example.com", "example.org"] * 40
    stream = pools.stream("person")
    records = []
    for number in range(320):
        gender = stream.pick(("female", "male"))
        first, last = stream.pick(firsts[gender] or pools.faker_values("first_name")), stream.pick(lasts)
        given, family = plain(first) or f"user{number}", plain(last) or f"{number}"
        records.append(
            {
                "first_name": first,
                "last_name": last,
                "name": f"{first} {last}",
                "email": f"{given}.{family}@{stream.pick(hosts)}",
                "username": stream.pick(
                    (f"{given}.{family}", f"{given[:1]}{family}", f"{given}{stream.between(2, 99)}")
                ),
                "gender": gender,
                "salutation": "Ms." if gender == "female" else "Mr.",
                "initials": f"{first[:1]}{last[:1]}".upper(),
                "avatar": f"https://avatars.example.com/u/{stream.between(1000, 99999)}.png",
            }
        )
    return records


def companies(pools: Pools) -> list[Record]:
    """Companies with their web addresses."""
    stream = pools.stream("company")
    records = []
    for name in pools.faker_values("company"):
        host = _host(name)
        page = stream.pick(("", "about", "products", "support", "news/2026", "contact"))
        picture = stream.pick(("logo", "team", "building", "hero", "product"))
        records.append(
            {
                "name": name,
                "domain": host,
                "url": f"https://www.{host}/{page}",
                "email": f"info@{host}",
                "hook": f"https://hooks.{host}/{stream.pick(('cases', 'events', 'notify'))}/{stream.between(100, 999)}",
                "image": f"https://cdn.{host}/images/{picture}-{stream.between(1, 90)}.jpg",
            }
        )
    return records


def places(pools: Pools) -> list[Record]:
    """Addresses of the locale's country, as faker makes them."""
    stream = pools.stream("place")
    states = pools.faker_values("state") or pools.faker_values("administrative_unit") or pools.faker_values("city")
    country, code = pools.faker_values("current_country"), pools.faker_values("current_country_code")
    columns = [pools.faker_values(name) for name in ("street_address", "city", "postcode")]
    return [
        {
            "street": stream.pick(columns[0]),
            "city": stream.pick(columns[1]),
            "postcode": stream.pick(columns[2]),
            "line2": f"{stream.pick(('Suite', 'Apt.', 'Floor', 'Unit'))} {stream.between(2, 40)}",
            "state": stream.pick(states),
            "country": country[0],
            "country_code": code[0],
        }
        for _ in range(320)
    ]


def spots(pools: Pools) -> list[Record]:
    """Real towns with coordinates, country and time zone that belong together."""
    countries = dict(zip(WORDS["country_code"], WORDS["country"], strict=True))
    home = zip(pools.faker_values("current_country_code"), pools.faker_values("current_country"), strict=True)
    countries |= dict(home)
    return [
        {
            "latitude": float(row[0]),
            "longitude": float(row[1]),
            "city": row[2],
            "country_code": row[3],
            "country": countries[row[3]],
            "timezone": row[4],
        }
        for row in pools.faker_rows("location_on_land")
        if row[3] in countries
    ]


def located(places_: Sequence[Record], spots_: Sequence[Record], facets: set[str]) -> list[Record]:
    """Places with the coordinates of real towns: of their own country where a street or a state stands beside them."""
    home = [spot for spot in spots_ if spot["country_code"] == places_[0]["country_code"]]
    towns = home if home and facets & {"street", "state", "postcode"} else spots_
    return [place | towns[number % len(towns)] for number, place in enumerate(places_)]


def _file(kind: FileKind, name: str, stream: Stream) -> Record:
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


def files(pools: Pools) -> list[Record]:
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
    return _file(kind, name, Stream(salt(name))) if kind else None


def incidents(pools: Pools) -> list[Record]:
    """Twelve incidents of every kind."""
    place, language = pools.place("incident"), pools.language
    return [incident(mix(place, number), number, language)._asdict() for number in range(12 * len(language.incidents))]


def notes(pools: Pools) -> list[Record]:
    """Titles and texts of ordinary work; those of incidents in another language than English."""
    if not pools.language.english:
        return [{"title": record["title"], "text": record["description"]} for record in pools.records("incident")]
    return [{"title": title, "text": text} for title, text in NOTES]


def products(pools: Pools) -> list[Record]:
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


def pets(pools: Pools) -> list[Record]:
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


def books(_pools: Pools) -> list[Record]:
    """Books that do not exist."""
    return [{"title": title, "genre": genre, "summary": summary} for title, genre, summary in BOOKS]


def sums(pools: Pools) -> list[Record]:
    """Amounts of a bill that add up."""
    stream = pools.stream("money")
    bills = []
    for _ in range(320):
        net = stream.between(900, 98_000)
        tax = net * stream.pick((7, 10, 19, 20)) // 100
        bills.append({"subtotal": net / 100, "tax": tax / 100, "total": (net + tax) / 100})
    return bills


GROUPS: dict[str, Callable[[Pools], list[Record]]] = {
    "person": persons,
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
SPOT_FACETS = frozenset({"latitude", "longitude", "timezone"})
"""Facets of ``place`` that only real towns have; with one of them beside it, a city is a real one too."""
