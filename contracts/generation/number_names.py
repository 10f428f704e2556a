"""The providers of numbers by the name of a property, as tables, and the ranges of these providers."""

from __future__ import annotations

from contracts.generation.table_text import by_cell, cells

NUMBERS = by_cell(
    """
# dates
number:month            month | month number | monat | mes | mois | mese | maand | exp month | month of year
number:day              day | day of month | giorno | jour | dia
number:hour             hour | hour of day | stunde | hora
number:minute           minute | minute of hour | second | sec of minute | nanos of second
number:weekday          weekday | day of week | dow | day number
number:week             week | week number | iso week | week of year
number:quarter          quarter | fiscal quarter
number:day_of_year      day of year
number:utc_offset       utc offset | gmt offset | timezone | time zone | tz
number:utc_offset_seconds timezone offset | utc offset seconds | time zone offset | gmt offset seconds
number:seconds          interval | period | delay | cooldown | uptime | sec | secs | interval seconds | lag | lifetime |
                        cache ttl | running time | idle time | wait time | time taken | run time | runtime |
                        time to live | keep alive | response time | processing time | total time | travel time |
                        driving time | flight time | reading time | waiting time | play time | playing time |
                        execution time | average time | avg time | loading time | transit time | moving time
number:millis           latency | ping | rtt | took | response time ms | time ms | elapsed ms | load time
number:days             days | notice period | retention | retention period | number of days | nights
number:hours_per_day    hours per day | daily hours
number:minutes          minutes | mins | cook time | prep time | preparation time | ready in minutes
# counts
number:few              number of | no of
number:count            results | num results | record count | row count | rows | total results | total items |
                        total records | total elements | total rows | subtotal count | view count | usage count
number:pages            total pages | num pages | last page
number:offset           start | skip | from | first index | begin | start position | start row
number:any              result size | min size | max size | pool size | cluster size | group size | team size |
                        sample size |
                        step size | font size | grid size | chunk size | queue size | window size | company size |
                        fleet size | class size | desired size | fetch size | node pool size
number:limit            max results | max | count per page | batch size | page limit | page length
number:attempts         retries | max retries | attempt | retry | timeouts | failures | failed | error count | errors |
                        warnings | fouls | penalties | conflicts
number:replicas         replicas | instances | nodes | node count | workers | threads | thread count | concurrency |
                        replica count | instance count | worker count | number of workers | number of nodes | shards |
                        partitions | max nodes | min nodes | servers | number of instances | processes | slots
number:cpus             cpu | cpus | vcpu | vcpus | cores | cpu count | core count | num cpus | cpu cores
number:memory           memory | ram | memory size
number:gigabytes        gb | gib | gi b | gigabytes | disk size | disk | storage | capacity gb | quota gb
number:megabytes        mb | mib | mi b | m bs | megabytes
number:kilobytes        kb | kib | ki b | kilobytes
number:terabytes        tb | tib
number:people           guests | adults | children | infants | passengers | seats | party size | occupancy | players |
                        participants | persons | servings | max guests | max occupancy | pax | household size
number:rooms            bedrooms | bathrooms | beds | baths | rooms | floors | floor | bedroom count | storeys
number:followers        followers | follower count | followers count | friends count | following | subscribers |
                        subscriber count | listeners | members | member count | stargazers count | watchers count |
                        stars count | forks count | following count | statuses count | viewers
number:population       population
number:ordinal          season | season number | episode | episode number | chapter | round | lap | step | phase |
                        issue number | track number | disc number | part number | turn | match day | matchday | inning
number:revision         api version | version | revision | generation | build | build number | release |
                        version number | rev |
                        api level | resource version | edition
number:goals            home score | away score | goals | score home | score away | home team score | away team score |
                        assists | wins | losses | draws | ties | home goals | away goals | touchdowns | tackles |
                        sacks | interceptions | fumbles | red cards | yellow cards | aces | runs | wickets
number:any              number | value
number:kind             priority | severity | difficulty | status | state | type | kind | category | role | gender |
                        importance | urgency | sex | channel | mode | scope | phase id | class
number:flag             flag | enabled | active | disabled | deleted | is active | is deleted | hidden |
                        locked | verified
# measures
number:calories         calories | kcal | energy kcal | kilocalories
number:nutrient         protein | carbs | carbohydrates | fat | sugar | fiber | fibre | sodium | saturated fat |
                        salt grams
number:bitrate          bitrate | bit rate | audio bitrate
number:frame_rate       fps | frame rate | framerate
number:heart_rate       heart rate | average heart rate | bpm | pulse | tempo
number:degrees          wind dir | wind direction | bearing | heading | azimuth | angle | rotation | hue | wind deg |
                        wind degree | course | orientation | track angle
number:wind_speed       wind mph | wind kph | wind speed | gust | wind gust | precipitation | rainfall | rain
number:exchange_rate    exchange rate | conversion rate
number:area             area | surface | surface area | floor area | square meters | square feet | sqft |
                        living area | acres
number:zoom             zoom | zoom level
number:dots             dpi | ppi
number:bits             bit depth | color depth | bits per sample
number:coordinate       x coordinate | y coordinate | x | y | z | top | left | right | bottom | x offset | y offset
number:pixels           max width | max height | thumbnail width | thumbnail height | min width | min height
number:code             code | error number | reason code | response code | result code | return code
number:http_status      http status code | http code | http status
number:change           change | change percent | price change | delta | variation | pct change | percent change
number:market           market cap | trading volume | market capitalization | volume 24h | turnover volume
number:vlan             vlan | vlan id
number:voltage          voltage | volts
number:gpa              gpa
number:fraction         ctr | click rate | open rate | bounce rate | conversion
number:temperature      temp f | temp c | wind chill | heat index
number:speed            mph | kph | kmh
number:seed             seed | random seed
number:steps            steps | step count
number:dial_code        country calling code | dial code | phone country code | calling code
number:percent          cpu percent | memory percent | alpha | share | discount rate percent | win percentage
number:bytes            bytes | file length | size bytes
number:salary           wages | salary cap
number:amount           credit limit | spending limit | daily limit | market value | spending | savings | rebate |
                        limit amount | max amount | min amount
"""
)
"""By name of a property: the provider of its numbers; takes precedence over the table for all types."""

FIGURES: dict[str, str] = by_cell(
    """
seconds                 words:duration
postcode                place:postcode | faker:postcode
phone                   draw:phone
revision                draw:version
code                    draw:code | words:error_code
dial_code               words:dial_code
day                     words:weekday
month                   words:month | words:month_short
quarter                 words:quarter
ordinal                 words:season
kind                    words:status | words:state_word | words:priority | words:severity | words:type | words:kind |
                        words:category | words:role | words:plan | words:environment | words:visibility |
                        words:channel | words:source | words:action | words:difficulty | words:direction |
                        person:gender | words:log_level | words:size_name | words:event_type
coordinate              draw:gps
"""
)
"""By provider of texts: the range of the numbers of such properties."""

DIGITS: dict[str, tuple[int, ...]] = {
    "faker:isbn13": (9780306406157, 9781861972712, 9783161484100, 9780131103627, 9780262033848, 9780596520687),
    "faker:isbn10": (1861972717, 3540688935, 1593275846, 3161484118),
    "faker:ean13": (4006381333931, 5901234123457, 4012345678901, 7622210449283, 8710398527905),
    "faker:ean8": (96385074, 73513537, 40170725),
    "faker:upc_a": (36000291452, 42100005264, 725272730706),
    "words:currency": (978, 840, 826, 756, 752, 392, 124, 36),
    "words:country_code": (276, 840, 826, 250, 724, 620, 528, 752, 756),
    "place:country_code": (276, 840, 826, 250, 724, 620, 528, 752, 756),
    "words:country_code3": (276, 840, 826, 250, 724, 620, 528, 752, 756),
}
"""By provider of codes with check digits or of fixed lists: numbers, e.g. ISO 4217 and ISO 3166-1 numeric."""

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
    "any": (1, 100, 0),
    "any_float": (0.5, 100, 2),
    "any_item": (1, 1000, 0),
    "few": (0, 40, 0),
    "flag": (0, 1, 0),
    "kind": (1, 5, 0),
    "month": (1, 12, 0),
    "day": (1, 28, 0),
    "hour": (0, 23, 0),
    "minute": (0, 59, 0),
    "weekday": (0, 6, 0),
    "week": (1, 52, 0),
    "quarter": (1, 4, 0),
    "day_of_year": (1, 365, 0),
    "birth_year": (1950, 2004, 0),
    "future_year": (2027, 2032, 0),
    "postcode": (10001, 98999, 0),
    "phone": (2125550100, 2125550199, 0),
    "utc_offset": (-8, 9, 0),
    "utc_offset_seconds": (-28_800, 32_400, 0),
    "dial_code": (31, 49, 0),
    "code": (100, 999, 0),
    "status_ok": (200, 200, 0),
    "rpc_code": (0, 16, 0),
    "revision": (1, 24, 0),
    "gigabytes": (4, 512, 0),
    "megabytes": (1, 2048, 0),
    "kilobytes": (4, 4096, 0),
    "terabytes": (1, 16, 0),
    "cpus": (1, 16, 0),
    "memory": (1, 64, 0),
    "replicas": (1, 8, 0),
    "ordinal": (1, 12, 0),
    "calories": (60, 900, 0),
    "nutrient": (0, 60, 1),
    "people": (1, 6, 0),
    "rooms": (1, 5, 0),
    "bitrate": (64, 320, 0),
    "frame_rate": (24, 60, 0),
    "pressure": (990, 1035, 0),
    "degrees": (0, 359, 0),
    "exchange_rate": (0.5, 1.6, 4),
    "salary": (28_000, 140_000, 0),
    "population": (2_000, 900_000, 0),
    "area": (18, 5_000, 1),
    "goals": (0, 5, 0),
    "zoom": (1, 18, 0),
    "dots": (72, 300, 0),
    "coordinate": (0, 400, 0),
    "heart_rate": (58, 165, 0),
    "body_height": (152, 196, 0),
    "body_weight": (48, 104, 1),
    "followers": (3, 4_800, 0),
    "wind_speed": (0, 40, 1),
    "change": (-4.8, 4.8, 2),
    "market": (10_000, 4_800_000, 0),
    "hours_per_day": (1, 8, 0),
    "vlan": (1, 4094, 0),
    "voltage": (110, 240, 0),
    "gpa": (2.0, 4.0, 1),
    "seed": (1, 2_147_483_647, 0),
    "bits": (8, 32, 0),
    "steps": (800, 14_000, 0),
}
"""The ranges of the providers ``number:NAME``: minimum, maximum, decimals. The bounds of a schema take precedence."""

DESCRIBED = by_cell(
    """
time:during             unix timestamp | unix time | epoch | seconds since | milliseconds since | timestamp
number:seconds          in seconds | number of seconds
number:millis           in milliseconds | in ms | number of milliseconds
number:minutes          in minutes | number of minutes
number:hours            in hours | number of hours
number:days             in days | number of days
number:bytes            in bytes | number of bytes
number:gigabytes        in gb | in gigabytes
number:megabytes        in mb | in megabytes
number:percent          percent | percentage
number:rpc_code         google rpc code
number:http_status      http status code | http status | http code
number:day              day of the month | day of a month | day of month
number:year             year
place:latitude          latitude
place:longitude         longitude
number:few              number of | count of | amount of
"""
)
"""By words of a description: the provider of numbers without known name; the first match wins."""

LIKELY = frozenset(
    cells(
        "enabled | active | verified | available | valid | visible | confirmed | has | approved | published | online | "
        "supported | public | readable"
    )
)
"""Words of booleans that are usually true."""
CERTAIN = frozenset({"success", "succeeded", "ok", "successful"})
"""Words of booleans that are true in every successful response."""
UNLIKELY = frozenset(
    cells(
        "deleted | archived | blocked | disabled | locked | hidden | suspended | expired | spam | failed | "
        "deprecated | test | sandbox | blacklisted | banned | removed | cancelled | canceled | error | revoked | "
        "muted | truncated | sold | fraud | closed | trial | dry | mock | "
        "obsolete | broken | quarantined | duplicate | overdue"
    )
)
"""Words of booleans that are usually false."""
