"""English word lists: the values of the providers ``words:NAME``."""

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
account_name      Primary account | Operations | Savings | Travel expenses | Payroll | Marketing | Reserve
api_version       v1 | v2 | v3
aspect_ratio      16:9 | 4:3 | 1:1 | 3:2
audio_codec       aac | mp3 | opus | flac
availability_zone us-east-1a | us-east-1b | us-west-2c | eu-central-1a | eu-west-1b | ap-southeast-1a
blood_type        A+ | A- | B+ | AB+ | O+ | O-
bucket            acme-exports-eu | acme-backups-01 | acme-media-prod | acme-logs-2026 | acme-invoices
charset           UTF-8 | ISO-8859-1 | US-ASCII
condition         new | used | refurbished
content_encoding  gzip | br | identity
continent         Europe | North America | South America | Asia | Africa | Oceania
country_code3     DEU | USA | GBR | FRA | ESP | PRT | NLD | SWE | CHE | AUT | IRL | CAN | JPN | SGP
country_number    276 | 840 | 826 | 250 | 724 | 620 | 528 | 752 | 756 | 40 | 372 | 124 | 392 | 702
cron              0 3 * * * | 30 6 * * 1 | */15 * * * * | 0 0 1 * *
currency_name     Euro | US Dollar | Pound Sterling | Swiss Franc | Swedish Krona | Yen | Canadian Dollar
currency_number   978 | 840 | 826 | 756 | 752 | 392 | 124 | 36
data_type         string | integer | number | boolean | date
dial_code         +1 | +31 | +33 | +34 | +39 | +44 | +46 | +49 | +81
difficulty        easy | medium | hard
dial_number       1 | 31 | 33 | 34 | 39 | 44 | 46 | 49 | 81
direction         inbound | outbound
display_language  English | German | French | Spanish | Portuguese | Italian | Dutch | Japanese | Swedish | Polish
employment_type   full_time | part_time | contract | internship
field_mask        title,status | name,updateTime | owner.email,labels
file_format       pdf | csv | json | xlsx | png
file_mode         0644 | 0755 | 0600
font_family       Inter | Roboto | Helvetica | Georgia | Open Sans
git_branch        main | develop | release/2.4 | feature/login-form | fix/timeout
git_ref           refs/heads/main | refs/heads/develop | refs/tags/v2.4.0
industry          Software | Logistics | Retail | Manufacturing | Healthcare | Education | Finance
instruction       Check the configuration and try again. | Contact the administrator of the account. |
                  Restart the service after the update. | Follow the steps in the handbook.
language_code3    eng | deu | fra | spa | por | ita | nld | jpn | swe | pol
league            Premier League | Championship | First Division | Northern League
license           MIT | Apache-2.0 | BSD-3-Clause | GPL-3.0-only | MPL-2.0
marital_status    single | married | divorced | widowed
mood              positive | neutral | negative
month_short       Jan | Feb | Mar | Apr | May | Jun | Jul | Aug | Sep | Oct | Nov | Dec
nationality       German | American | British | French | Spanish | Dutch | Swedish | Canadian | Japanese
opening_hours     09:00-18:00 | 08:00-17:00 | 10:00-20:00 | 09:00-13:00 | closed
operation         create | read | update | delete | list | export
os_arch           x86_64 | arm64 | amd64
programming_language Python | TypeScript | Java | Go | Rust | Ruby | C#
quarter           Q1 | Q2 | Q3 | Q4
question          Which plan do you use? | How did you hear about us? | What could we do better? |
                  How often do you use the service? | Would you recommend us?
repository_name   checkout-api | web-client | billing-service | docs | mobile-app | data-pipeline | design-system
repository_path   northwind/checkout-api | contora/web-client | kestrel/billing-service | lumina/docs |
                  fjordline/mobile-app | alpenrad/data-pipeline | brightwell/design-system | northwind/docs
resolution        1920x1080 | 1280x720 | 2560x1440 | 3840x2160 | 640x480
result_message    The request was processed. | Saved. | Completed without errors. | The changes have been applied.
season            spring | summer | autumn | winter
shipping_method   standard | express | overnight | pickup
shipping_time     1-2 business days | 2-4 business days | 5-7 business days
sport             football | basketball | tennis | ice hockey | volleyball
sports_team       Harbour City Rovers | Northfield United | Lakeside Falcons | Red Hill Rangers | Westport Athletic
subnet_mask       255.255.255.0 | 255.255.0.0 | 255.255.255.128 | 255.255.254.0
ticker            NWND | CNTR | ALPR | KSTL | LUMI | FJRD | BRWL
timezone_short    UTC | CET | EST | PST | GMT | JST
url_path          /articles/spring-update | /products | /docs/start | /news/2026 | /account/settings | /support
utc_offset        +00:00 | +01:00 | +02:00 | -05:00 | -08:00 | +09:00
video_codec       h264 | hevc | vp9 | av1
cuisine           Italian | Japanese | Mexican | Indian | French | Thai | Greek
district          Old Town | Riverside | Northgate | Harbour | West End | Mill Hill
compass           N | NE | E | SE | S | SW | W | NW
model             S200 | Series 3 | XL 40 | Compact 12 | Pro 15 | M5
boolean           true | false
continent_code    EU | NA | SA | AS | AF | OC
iata              BER | JFK | LHR | CDG | AMS | MAD | SFO | NRT | SIN | FRA
icao              EDDB | KJFK | EGLL | LFPG | EHAM | LEMD | KSFO | RJAA
jwt_alg           RS256 | ES256 | HS256 | PS256
time_ago          2 hours ago | 3 days ago | 5 minutes ago | 1 week ago | yesterday
utm               newsletter | spring_sale | social | referral | cpc
frequency         daily | weekly | monthly | quarterly | yearly
sql               SELECT id, name FROM customers WHERE active = true | SELECT count(*) FROM orders |
                  SELECT * FROM events ORDER BY created_at DESC LIMIT 10
query_string      page=2&sort=name | status=open&limit=50 | q=printer
expression        price * quantity | status = 'open' | amount > 100 | round(total / 12, 2)
public_key        ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGsample0key0for0tests0only00000000000000000 ops@example.com
certificate       -----BEGIN CERTIFICATE----- MIIBsample -----END CERTIFICATE-----
collation         utf8mb4_general_ci | utf8mb4_unicode_ci | latin1_swedish_ci
notice            Provided as is, without warranty. | All rights reserved. | Subject to the terms of service. |
                  Prices include VAT. | For internal use only.
distinguished_name CN=api.example.com, O=Northwind, C=US | CN=mail.example.org, O=Contora, C=DE | CN=example.net
virtual_path      /shared/reports | /shared/exports | /data/archive | /home/service | /var/lib/data
weather           clear | partly cloudy | overcast | light rain | snow
"""
    )
}
"""English values of the providers ``words:NAME``; further ones are in the language packs."""
