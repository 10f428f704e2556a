"""The words and texts of a language: word lists, incident templates, labels and error messages."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, NamedTuple

from contracts.generation.name_words import words
from contracts.generation.table_text import rows

WORDS: dict[str, tuple[str, ...]] = {
    name: tuple(values)
    for name, values in rows(
        r"""
tag               urgent | billing | vpn | network | security | follow-up | customer | internal | evidence | backup |
                  hardware | mail | access | phishing | vendor | duplicate | reviewed | weekly | escalated |
                  onboarding
product_tag       new | sale | bestseller | outdoor | kitchen | gift | limited | eco | office | travel
pet_tag           friendly | vaccinated | playful | house-trained | shy | senior | good-with-kids | rescue | calm
folder            evidence | screenshots | logs | reports | captures | exports | invoices | contracts | archive
colour            red | blue | green | black | white | silver | navy | orange | yellow | grey | teal | brown
status            open | closed | pending | active | in_progress | resolved
state_word        active | inactive | pending
priority          low | medium | high | critical
severity          low | medium | high | critical
role              admin | member | viewer | editor | owner | analyst
scope             cases:read | cases:write | files:read | files:write | members:read
type              standard | internal | external | temporary
kind              standard | custom | default
category          availability | network | security | billing | hardware | access | data | performance
plan              free | starter | team | business | enterprise
environment       production | staging | development | test
region            eu-central-1 | eu-west-1 | us-east-1 | us-west-2 | ap-southeast-1 | ap-northeast-1
visibility        public | private | internal
storage_class     standard | infrequent | archive
project           Office move | Website relaunch | Mobile checkout | Data centre exit | Zero trust rollout |
                  Supplier portal | Invoice automation | Warehouse scanner | Partner onboarding
host              web-03 | web-07 | db-primary-1 | db-replica-2 | cache-02 | mail-01 | vpn-gw-2 | files-04 |
                  k8s-node-11 | proxy-01 | app-05 | queue-02 | backup-01 | ldap-01
service           checkout-api | identity-provider | order-service | billing-service | search | notifications |
                  reporting | partner-api | inventory | mobile-backend
unit              piece | kg | box | hour | litre | metre | pack
size_name         XS | S | M | L | XL
currency          EUR | USD | GBP | CHF | SEK | JPY | CAD | AUD
currency_symbol   € | $ | £
language          en | de | fr | es | pt | it | nl | ja | sv | pl
locale            en-US | en-GB | de-DE | fr-FR | es-ES | pt-BR | it-IT | nl-NL | ja-JP
country_code      DE | US | GB | FR | ES | PT | NL | SE | CH | AT | IE | CA | JP | SG
country           Germany | United States | United Kingdom | France | Spain | Portugal | Netherlands | Sweden |
                  Switzerland | Austria | Ireland | Canada | Japan | Singapore
timezone          Europe/Berlin | Europe/London | Europe/Lisbon | America/New_York | America/Chicago |
                  America/Los_Angeles | Asia/Tokyo | Asia/Singapore | Australia/Sydney | UTC
weekday           monday | tuesday | wednesday | thursday | friday
month             January | February | March | April | May | June | July | August | September | October
http_method       GET | POST | PUT | PATCH | DELETE
log_level         debug | info | warning | error
event_type        case.created | case.updated | case.closed | file.uploaded | comment.added
action            created | updated | assigned | closed | commented
sort              created_at | updated_at | title
algorithm         sha256 | sha512 | aes-256-gcm | rs256
protocol          https | http | tcp | udp | ssh
browser           Firefox | Chrome | Safari | Edge
platform          Windows | macOS | Linux | iOS | Android
device            ThinkPad T14 | MacBook Pro 14 | iPhone 15 | Pixel 8 | Surface Pro 9 | Latitude 5440
payment_method    card | bank_transfer | paypal | invoice | sepa_debit
card_brand        visa | mastercard | amex
carrier           DHL | UPS | FedEx | DPD | GLS
channel           email | phone | chat | web | api
source            email | web | api | monitoring | phone
genre             mystery | biography | science fiction | history | travel | poetry
brand             Northwind | Contora | Alpenrad | Kestrel | Lumina | Fjordline | Brightwell
material          cotton | steel | oak | ceramic | leather | aluminium | wool
error_code        invalid_request | not_found | conflict | rate_limited | internal
error_message     The request could not be processed. | The resource was not found. | A required field is missing. |
                  Too many requests; try again later.
bio               Keeps the mail servers running and the coffee strong. |
                  Plans the warehouse in the morning, sails at night. | Security analyst who repairs old radios. |
                  Joined the service desk in 2019, still likes it. | Data engineer, gardener, keeper of three cats. |
                  Writes the handbook that everybody reads too late. | Runs the night shift and, on Sundays, marathons.
user_agent        Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:147.0) Gecko/20100101 Firefox/147.0 |
                  Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 |
                  Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/144.0.0.0 Safari/537.36 |
                  Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.3 Safari/605.1.15 |
                  Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 |
                  Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 Chrome/144.0.0.0 Mobile Safari/537.36 |
                  curl/8.12.1 | python-httpx/0.28.1 | okhttp/4.12.0 | PostmanRuntime/7.43.0
phrase            Quarterly review | Regional office | Standard support | Second line | Main warehouse |
                  Weekly summary | Customer request | Internal use | Early access | Night shift | Annual contract |
                  Field service | Primary contact | Shared mailbox | Pilot group | Spare parts | Open items |
                  Follow-up call
name              Aurora | Juniper | Meridian | Harbour | Cobalt | Willow | Orion | Saffron | Summit | Maple | Falcon |
                  Nimbus | Amber | Lotus | Cedar | Atlas | Indigo | Heron | Solstice | Marlin
slug              quarterly-review | regional-office | second-line | main-warehouse | weekly-summary |
                  customer-request | early-access | night-shift | field-service | pilot-group | spare-parts |
                  follow-up-call
cost_center       CC-1200 | CC-1450 | CC-2100 | CC-3010 | CC-4100 | CC-4250
contract          C-20418 | C-20733 | C-21007 | C-21550 | C-22016
batch             2026-01 | 2026-02 | 2026-03 | 2026-04 | night | morning
key_name          environment | region | owner | team | cost_center | source | channel | reviewed_by |
                  project | location | contract | batch | release
duration          PT15M | PT45M | PT1H30M | PT4H | P1D | P3DT4H | P2W
regex             ^[a-z0-9-]+$ | ^[A-Z]{3}-[0-9]{4}$ | ^\d{5}$ | ^.+@example\.com$
json_pointer      /title | /status | /attachments/0/size | /owner/email | /tags/1
relative_json_pointer 0 | 1/title | 0# | 2/status
json_path         $.title | $.attachments[0].size | $.owner.email
uri_template      https://api.example.com/cases/{id} | https://api.example.com/cases{?status,limit} |
                  /files/{id}/download
relative_url      /cases/1042 | /files/788/download | /users/31/avatar | /reports/weekly | /cases?page=2
cursor            eyJvZmZzZXQiOjUwfQ | eyJvZmZzZXQiOjEwMH0 | eyJvZmZzZXQiOjE1MH0 | eyJvZmZzZXQiOjIwMH0
html              <p>Confirmed with the customer by phone.</p> | <p>Please attach the <em>full</em> log file.</p> |
                  <p>The fix is live; thanks for the quick report.</p>
markdown          Confirmed with the customer **by phone**. | - restart done - monitoring until noon |
                  See `syslog` of *web-03*.
idn_email         jürgen@büro.example | zoë@café.example | ana@señal.example | lea@grün.example
idn_hostname      bücher.example | café.example | grün.example | señal.example
iri               https://bücher.example/übersicht | https://café.example/menü | https://example.com/größe
command           systemctl restart nginx | journalctl -u checkout --since today | df -h /var
query_text        status:open priority:high | host:web-03 | from:monitoring
"""
    )
}
"""English values of the providers ``words:NAME``; further ones are in the language packs."""


ENGLISH = "en"
_WORDS = re.compile(r"[A-Za-z]+(_[A-Za-z]+)+|[a-z]+([A-Z][a-z]+)+")
"""Words joined as in ``IN_REVIEW`` and ``inReview``."""
PACKS = "contracts.generation.locales"


class Template(NamedTuple):
    """The texts of one kind of incident, with ``{placeholders}`` that ``sample_data.py`` fills.

    :param category: a word of the API, English in every language.
    """

    category: str
    title: str
    happened: str
    meaning: str
    action: str


@dataclass(frozen=True, eq=False)
class Language:
    """The texts of one language.

    Packs are the TOML files of :mod:`contracts.generation.locales`, one per language or country, loaded when needed.
    Texts missing in a pack are taken from the next one: ``fr_CA``, ``fr``, ``en``.

    :param name: of the first pack, e.g. ``de`` or ``fr_CA``.
    :param full_name: the format of a full name with ``{first}`` and ``{last}``.
    :param labels: display labels by value.
    :param errors: error messages for end users by kind of error.
    :param assets: values by placeholder of a template.
    :param words: values of the providers ``words:NAME`` by name.
    :param incidents: templates in the order of the English ones.
    """

    name: str
    full_name: str
    labels: Mapping[str, str]
    errors: Mapping[str, str]
    assets: Mapping[str, tuple[str, ...]]
    words: Mapping[str, tuple[str, ...]]
    incidents: tuple[Template, ...]

    @property
    def english(self) -> bool:
        """Whether the texts are English, so that English examples of the document may be used beside them."""
        return self.name == ENGLISH

    def label(self, value: str, documented: str = "") -> str:
        """Return the label of a value: that of the pack, or the words of the value with a capital letter.

        :param documented: the English label in the document's examples; ``""`` if unknown.
        """
        if documented and self.english:
            return documented
        for text in (value, documented):
            if found := self.labels.get("_".join(words(text))):
                return found
        plain = " ".join(words(value)) if _WORDS.fullmatch(value) else " ".join(value.replace("_", " ").split())
        return plain[:1].upper() + plain[1:]


@cache
def language(locale: str) -> Language:
    """Return the language of a locale, e.g. ``de_DE``, ``fr-CA`` or ``ja``; English if it has no pack."""
    packs = [(name, pack) for name in chain(locale) if (pack := _pack(name)) is not None]
    return Language(
        name=packs[0][0],
        full_name=next(pack["full_name"] for _, pack in packs if "full_name" in pack),
        labels=_section(packs, "labels"),
        errors=_section(packs, "errors"),
        assets=_lists(packs, "assets"),
        words=_lists(packs, "words"),
        incidents=tuple(
            Template(**kind) for kind in next(pack["incidents"] for _, pack in packs if "incidents" in pack)
        ),
    )


def chain(locale: str) -> tuple[str, ...]:
    """Return the possible names of packs for a locale, the most specific first and English last."""
    whole = locale.replace("-", "_")
    return tuple(dict.fromkeys((whole, whole.partition("_")[0], ENGLISH)))


def _pack(name: str) -> Mapping[str, Any] | None:
    source = files(PACKS).joinpath(f"{name}.toml")
    return tomllib.loads(source.read_text("utf-8")) if name.isidentifier() and source.is_file() else None


def _section(packs: list[tuple[str, Mapping[str, Any]]], name: str) -> Mapping[str, Any]:
    """Return a table merged from all packs; earlier packs take precedence."""
    merged: dict[str, Any] = {}
    for _, pack in reversed(packs):
        merged |= pack.get(name, {})
    return MappingProxyType(merged)


def _lists(packs: list[tuple[str, Mapping[str, Any]]], name: str) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({key: tuple(values) for key, values in _section(packs, name).items()})
