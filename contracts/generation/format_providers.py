"""Providers by format and description, and roles of dates."""

from __future__ import annotations

from contracts.generation.table_text import by_cell, rows

FORMATS = by_cell(
    """
time:during             date-time | datetime | date | http-date | google-datetime | date_time | timestamp | iso8601 |
                        iso-8601 |
                        dateTime | rfc3339 | iso-date | iso8601-date | iso8601-datetime
draw:time               time | full-time | time-of-day | partial-time-with-zone
draw:short_time         partial-time | hh:mm
words:duration          duration | iso8601-duration | iso-8601-duration
draw:seconds            google-duration
words:field_mask        google-fieldmask
person:email            email
words:idn_email         idn-email
company:domain          hostname
words:idn_hostname      idn-hostname
draw:public_ipv4        ipv4 | ip
draw:ipv6               ipv6
draw:cidr               cidr | ipv4-cidr
draw:mac                mac
company:url             uri | url | uri-string | link
company:image           image-url
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
draw:colour             color | colour | hex-color | hexcolor
draw:phone              phone | tel | phone-number | telephone | e164 | phonenumber
words:currency          currency | currency-code | iso-4217
words:country_code      country-code | country | iso-3166 | iso-3166-1 | iso3166-alpha-2 | iso-3166-alpha-2 |
                        iso-country
words:country_code3     iso-3166-alpha-3 | iso3166-alpha-3
words:language          language | iso-639 | iso-639-1
words:locale            locale | bcp47 | language-tag
number:year             year
faker:postcode          postal-code | zip | zipcode | zip-code | postcode
draw:etag               etag
draw:hex                hex | hexadecimal
own:arn                 arn
words:cron              cron
faker:isbn10            isbn10
faker:ean13             ean | gtin
faker:swift             bic | swift
draw:percent            percent | percentage
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
draw:decimal            decimal | money | double | float | number
draw:digits             int32 | int64 | uint32 | uint64 | bigint | long | integer
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
own:arn                 amazon resource name | arn
words:duration          iso 8601 duration
time:during             iso 8601 | iso8601 | rfc 3339 | rfc3339 | timestamp | date and time | datetime |
                        date when | date on which | time when | time at which | yyyy mm dd
words:subnet_mask       subnet mask
draw:cidr               cidr
draw:page_url           next page
faker:swift             bic | swift code
faker:iban              iban
faker:isbn13            isbn
faker:ean13             ean | gtin | barcode
draw:mac                mac address
draw:vat                vat number | vat id
words:timezone          iana time zone | iana timezone | tz database | time zone
words:country_code3     iso 3166 1 alpha 3 | iso 3166 alpha 3 | alpha 3 country code | three letter country code
draw:public_ipv4        ip address
file:content_type       mime type | media type
draw:version            semantic version | semver
words:country_code      iso 3166
words:currency          iso 4217 | currency code | three letter currency
words:language          iso 639 | language
words:locale            bcp 47
words:user_agent        user agent
file:name               file name
draw:colour             hex color | hex colour
words:slug              slug
draw:base64             base64
draw:jwt                json web token
words:host              host name | hostname
company:url             url | link to | uri | hyperlink
person:first_name       first name
person:last_name        last name
person:name             full name
place:city              city
place:country           country
words:colour            colour | color
place:postcode          postal code | zip code | postcode
words:country_code      country code
words:cron              cron expression
words:error_message     error message | explanation of the error | description of the error
words:comment           comment
"""
)
"""By words of a description: the provider of fields without known name and format; the first match wins."""

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
