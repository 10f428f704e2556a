"""Sample data: kinds of files, products, pets, notes, books, and incidents of IT operations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from contracts.generation.language import Language
from contracts.generation.seed import RandomStream
from contracts.generation.table_text import cells, rows


class FileKind(NamedTuple):
    """A kind of file.

    :param sizes: the smallest and largest plausible size in bytes.
    """

    extension: str
    content_type: str
    folder: str
    sizes: tuple[int, int]
    stems: tuple[str, ...]


def _file_kind(extension: str, content_type: str, folder: str, sizes: str, stems: str) -> FileKind:
    low, _, high = sizes.partition("-")
    return FileKind(extension, content_type, folder, (int(low), int(high)), tuple(stems.split(", ")))


FILE_KINDS = tuple(
    _file_kind(extension, *row)
    for extension, row in rows(
        """
png     image/png | screenshots | 38000-2900000 | screenshot, error-dialog, dashboard, login-page, alert-graph
png     image/png | screenshots | 38000-1900000 | console-output, chart, settings-page, notification
jpg     image/jpeg | photos | 180000-5800000 | photo, device, workplace, whiteboard, cabling
pdf     application/pdf | reports | 52000-4200000 | incident-report, timeline, vendor-advisory, summary, checklist
txt     text/plain | notes | 400-48000 | notes, stack-trace, call-summary, traceroute, mail-headers
log     text/plain | logs | 9000-7600000 | application, nginx-error, auth, gateway, syslog
csv     text/csv | exports | 1200-900000 | affected-users, export, event-list, ip-list
json    application/json | exports | 600-240000 | alert, event-payload, config-diff
pcap    application/vnd.tcpdump.pcap | captures | 64000-48000000 | capture, packet-trace, handshake
zip     application/zip | evidence | 150000-96000000 | support-bundle, logs, diagnostics
eml     message/rfc822 | evidence | 3000-320000 | original-message, report-of-user, reply
mp4     video/mp4 | recordings | 1800000-88000000 | screen-recording, reproduction
docx  application/vnd.openxmlformats-officedocument.wordprocessingml.document | reports | 18000-900000 |
        post-mortem, meeting-minutes
xlsx  application/vnd.openxmlformats-officedocument.spreadsheetml.sheet | reports | 11000-1400000 |
        affected-systems, asset-list
"""
    )
)
"""Kinds of files with media types registered with IANA; screenshots occur twice because they are most common."""

PRODUCTS = tuple(
    map(
        cells,
        """
Oak desk organiser | office | Five compartments, made of solid oak with a felt base. | 39.90
Steel water bottle 750 ml | outdoor | Keeps drinks cold for 24 hours; dishwasher-safe lid. | 24.50
Wool travel blanket | travel | Light merino wool, folds into its own pouch. | 59.00
Ceramic pour-over set | kitchen | Dripper and jug for two cups, with forty paper filters. | 34.00
LED clip lamp | lighting | Dimmable, with a clip that holds on shelves up to 4 cm. | 19.95
Noise-reducing headset | electronics | USB-C headset with a foldable microphone. | 79.00
Ergonomic mouse | electronics | Vertical mouse for the right hand, charges by USB-C. | 44.90
Canvas rucksack 20 l | travel | Waxed canvas with a padded sleeve for a 15-inch laptop. | 89.00
Garden hand trowel | garden | Forged head, ash handle, 30 cm. | 16.50
Cast-iron pan 26 cm | kitchen | Seasoned with linseed oil, for every kind of stove. | 48.00
Linen apron | kitchen | Stone-washed linen with two pockets. | 32.00
Bicycle repair kit | outdoor | Tyre levers, patches, multi-tool and a small pump. | 27.90
Standing desk mat | office | Soft foam with a textured surface, 60 by 90 cm. | 36.00
Monitor arm | office | Holds screens of up to 32 inches and 9 kg. | 98.00
Cotton bath towel | home | 600 g/m² organic cotton, 70 by 140 cm. | 22.00
Board game: Harbour Lights | games | Trade along the coast; two to four players, 60 minutes. | 38.50
Wooden train set | toys | Forty pieces of beech, fits the common tracks. | 45.00
Rechargeable torch | outdoor | 900 lumens, four levels, charges by USB-C. | 41.00
Label printer | electronics | Prints labels of up to 62 mm, with USB and Wi-Fi. | 112.00
Notebook A5, dotted | office | 192 pages, lies flat, with numbered pages. | 12.90
""".strip("\n").splitlines(),
    )
)
"""Name, category, description and usual price of each product."""

PETS = tuple(
    map(
        cells,
        """
Milo | dog | Labrador mix
Luna | cat | European Shorthair
Bella | dog | Beagle
Oscar | cat | Maine Coon
Charlie | dog | Border Collie
Nala | cat | Siamese
Rocky | dog | Boxer
Coco | rabbit | Mini Lop
Daisy | dog | Cocker Spaniel
Simba | cat | Bengal
Pepper | dog | Schnauzer
Hazel | rabbit | Dutch
Max | dog | German Shepherd
Willow | cat | Ragdoll
Finn | dog | Jack Russell
Kiwi | bird | Budgerigar
Rosie | dog | Poodle
Felix | cat | British Shorthair
Ziggy | bird | Cockatiel
Mocha | hamster | Syrian
Juno | dog | Husky
Poppy | cat | Persian
Bruno | dog | Dachshund
Olive | cat | Norwegian Forest
""".strip("\n").splitlines(),
    )
)
"""Name, species and breed of each pet."""

NOTES = tuple(
    tuple(line.split(": ", 1))
    for line in """
Quarterly access review: Check who can reach the finance folders and remove accounts that are no longer needed.
Update of the on-call handbook: Add the new escalation numbers and the steps for a failed sign-in service.
Supplier meeting on Thursday: Agree on delivery dates for the spare parts and on the terms of the new contract.
Network plan for the new floor: List the wall sockets and access points it needs before the end of the month.
Laptop replacement for Sales: Twelve devices reach the end of their lease; collect wishes and order by Friday.
Customer index results: Summary of 240 answers; waiting times and the search page are mentioned most often.
Budget for the coming year: First estimate of licences, hardware and training, with last year's figures beside it.
Training on phishing: Forty minutes with examples from this year and a short test at the end.
Inventory of the main warehouse: Count of all shelves in hall B, differences to be explained until Tuesday.
Release notes for the mobile app: Texts in four languages; screenshots are still missing for the new start page.
Clean-up of old mailboxes: Mailboxes of people who left more than a year ago are archived and then removed.
Plan for the maintenance weekend: Order of the restarts, people on duty and the point of no return for each system.
Onboarding of the new partner: Exchange certificates, agree on test data and run the first orders together.
Translation of the help pages: The twenty most read pages come first; the glossary is attached.
Review of backup retention: Compare what we keep with what the contracts ask for and propose new periods.
Feedback on the spring campaign: Opening rates per region and what the service desk heard from customers.
""".strip("\n").splitlines()
)
"""Title and text of each note; none is about an incident."""

BOOKS = tuple(
    map(
        cells,
        """
The Lighthouse Ledger | mystery | A clerk finds a second set of books, and in it a name that should not be there.
North of the Last Station | travel | Eleven weeks by rail and on foot along a border that moved four times.
A Short History of Queues | history | How waiting in line was invented, resisted and finally put on a screen.
The Clockmaker's Apprentice | novel | A girl in eighteenth-century Geneva repairs what her master cannot hear.
Salt and Paper | biography | The life of a printer who learned her trade on a fishing boat.
Signals from Harbour Nine | science fiction | A cargo ship answers a call that was sent before it was built.
Small Gardens, Long Summers | gardening | What grows in the shade, what needs no water, and when to leave it alone.
The Borrowed Map | mystery | A librarian follows pencil marks through five cities.
Bread for Eight | cooking | Forty loaves, each with the time table of a working day.
Letters to a Mountain | poetry | Sixty poems from one winter above the tree line.
Counting Swifts | nature | A year on the roofs of a town with people who count birds.
The Glass Parliament | politics | Why open meetings close minds, told from the visitors' gallery.
""".strip("\n").splitlines(),
    )
)
"""Title, genre and summary of each book; all are fictional."""


MACHINES = dict(
    rows(
        """
host        web-03 | web-07 | db-primary-1 | db-replica-2 | cache-02 | mail-01 | vpn-gw-2 | files-04 | k8s-node-11 |
            k8s-node-23 | proxy-01 | app-05 | app-12 | queue-02 | dc-02 | backup-01 | ldap-01 | etl-03
laptop      LT-1042 | LT-1187 | LT-2063 | LT-2219 | LT-3308 | LT-3571 | LT-4120 | LT-4456
job         nightly-import | invoice-run | user-sync | price-update | archive-cleanup | report-export
version     4.12.0 | 4.12.1 | 5.0.2 | 2.31.0 | 7.4.3 | 3.8.5 | 1.19.4
"""
    )
)
"""By placeholder of a template: its values in all languages; language packs contain the other placeholders."""
ASSETS = ("service", "host", "laptop", "site", "site2", "department", "job", "version")
"""All placeholders, in the order in which they are drawn."""
NAMES_OF_MACHINES = ("{host}", "{laptop}", "{job}")


class Incident(NamedTuple):
    """An incident, whose texts agree in every detail.

    :param summary: the first sentence of ``description``.
    """

    title: str
    description: str
    summary: str
    category: str
    resolution: str


_DRAWS: tuple[tuple[str, int, Callable[[RandomStream], object]], ...] = (
    ("clock", 2, lambda stream: f"{stream.below(24):02}:{stream.below(12) * 5:02}"),
    ("percent", 1, lambda stream: stream.between(4, 60)),
    ("percent90", 1, lambda stream: stream.between(91, 99)),
    ("loss", 1, lambda stream: stream.between(2, 18)),
    ("seconds", 1, lambda stream: stream.pick((10, 15, 20, 30, 60))),
    ("minutes", 1, lambda stream: stream.pick((5, 10, 15, 20, 25, 30, 45))),
    ("millis", 1, lambda stream: stream.between(18, 96) * 50),
    ("count", 1, lambda stream: stream.between(5, 48)),
    ("backlog", 1, lambda stream: stream.between(12, 98) * 100),
    ("days", 1, lambda stream: stream.between(3, 14)),
    ("exit", 1, lambda stream: stream.pick((1, 2, 137, 143))),
    ("floor", 1, lambda stream: stream.between(2, 6)),
    ("slot", 1, lambda stream: stream.between(2, 7)),
    ("number", 1, lambda stream: stream.between(1000, 9999)),
    ("temperature", 1, lambda stream: stream.between(31, 38)),
)
"""Placeholders with numbers: how many random numbers each draws, and its value."""


def _positions() -> Iterator[tuple[str, tuple[int, Callable[[RandomStream], object] | None]]]:
    """Yield each placeholder with the number of the first random number that it draws."""
    for number, name in enumerate(ASSETS):
        yield name, (number, None)
    position = len(ASSETS)
    for name, drawn, value in _DRAWS:
        yield name, (position, value)
        position += drawn


_POSITIONS = dict(_positions())


class _Facts(dict[str, object]):
    """The values of placeholders, drawn when they are used: a text has few of them."""

    def __init__(self, seed: int, language: Language) -> None:
        self._seed = seed
        self._language = language

    def __missing__(self, name: str) -> object:
        position, value = _POSITIONS[name]
        stream = RandomStream(self._seed).after(position)
        drawn = stream.pick(MACHINES.get(name) or self._language.assets[name]) if value is None else value(stream)
        self[name] = drawn
        return drawn


def incident(seed: int, number: int, language: Language) -> Incident:
    """Return the incident of a seed, the same one in every language.

    :param number: index of the template, modulo the number of templates.
    """
    template = language.incidents[number % len(language.incidents)]
    facts = _Facts(seed, language)
    sentences = [_sentence(part, facts) for part in template[2:5]]
    title = _sentence(template.title, facts)
    return Incident(title, joined(sentences), sentences[0], template.category, sentences[2])


def joined(sentences: Sequence[str]) -> str:
    """Return sentences as one text, separated by spaces except in Chinese and Japanese."""
    return "".join(text if text.endswith("。") else f"{text} " for text in sentences).rstrip()


def _sentence(template: str, facts: Mapping[str, object]) -> str:
    """Return a sentence with a capital letter, unless it starts with the name of a machine or job, e.g. ``web-03``."""
    text = template.format_map(facts)
    return text if template.startswith(NAMES_OF_MACHINES) else text[0].upper() + text[1:]
