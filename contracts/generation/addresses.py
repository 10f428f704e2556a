"""Addresses, towns and telephone numbers of a locale's country, written as people there write them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from contracts.generation import random_values
from contracts.generation.case_domain.towns import TOWNS
from contracts.generation.seed import RandomStream
from contracts.generation.value_pools import Record, ValuePools
from contracts.generation.words import WORDS

SPOT_FACETS = frozenset({"latitude", "longitude", "timezone"})
"""Facets of ``place`` that only real towns have; with one of them beside it, a city is a real one too."""
COUNTRIES = {
    "BR": "Brasil",
    "CN": "中国",
    "DE": "Deutschland",
    "DK": "Danmark",
    "ES": "España",
    "IT": "Italia",
    "JP": "日本",
    "KR": "대한민국",
    "NL": "Nederland",
    "RU": "Россия",
    "SE": "Sverige",
}
"""Country code → its name in its own language, where that is not the English one."""
SECOND_LINES = {
    "da": "{}. sal",
    "de": "{}. OG",
    "es": "Planta {}",
    "fr": "Étage {}",
    "it": "Piano {}",
    "ja": "{}階",
    "ko": "{}층",
    "nl": "Verdieping {}",
    "pt": "Andar {}",
    "ru": "Этаж {}",
    "sv": "Våning {}",
    "zh": "{}层",
}
"""Language → the floor, as the second line of an address."""
LETTERS = "ABCEGHJKLMNPRTVWXYZ"
"""Letters of postcodes; Canada and the Netherlands leave out those that look alike."""
PHONES = {
    "AU": "+61 2 5550 ####",
    "BR": "+55 11 5550-####",
    "CA": "+1 514 555 01##",
    "CN": "+86 10 5550 ####",
    "DE": "+49 30 23125 ###",
    "DK": "+45 55 50 ## ##",
    "ES": "+34 915 55 ## ##",
    "FR": "+33 1 99 00 ## ##",
    "GB": "+44 20 7946 0###",
    "IT": "+39 02 5550 ####",
    "JP": "+81 3-5550-####",
    "KR": "+82 2-555-####",
    "NL": "+31 20 555 ####",
    "PT": "+351 21 555 ####",
    "RU": "+7 495 555-##-##",
    "SE": "+46 8 465 004 ##",
}
"""Country code → its numbers in the form of ITU-T E.123. Those of AU (ACMA), CA (CNA), DE (Bundesnetzagentur), FR
(Arcep), GB (Ofcom) and SE (PTS) are kept for fiction; the other countries keep none."""


def phone(locale: str) -> random_values.Draw:
    """What draws the telephone numbers of a locale; North American ones where we know none of its country."""
    form = PHONES.get(locale.replace("-", "_").partition("_")[2])
    if form is None:
        return random_values.phone
    digits = form.count("#")
    pattern = form.replace("#", "{}")
    return lambda place, _span: pattern.format(*f"{place % 10**digits:0{digits}}")


def places(pools: ValuePools) -> list[Record]:
    """Addresses of the locale's country."""
    stream = pools.stream("place")
    country, code = pools.faker_values("current_country")[0], pools.faker_values("current_country_code")[0]
    street = STREETS.get(pools.locale) or _street
    around = _known_towns if pools.locale in TOWNS else _made_up_towns
    return [
        {"street": street(pools, stream)}
        | around(pools, stream)
        | {"country": COUNTRIES.get(code, country), "country_code": code}
        for _ in range(320)
    ]


def _made_up_towns(pools: ValuePools, stream: RandomStream) -> Record:
    """Town, postcode and region as faker draws them."""
    regions = pools.faker_values("state") or pools.faker_values("administrative_unit") or pools.faker_values("city")
    return {
        "city": stream.pick(pools.faker_values("city")),
        "postcode": stream.pick(pools.faker_values("postcode")),
        "line2": _second_line(pools.code, stream),
        "state": stream.pick(regions),
    }


def _known_towns(pools: ValuePools, stream: RandomStream) -> Record:
    """Town, postcode and region that belong together."""
    town, region, form = stream.pick(TOWNS[pools.locale])
    marks = {"#": "0123456789", "@": LETTERS}
    postcode = "".join(stream.pick(marks[mark]) if mark in marks else mark for mark in form)
    return {"city": town, "postcode": postcode, "line2": _second_line(pools.code, stream), "state": region}


def _street(pools: ValuePools, stream: RandomStream) -> str:
    street: str = stream.pick(pools.faker_values("street_address"))
    return street.strip()


def _chinese(pools: ValuePools, stream: RandomStream) -> str:
    return f"{stream.pick(pools.faker_values('street_name'))}{stream.between(1, 399)}号"


def _japanese(pools: ValuePools, stream: RandomStream) -> str:
    town = stream.pick(pools.faker_values("town"))
    return f"{town}{stream.between(1, 6)}丁目{stream.between(1, 24)}番{stream.between(1, 20)}号"


def _korean(pools: ValuePools, stream: RandomStream) -> str:
    return f"{stream.pick(pools.faker_values('street_name'))}로 {stream.between(1, 320)}"


def _quebec(pools: ValuePools, stream: RandomStream) -> str:
    return f"{stream.between(10, 4990)}, {stream.pick(pools.faker_values('street_name'))}"


def _south_european(pools: ValuePools, stream: RandomStream) -> str:
    return f"{stream.pick(pools.faker_values('street_name'))}, {stream.between(1, 190)}"


STREETS: dict[str, Callable[[ValuePools, RandomStream], str]] = {
    "es_ES": _south_european,
    "fr_CA": _quebec,
    "it_IT": _south_european,
    "ja_JP": _japanese,
    "ko_KR": _korean,
    "zh_CN": _chinese,
}
"""Locale → street and number, where faker's own are partly English, or hold the town or the flat too."""


def _second_line(code: str, stream: RandomStream) -> str:
    """``Suite 4`` in English, a floor elsewhere."""
    word, number = stream.pick(("Suite", "Apt.", "Floor", "Unit")), stream.between(2, 40)
    return SECOND_LINES[code].format(number % 8 + 1) if code in SECOND_LINES else f"{word} {number}"


def spots(pools: ValuePools) -> list[Record]:
    """Real towns with coordinates, country and time zone that belong together."""
    countries = dict(zip(WORDS["country_code"], WORDS["country"], strict=True))
    home = zip(pools.faker_values("current_country_code"), pools.faker_values("current_country"), strict=True)
    countries |= {code: COUNTRIES.get(code, name) for code, name in home}
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
