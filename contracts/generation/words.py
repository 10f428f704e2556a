"""Short word lists: tags, codes, labels, and what else a field of a business API may hold in English.

What people write (comments, reasons, job titles …) is in the language packs, see :mod:`contracts.generation.language`.
"""

from __future__ import annotations

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
"""Provider ``words:NAME`` → its values, those of the language packs aside."""
