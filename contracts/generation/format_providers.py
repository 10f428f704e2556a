"""Providers by format and description, ranges of numbers, and roles of dates."""

from __future__ import annotations

from contracts.generation.table_text import by_cell, rows

FORMATS = by_cell(
    """
time:during             date-time | datetime | date | http-date
draw:time               time
draw:short_time         partial-time
words:duration          duration
person:email            email
words:idn_email         idn-email
company:domain          hostname
words:idn_hostname      idn-hostname
draw:public_ipv4        ipv4 | ip
draw:ipv6               ipv6
draw:cidr               cidr | ipv4-cidr
draw:mac                mac
company:url             uri | url
words:relative_url      uri-reference | iri-reference
words:iri               iri
words:uri_template      uri-template
draw:uuid               uuid | guid | uuid4
draw:ulid               ulid
draw:base64             byte | base64
draw:token              base64url
words:comment           binary
draw:password           password
words:regex             regex
words:json_pointer      json-pointer
words:relative_json_pointer relative-json-pointer
words:json_path         json-path
draw:colour             color | colour
draw:phone              phone | tel
words:currency          currency
words:country_code      country-code
words:language          language
words:locale            locale
words:timezone          timezone
draw:version            semver | version
words:slug              slug
file:content_type       mime-type | media-range
words:html              html
words:markdown          markdown | commonmark
draw:sha256             sha256
draw:sha1               sha1
draw:md5                md5
draw:jwt                jwt
draw:nanoid             nanoid
draw:object_id          objectid | object-id
draw:card               credit-card
faker:iban              iban
faker:isbn13            isbn
person:username         username
file:name               filename
draw:decimal            decimal | money
draw:digits             int32 | int64
draw:epoch              unix-time
"""
)
"""By ``format`` of a string: the provider; formats of JSON Schema 2020-12 and of the OpenAPI format registry."""

DESCRIPTIONS = by_cell(
    """
draw:ulid               ulid
draw:uuid               uuid
draw:sha256             sha 256 | sha256
draw:sha1               sha 1
draw:md5                md5
person:email            email address | e mail address
draw:phone              phone number
time:during             iso 8601 | rfc 3339 | timestamp
draw:public_ipv4        ip address
file:content_type       mime type | media type
draw:version            semantic version | semver
words:country_code      iso 3166
words:currency          iso 4217 | currency
words:language          iso 639 | language
words:locale            bcp 47
words:user_agent        user agent
file:name               file name
draw:colour             hex color | hex colour
words:slug              slug
draw:base64             base64
draw:jwt                json web token
words:host              host name | hostname
company:url             url | link to
person:first_name       first name
person:last_name        last name
person:name             full name
place:city              city
place:country           country
words:colour            colour | color
words:status            status
words:comment           comment
"""
)
"""By words of a description: the provider of fields without known name and format; the first match wins."""

RANGES: dict[str, tuple[float, float, int]] = {
    "price": (4, 240, 2),
    "amount": (10, 4800, 2),
    "small_amount": (1, 60, 2),
    "rate": (1, 25, 1),
    "quantity": (1, 12, 0),
    "stock": (0, 400, 0),
    "age": (18, 84, 0),
    "rating": (1, 5, 1),
    "percent": (0, 100, 0),
    "fraction": (0, 1, 2),
    "score": (5, 98, 0),
    "count": (0, 240, 0),
    "page": (1, 12, 0),
    "pages": (48, 640, 0),
    "limit": (10, 100, 0),
    "offset": (0, 200, 0),
    "port": (1024, 49151, 0),
    "year": (2012, 2026, 0),
    "seconds": (5, 3600, 0),
    "millis": (12, 2400, 0),
    "minutes": (1, 240, 0),
    "hours": (1, 72, 0),
    "days": (1, 30, 0),
    "pixels": (320, 1920, 0),
    "weight": (0.2, 40, 1),
    "length": (0.5, 120, 1),
    "temperature": (4, 38, 1),
    "altitude": (2, 1800, 0),
    "speed": (5, 130, 0),
    "bytes": (1200, 5_200_000, 0),
    "position": (1, 40, 0),
    "level": (1, 5, 0),
    "http_status": (200, 204, 0),
    "attempts": (0, 5, 0),
    "latitude": (-60, 70, 5),
    "longitude": (-179, 179, 5),
    "id": (1001, 98_999, 0),
    "any": (1, 1000, 0),
    "any_float": (0.5, 500, 2),
}
"""The ranges of the providers ``number:NAME``: minimum, maximum, decimals. The bounds of a schema take precedence."""

TIME_WORDS = rows(
    """
due                     due | expires | expire | expiry | expiration | deadline | until | next | renewal | renews |
                        scheduled | planned | to
ended                   closed | resolved | ended | end | finished | finish | completed | delivered | cancelled |
                        canceled | solved | stopped | stop | fixed | archived
changed                 updated | update | modified | modification | changed | edited | last | seen | deleted |
                        refreshed | synced
noticed                 acknowledged | assigned | accepted | confirmed | triaged | detected | shipped | paid |
                        approved | responded
begun                   created | create | creation | opened | started | start | begin | began | submitted |
                        reported | registered | joined | received | uploaded | issued | ordered | placed | published |
                        added | from | since | signup | inserted
"""
)
"""By role of a date: words of its name; the first match wins, so ``last_created`` has the role ``changed``."""
