"""The allowed values of ``x-faker``: providers of Python's faker, and names of faker.js as used with Prism.

Documents are untrusted, so only names in these tables are accepted and no other attribute of faker is accessible. The
tables omit providers that seed or modify faker, create files, return values that are not JSON, or depend on the clock;
the latter are replaced by providers with the fixed time range.
"""

from __future__ import annotations

from contracts.generation.table_text import by_cell
from contracts.wording import close_matches

FAKER = frozenset(
    """
aba address administrative_unit android_platform_token bank bank_country basic_phone_number bban boolean
bothify bs building_number catch_phrase chrome city city_prefix city_suffix color color_hsl color_name
color_rgb company company_suffix country country_calling_code country_code credit_card_number
credit_card_provider credit_card_security_code cryptocurrency_code cryptocurrency_name currency_code
currency_name currency_symbol current_country current_country_code dga doi domain_name domain_word ean ean13
ean8 ein emoji file_extension file_name file_path first_name first_name_female first_name_male
first_name_nonbinary free_email_domain hex_color hexify hostname http_method http_status_code iana_id iban
image_url internet_explorer ios_platform_token ipv4 ipv4_network_class ipv4_private ipv4_public ipv6 isbn10
isbn13 itin job job_female job_male language_code language_name last_name last_name_female last_name_male
last_name_nonbinary latitude lexify license_plate linux_platform_token linux_processor locale localized_ean13
localized_ean8 longitude mac_address mac_platform_token mac_processor md5 military_apo military_dpo
military_ship military_state mime_type msisdn name name_female name_male name_nonbinary nic_handle
null_boolean numerify opera paragraph passport_number password phone_number port_number postalcode
postalcode_plus4 postcode prefix prefix_female prefix_male prefix_nonbinary pricetag pybool pydecimal pyfloat
pyint pystr pystr_format random_digit random_digit_not_null random_int random_lowercase_letter random_number
random_uppercase_letter rgb_css_color ripe_id safari safe_color_name safe_domain_name safe_hex_color sbn9
secondary_address sentence sha1 sha256 slug state state_abbr street_address street_name street_suffix suffix
suffix_female suffix_male suffix_nonbinary swift swift11 swift8 text timezone tld unix_device unix_partition
upc_a upc_e uri uri_extension uri_page uri_path url uuid4 vin windows_platform_token word zipcode
zipcode_plus4
""".split()  # noqa: SIM905  # 200 quoted names, one per line, would be unreadable
)
"""Providers of faker without arguments that return a JSON scalar and do not depend on the clock."""

STAND_INS = by_cell(
    """
person:email            email | safe_email | ascii_email | ascii_safe_email | free_email | ascii_free_email
company:email           company_email | ascii_company_email
person:username         user_name
draw:ssn                ssn
words:weekday           day_of_week
words:user_agent        user_agent | firefox
time:during             date_time | date | iso8601 | past_datetime | past_date | date_time_this_year | date_this_year
time:due                future_date | future_datetime
draw:birth_date         date_of_birth
draw:time               time
draw:epoch              unix_time
number:year             year
words:month             month | month_name
draw:uuid               uuid1 | uuid7
words:comment           sentences
note:text               paragraphs | texts
words:tag               words
"""
)
"""Replacements of faker providers that depend on the clock in some locale, or return lists."""

JAVASCRIPT = by_cell(
    """
person:first_name       name.firstName | person.firstName
person:last_name        name.lastName | person.lastName
person:name             name.fullName | name.findName | person.fullName
words:job_title         name.jobTitle | name.title | person.jobTitle
person:salutation       name.prefix | person.prefix
person:gender           name.gender | person.gender | person.sex
words:comment           person.bio | lorem.sentence | lorem.lines | git.commitMessage | hacker.phrase
person:email            internet.email | internet.exampleEmail
person:username         internet.userName | internet.username | internet.displayName
person:avatar           internet.avatar | image.avatar
company:url             internet.url
company:domain          internet.domainName
faker:domain_word       internet.domainWord
draw:public_ipv4        internet.ip | internet.ipv4
draw:ipv6               internet.ipv6
draw:mac                internet.mac
number:port             internet.port
words:user_agent        internet.userAgent
draw:colour             internet.color | color.rgb
draw:password           internet.password
words:http_method       internet.httpMethod
number:http_status      internet.httpStatusCode
draw:jwt                internet.jwt
words:protocol          internet.protocol
draw:phone              phone.phoneNumber | phone.number
draw:account            finance.account | finance.accountNumber
place:city              address.city | address.cityName | location.city
place:street            address.streetAddress | location.streetAddress
faker:street_name       address.streetName | location.street
place:line2             address.secondaryAddress | location.secondaryAddress
place:postcode          address.zipCode | location.zipCode
place:state             address.state | location.state
faker:state_abbr        address.stateAbbr
words:country           address.country | location.country
words:country_code      address.countryCode | location.countryCode
number:latitude         address.latitude | location.latitude
number:longitude        address.longitude | location.longitude
words:timezone          address.timeZone | location.timeZone
company:name            company.companyName | company.name
faker:catch_phrase      company.catchPhrase
faker:bs                company.bs | company.buzzPhrase
product:name            commerce.productName | commerce.product
product:description     commerce.productDescription
number:price            commerce.price
product:category        commerce.department
words:colour            commerce.color | color.human
words:material          commerce.productMaterial
words:tag               lorem.word | random.word | string.alpha | word.noun
words:phrase            lorem.words | random.words | datatype.string | string.sample
words:slug              lorem.slug | git.branch
note:text               lorem.sentences | lorem.paragraph | lorem.paragraphs | lorem.text
draw:uuid               random.uuid | datatype.uuid | string.uuid
number:any              random.number | datatype.number | number.int
faker:boolean           random.boolean | datatype.boolean
draw:code               random.alphaNumeric | string.alphanumeric | airline.recordLocator
words:locale            random.locale
number:any_float        datatype.float | number.float
time:during             datatype.datetime | date.anytime | date.between
draw:hex                datatype.hexadecimal | string.hexadecimal
draw:ulid               string.ulid
draw:nanoid             string.nanoid
draw:digits             string.numeric
time:begun              date.past
time:changed            date.recent
time:due                date.future | date.soon
draw:birth_date         date.birthdate
words:month             date.month
words:weekday           date.weekday
draw:decimal            finance.amount
words:department        finance.accountName
faker:iban              finance.iban
faker:swift             finance.bic
draw:card               finance.creditCardNumber
words:currency          finance.currencyCode
words:currency_symbol   finance.currencySymbol
faker:currency_name     finance.currencyName
words:payment_method    finance.transactionType
company:image           image.url | image.imageUrl | image.image | image.dataUri
file:name               system.fileName | system.commonFileName
file:content_type       system.mimeType
file:extension          system.fileExt
file:path               system.filePath
words:folder            system.directoryPath
draw:version            system.semver
draw:sha1               git.commitSha
faker:vin               vehicle.vin
faker:license_plate     vehicle.vrm
words:brand             vehicle.manufacturer
pet:species             animal.type
pet:breed               animal.dog | animal.cat
pet:name                animal.petName
draw:object_id          database.mongodbObjectId
words:unit              science.unit
faker:first_name        name.middleName | person.middleName
faker:suffix            name.suffix | person.suffix
words:department        name.jobArea | person.jobArea | commerce.department
words:role              name.jobType | person.jobType
place:street            location.streetAddress
place:state             address.county | location.county
words:timezone          location.timeZone | address.timeZone | date.timeZone
faker:building_number   address.buildingNumber | location.buildingNumber
faker:street_suffix     address.streetSuffix
faker:city_prefix       address.cityPrefix
faker:city_suffix       address.citySuffix
words:country_code3     address.countryCodeAlpha3
draw:gps                address.nearbyGPSCoordinate | location.nearbyGPSCoordinate
words:continent         location.continent
words:display_language  location.language
faker:company_suffix    company.companySuffix | company.suffixes
faker:catch_phrase      company.catchPhraseDescriptor | company.buzzNoun
words:material          commerce.productAdjective
faker:isbn13            commerce.isbn
faker:ean13             commerce.upc
words:key_name          database.column
words:data_type         database.type
words:charset           database.collation
draw:wallet             finance.ethereumAddress | finance.bitcoinAddress | finance.litecoinAddress
faker:credit_card_security_code finance.creditCardCVV
words:card_brand        finance.creditCardIssuer
draw:routing            finance.routingNumber
words:comment           finance.transactionDescription | hacker.phrase
words:currency_number   finance.currencyNumericCode
words:git_branch        git.branch
draw:crc32              git.shortSha
words:comment           git.commitEntry
time:during             git.commitDate | time.recent | date.betweens
words:phrase            hacker.noun | hacker.adjective | company.bsNoun | music.songName | book.title
words:action            hacker.verb
words:algorithm         hacker.abbreviation
faker:emoji             internet.emoji
faker:tld               internet.domainSuffix
words:genre             music.genre | book.genre
person:name             book.author | music.artist
company:name            book.publisher | airline.airline
draw:imei               phone.imei
draw:phone              phone.phoneNumberFormat
company:image           random.image | image.avatarLegacy | image.urlLoremFlickr | image.urlPicsumPhotos
draw:hex                random.hexaDecimal
words:tag               random.alpha
file:extension          system.commonFileExt
words:file_format       system.fileType | system.commonFileType
words:cron              system.cron
words:device            vehicle.model | vehicle.vehicle
words:kind              vehicle.type
words:colour            vehicle.color | color.name
words:locale            random.locale
draw:digits             number.bigInt | datatype.bigInt | string.counter
draw:code               finance.pin | airline.flightNumber
"""
)
"""Providers by name in faker.js (releases 5 to 9)."""


def provider_named(name: str) -> str:
    """Return the provider for a name in ``x-faker``; ``""`` if it is unknown or not allowed."""
    if name in JAVASCRIPT:
        return JAVASCRIPT[name]
    if name in STAND_INS:
        return STAND_INS[name]
    return f"faker:{name}" if name in FAKER else ""


def similar_names(name: str) -> list[str]:
    """Return up to three known names that are similar to ``name``."""
    return close_matches(name, [*FAKER, *STAND_INS, *JAVASCRIPT], n=3, cutoff=0.6)
