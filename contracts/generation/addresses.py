"""Addresses, towns and telephone numbers, written as is usual in the country of a locale."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from contracts.generation import random_values
from contracts.generation.seed import RandomStream
from contracts.generation.table_text import rows
from contracts.generation.value_pools import Record, ValuePools
from contracts.generation.word_lists import WORDS

TEXT = """
da_DK  København, Hovedstaden, 21## | Aarhus, Midtjylland, 82## | Odense, Syddanmark, 52## |
       Aalborg, Nordjylland, 92## | Esbjerg, Syddanmark, 67## | Roskilde, Sjælland, 40## | Kolding, Syddanmark, 60##
de_DE  Berlin, Berlin, 101## | Hamburg, Hamburg, 20### | München, Bayern, 80### | Köln, Nordrhein-Westfalen, 506## |
       Frankfurt am Main, Hessen, 603## | Stuttgart, Baden-Württemberg, 701## | Leipzig, Sachsen, 041## |
       Hannover, Niedersachsen, 301## | Nürnberg, Bayern, 904## | Rostock, Mecklenburg-Vorpommern, 180##
es_ES  Madrid, Madrid, 280## | Barcelona, Barcelona, 080## | Valencia, Valencia, 460## | Sevilla, Sevilla, 410## |
       Zaragoza, Zaragoza, 500## | Málaga, Málaga, 290## | Bilbao, Vizcaya, 480## | Murcia, Murcia, 300##
fr_CA  Montréal, Québec, H2@ #@# | Québec, Québec, G1@ #@# | Laval, Québec, H7@ #@# | Gatineau, Québec, J8@ #@# |
       Sherbrooke, Québec, J1@ #@# | Trois-Rivières, Québec, G9@ #@# | Ottawa, Ontario, K1@ #@# |
       Moncton, Nouveau-Brunswick, E1@ #@#
fr_FR  Paris, Île-de-France, 750## | Lyon, Auvergne-Rhône-Alpes, 6900# |
       Marseille, Provence-Alpes-Côte d'Azur, 1300# |
       Toulouse, Occitanie, 310## | Nantes, Pays de la Loire, 440## | Strasbourg, Grand Est, 670## |
       Lille, Hauts-de-France, 590## | Bordeaux, Nouvelle-Aquitaine, 330## | Rennes, Bretagne, 350##
it_IT  Roma, Roma, 001## | Milano, Milano, 201## | Torino, Torino, 101## | Napoli, Napoli, 801## |
       Bologna, Bologna, 401## | Firenze, Firenze, 501## | Genova, Genova, 161## | Verona, Verona, 371## |
       Bari, Bari, 701##
ja_JP  千代田区, 東京都, 100-00## | 新宿区, 東京都, 160-00## | 横浜市西区, 神奈川県, 220-00## |
       大阪市北区, 大阪府, 530-00## |
       名古屋市中区, 愛知県, 460-00## | 札幌市中央区, 北海道, 060-00## | 福岡市博多区, 福岡県, 812-00## |
       仙台市青葉区, 宮城県, 980-08## | 広島市中区, 広島県, 730-00## | 京都市下京区, 京都府, 600-8###
ko_KR  강남구, 서울특별시, 06### | 종로구, 서울특별시, 03### | 부산진구, 부산광역시, 47### |
       유성구, 대전광역시, 34### |
       수성구, 대구광역시, 42### | 연수구, 인천광역시, 21### | 성남시 분당구, 경기도, 13### |
       제주시, 제주특별자치도, 63###
nl_NL  Amsterdam, Noord-Holland, 101# @@ | Rotterdam, Zuid-Holland, 301# @@ | Den Haag, Zuid-Holland, 251# @@ |
       Utrecht, Utrecht, 351# @@ | Eindhoven, Noord-Brabant, 561# @@ | Groningen, Groningen, 971# @@ |
       Zwolle, Overijssel, 801# @@ | Maastricht, Limburg, 621# @@
pt_BR  São Paulo, São Paulo, 01###-0## | Rio de Janeiro, Rio de Janeiro, 20###-0## |
       Belo Horizonte, Minas Gerais, 30###-0## | Curitiba, Paraná, 80###-0## |
       Porto Alegre, Rio Grande do Sul, 90###-0## |
       Recife, Pernambuco, 50###-0## | Salvador, Bahia, 40###-0## | Fortaleza, Ceará, 60###-0## |
       Campinas, São Paulo, 13###-0##
pt_PT  Lisboa, Lisboa, 11##-### | Porto, Porto, 40##-### | Braga, Braga, 47##-### | Coimbra, Coimbra, 30##-### |
       Aveiro, Aveiro, 38##-### | Faro, Faro, 80##-### | Setúbal, Setúbal, 29##-### | Évora, Évora, 70##-###
ru_RU  Москва, Москва, 101### | Санкт-Петербург, Санкт-Петербург, 190### | Новосибирск, Новосибирская обл., 630### |
       Екатеринбург, Свердловская обл., 620### | Казань, респ. Татарстан, 420### |
       Нижний Новгород, Нижегородская обл., 603### | Самара, Самарская обл., 443### | Пермь, Пермский край, 614### |
       Воронеж, Воронежская обл., 394###
sv_SE  Stockholm, Stockholms län, 111 ## | Göteborg, Västra Götalands län, 411 ## | Malmö, Skåne län, 211 ## |
       Uppsala, Uppsala län, 753 ## | Linköping, Östergötlands län, 582 ## | Västerås, Västmanlands län, 722 ## |
       Örebro, Örebro län, 702 ## | Umeå, Västerbottens län, 903 ##
zh_CN  北京市, 北京市, 1000## | 上海市, 上海市, 2000## | 广州市, 广东省, 5100## | 深圳市, 广东省, 5180## |
       杭州市, 浙江省, 3100## | 成都市, 四川省, 6100## | 南京市, 江苏省, 2100## | 武汉市, 湖北省, 4300## |
       西安市, 陕西省, 7100## | 青岛市, 山东省, 2660##
"""
"""A table of :mod:`contracts.generation.table_text` by locale; each cell has town, region and postcode pattern."""

Town = tuple[str, str, str]


def _town(cell: str) -> Town:
    name, region, postcode = cell.split(", ")
    return name, region, postcode


TOWNS = {locale: tuple(map(_town, towns)) for locale, towns in rows(TEXT)}
"""Towns by locale: name, region, and postcode with ``#`` for a digit and ``@`` for a letter."""


SPOT_FACETS = frozenset({"latitude", "longitude", "timezone"})
"""Fields of the records ``place`` that only real towns have; beside one of them, a city is a real one too."""
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
"""Native names of countries by code, if they differ from the English ones."""
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
"""Second lines of addresses by language: the floor."""
LETTERS = "ABCEGHJKLMNPRTVWXYZ"
"""Letters of postcodes; Canada and the Netherlands do not use similar ones."""
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
"""Phone number patterns by country, in the format of ITU-T E.123. Those of AU (ACMA), CA (CNA), DE (Bundesnetzagentur),
FR (Arcep), GB (Ofcom) and SE (PTS) are reserved for fiction; the other countries have none."""


def phone(locale: str) -> random_values.Draw:
    """Return a draw of phone numbers of a locale's country; North American ones if unknown."""
    form = PHONES.get(locale.replace("-", "_").partition("_")[2])
    if form is None:
        return random_values.phone
    digits = form.count("#")
    pattern = form.replace("#", "{}")
    return lambda seed, _span: pattern.format(*f"{seed % 10**digits:0{digits}}")


def places(pools: ValuePools) -> list[Record]:
    """Return addresses in the locale's country."""
    stream = pools.stream("place")
    country, code = pools.faker_values("current_country")[0], pools.faker_values("current_country_code")[0]
    street = STREETS.get(pools.locale) or _street
    town_of = _known_towns if pools.locale in TOWNS else _made_up_towns
    return [
        {"street": street(pools, stream)}
        | town_of(pools, stream)
        | {"country": COUNTRIES.get(code, country), "country_code": code}
        for _ in range(320)
    ]


def _made_up_towns(pools: ValuePools, stream: RandomStream) -> Record:
    """Return town, postcode and region of faker, which are unrelated."""
    regions = pools.faker_values("state") or pools.faker_values("administrative_unit") or pools.faker_values("city")
    return {
        "city": stream.pick(pools.faker_values("city")),
        "postcode": stream.pick(pools.faker_values("postcode")),
        "line2": _second_line(pools.code, stream),
        "state": stream.pick(regions),
    }


def _known_towns(pools: ValuePools, stream: RandomStream) -> Record:
    """Return a real town with its region and a matching postcode."""
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
"""Functions for street and number by locale, if faker's are partly English or include the town or flat."""


def _second_line(code: str, stream: RandomStream) -> str:
    """Return the second line of an address, e.g. ``Suite 4`` in English, or a floor."""
    word, number = stream.pick(("Suite", "Apt.", "Floor", "Unit")), stream.between(2, 40)
    return SECOND_LINES[code].format(number % 8 + 1) if code in SECOND_LINES else f"{word} {number}"


def spots(pools: ValuePools) -> list[Record]:
    """Return real towns with matching coordinates, country and time zone."""
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
    """Return addresses with real towns and coordinates, of the same country if they include a street or state."""
    home = [spot for spot in spots_ if spot["country_code"] == places_[0]["country_code"]]
    towns = home if home and facets & {"street", "state", "postcode"} else spots_
    return [place | towns[number % len(towns)] for number, place in enumerate(places_)]
