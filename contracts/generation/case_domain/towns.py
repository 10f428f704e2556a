"""Real towns with the region that they lie in and the form of their postcodes, so that an address is a possible one.

faker draws town, region and postcode of a locale apart from one another, and makes up the towns of some.
"""

from __future__ import annotations

from contracts.generation.table_text import rows

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
"""As in :mod:`contracts.generation.table_text`, each cell a town, its region and its postcode."""

Town = tuple[str, str, str]


def _town(cell: str) -> Town:
    name, region, postcode = cell.split(", ")
    return name, region, postcode


TOWNS = {locale: tuple(map(_town, towns)) for locale, towns in rows(TEXT)}
"""Locale → its towns: name, region, and postcode with ``#`` for any digit and ``@`` for any letter."""
