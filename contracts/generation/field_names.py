"""The providers of values by the name of a property, as a table.

Each row of a table (:mod:`contracts.generation.table_text`) has a provider and the names that it applies to. Names are
compared as words, so ``firstName``, ``first_name`` and ``X-First-Name`` are equal. A name matches a property that ends
with its words, or is equal to them if they follow ``=``; the longest match wins. A provider has the form ``kind:name``:

``person:``, ``file:``, ``incident:`` …   one field of a record, so that the fields of an object agree
``draw:``       computed from the seed (:mod:`contracts.generation.random_values`)
``words:``      a word list (:mod:`contracts.generation.language`)
``number:``     a range (:mod:`contracts.generation.format_providers`)
``time:``       a timestamp by its role (:mod:`contracts.generation.timestamps`)
``faker:``      a pool of values of a faker provider
"""

from __future__ import annotations

from contracts.generation.table_text import by_cell

NAMES = by_cell(
    """
# people
person:first_name       first name | given name | forename | firstname | fname | vorname | prenom | nombres |
                        primeiro nome | voornaam
person:last_name        last name | family name | surname | lastname | lname | nachname | nom de famille | apellido |
                        apellidos | sobrenome | cognome | achternaam
faker:first_name        middle name
person:name             full name | real name | cardholder name | fullname | name on card | account holder |
                        account holder name | contact name | contact person
person:name             creator | author | assignee | reporter | reviewer | approver | opened by | contact |
                        customer | owner |
                        manager | employee | organizer | organiser | requester | requested by | maintainer |
                        instructor | speaker | driver | seller | buyer | recipient | sender
staff:name              created by | updated by | modified by | assigned to | uploaded by | closed by | resolved by |
                        reviewed by | approved by | handled by | edited by | changed by
person:email            email | e mail | mail | email address | mail address | contact email | emailaddress |
                        correo | correo electronico | courriel | reply to | from email | to email | mailto
person:username         =user | twitter | instagram | facebook | github | user name | username | login | handle |
                        nickname | nick | screen name | login name |
                        user login | benutzername | screenname
person:initials         initials
person:avatar           avatar | avatar url | avatar uri | profile picture | profile image | profile image url
draw:phone              phone | phone number | mobile | mobile number | telephone | tel | fax | cell | msisdn |
                        phone no | fax number | telephone number | fax no | mobile no | cell phone | mobile phone |
                        contact number | telefon | telefono | telefone | phonenumber | faxnumber | handynummer |
                        caller id | whatsapp | landline | telephone no | tel no | fax phone
words:job_title         job title | occupation | profession | position title
person:salutation       salutation | honorific
person:gender           gender | sex
draw:birth_date         birth date | date of birth | dob | birthday | birthdate | born
words:role              role | user role
words:bio               bio | about | about me | biography
# places
place:street            street | street address | address line | address line 1 | address 1 | line 1 | line1 |
                        address1 | street name | address | strasse | calle | rue | via | rua | straat | direccion |
                        adresse | endereco | indirizzo | address line1 | street 1 | street1 | addr1 | addr
place:line2             address line 2 | address 2 | line 2 | line2 | address2 | address line2 | street 2 | addr2
place:city              city | town | locality | city name | ciudad | ville | cidade | stadt | citta | woonplaats |
                        municipality | suburb | post town
place:state             county | province | state province | address state | administrative area | state name |
                        bundesland | provincia | provincie | federal state
place:postcode          zip | zip code | zipcode | postal code | postcode | post code | postalcode | plz |
                        postleitzahl | codigo postal | code postal | cep | zip postal code | pin code | pincode |
                        postal | eircode
faker:state_abbr        region code | state code | state abbreviation | state abbr | province code
place:country           country | country name | pais | pays | nation
place:country_code      country code | country iso | iso country | country iso code | countrycode | iso2 |
                        alpha 2 | alpha2 | alpha 2 code | alpha2 code | iso alpha2 | cca2 | iso 3166 1 alpha 2
words:country_code3     alpha 3 | alpha3 | alpha 3 code | alpha3 code | iso3 | cca3 | country code 3 | country code3 |
                        iso alpha3 | country iso3 | iso 3166 1 alpha 3
words:continent_code    continent code
words:iata              iata | iata code | airport code | airport iata | origin airport | destination airport
words:icao              icao | icao code
words:nationality       nationality | citizenship
words:continent         continent | continent name
draw:gps                coordinates | lat lng | lat long | latlng | latlong | geo coordinates | gps | geo location |
                        geolocation | geo point | ll
place:latitude          latitude | lat
place:longitude         longitude | lng | lon
place:timezone          timezone code | timezone iana | iana timezone | time zone | timezone | tz | time zone id |
                        timezone id |
                        timezone name | time zone name | olson
words:utc_offset        utc offset | gmt offset | timezone offset | time zone offset
words:timezone_short    timezone abbreviation | time zone abbreviation | timezone short
place:city              =location | venue | site | office | location name | current location | home location |
                        job location | office location | pickup location | dropoff location | birth place |
                        place of birth
faker:building_number   building
draw:room               room | room number
words:region            region | aws region | region name | data center | datacenter | data centre
words:availability_zone availability zone | az | zone
# organisations
company:name            company | company name | organisation | organization | organisation name | organization name |
                        firma | empresa | entreprise | azienda | bedrijf | legal name | merchant name |
                        vendor name | supplier name | carrier name | account company |
                        employer | vendor | supplier | manufacturer | publisher |
                        tenant name | business name |
                        customer company | org | org name
faker:catch_phrase      catch phrase | slogan | tagline | motto
words:cost_center       cost center | cost centre
words:contract          contract | contract number
words:batch             batch | batch number
words:department        department | department name | =division
words:team              =team | team name | group name | squad | queue name
words:project           project | project name
words:brand             make | vehicle make | car make | brand | brand name | provider | provider name
words:industry          industry | business sector | sector
words:employment_type   employment type | job type
words:account_name      account name
words:repository_name   repository name | repo name | repository | repo
words:repository_path   repository full name | repo full name | repo slug | full repo name
words:programming_language programming language
words:git_branch        branch | branch name | default branch | base branch | head branch
words:git_ref           git ref | git reference
words:license           license | licence | license name | spdx id | license id
words:ticker            ticker | ticker symbol | stock symbol | symbol
words:cuisine           cuisine | cuisine type
words:district          district | ward | sublocality | neighborhood | neighbourhood | bairro | borough | quarter name
words:compass           wind dir | compass | cardinal direction | compass direction
words:model             model | model name
words:utm               utm source | utm medium | utm campaign
words:sport             sport | sport name
words:sports_team       home team | away team | home team name | away team name | opponent
words:league            league | league name
# the web
company:url             uris | urls | endpoint | permalink | api endpoint | issuer | profile url | url | uri | link |
                        href |
                        website | web site | homepage | home page | html url | web url |
                        self | permalink url | blog | web page | webpage | weblink | hyperlink
draw:page_url           =next | =prev | =previous | =first | =last | next link | next page url | previous page url |
                        first page url | last page url | next url |
                        prev url | previous url | next page link | previous link | prev link | next href
company:hook            callback url | webhook url | redirect uri | redirect url | notify url | webhook | callback uri
company:image           =png | =svg | =jpg | =gif | =webp | image | image url | photo | photo url | picture |
                        picture url | thumbnail | thumbnail url |
                        logo | logo url | cover | icon url | photo urls | image urls | icon uri | img | img url |
                        logo uri | image uri | poster | poster url | banner | banner url | cover url | cover image |
                        image link | preview url | favicon | icon | thumb | thumb url | image src
company:domain          domain | domain name | fqdn | dns name | host domain
words:host              hostname | host | host name | server | server name | machine | computer name | node
words:service           =service | service name | microservice | application | app name | component
draw:public_ipv4        ip | ip address | ipv4 | ip v4 | client ip | remote ip | source ip | ip addr | ipaddress |
                        ipv4 address | public ip | public ip address | remote address | remote addr
draw:ipv4               private ip | internal ip | private ip address | gateway | gateway ip | dns server |
                        nameserver | name server
words:subnet_mask       subnet mask | netmask | network mask
draw:ipv6               ipv6 | ip v6 | ipv6 address
draw:cidr               cidr | subnet | network | cidr block | address prefix | ip range | address space | subnet cidr
draw:mac                mac | mac address
words:user_agent        user agent
words:browser           browser
words:platform          platform | operating system | os
words:device            device | device name | device model
words:os_arch           architecture | cpu architecture | arch
words:bucket            bucket | bucket name | s3 bucket
words:duration          interval | period | timespan | time span | retention period | time grain | time window |
                        aggregation period | window size
words:frequency         frequency | recurrence | billing cycle | billing period | billing frequency | granularity |
                        payment frequency
words:jwt_alg           alg | signing alg | jwt alg | signature alg
words:sql               sql | sql query | query text | sql statement | select statement
words:query_string      query string
words:expression        formula | expression | filter expression
words:regex             pattern | regex | regular expression | regexp
words:html              html | embed code | embed html | html content | html body | iframe
words:public_key        public key | ssh key | ssh public key | public ssh key
words:certificate       certificate | cert | private key | certificate pem | pem | certificate chain | ca certificate
draw:base64             encryption key | initialization vector | vector | cipher text | ciphertext
words:collation         collation
words:cron              cron | cron expression | crontab | schedule expression
words:charset           encoding | charset | character set | character encoding
words:content_encoding  content encoding
words:api_version       api version
words:protocol          protocol
words:http_method       =method | http method | request method | http verb | verb
words:url_path          path | route | url path | uri path | endpoint path | base path | path name | pathname
words:cursor            cursor | next cursor | page token | next page token | continuation token | next marker |
                        marker | scroll id | start cursor | end cursor | next page key
draw:etag               etag | e tag | entity tag
# files
file:name               =file | file name | filename | original name | original filename | original file name |
                        attachment name
file:content_type       content type | mime type | media type | mime | mimetype
file:path               file path | filepath | disk path | local path | full path
words:virtual_path      working dir | =dir | share path | mount path | folder path | directory path | root path |
                        working directory |
                        home directory | storage path | container path | mount point
file:url                file url | download url | file uri | content url | attachment url | download uri |
                        download link | document url | report url
words:file_format       =format | file format | output format | export format
words:file_mode         file mode
file:key                object key | storage key | s3 key
file:extension          extension | file extension | file type
words:folder            folder | directory | folder name
words:storage_class     storage class
file:size               file size | size in bytes | size bytes | content length | bytes
# identifiers and secrets
draw:uuid               uuid | guid | correlation id | request id | trace id
draw:ulid               ulid
draw:sha256             sha256 | sha 256 | sha256 hash | checksum | digest | file hash | hash
draw:sha1               sha1 | sha 1 | commit | commit sha | commit hash | sha | fingerprint | thumbprint | commit id |
                        git sha | tree sha | head sha | base sha
draw:crc32              crc32 | crc | crc 32
draw:base64             signature | base64 | digest value
draw:hex                nonce | salt
draw:tx_hash            transaction hash | tx hash | block hash | txid | tx id
draw:wallet             wallet address | deposit address | contract address | token address | wallet |
                        blockchain address | crypto address
own:arn                 arn
draw:sha512             sha512 | sha 512
draw:md5                md5 | md 5 | md5 hash
draw:password           password | passphrase
draw:token              token | api key | access token | refresh token | secret | client secret | api token |
                        session id | session key | primary key | secondary key | shared key | access key |
                        secret key | authorization token | auth token | bearer token | refreshtoken | accesstoken |
                        subscription key | license key | next token
draw:jwt                jwt | id token
draw:sku                sku | article number | part number | item number | product code | sku code | sku id | mpn |
                        model number | stock keeping unit
draw:serial             serial number | serial | serial no | device serial
draw:imei               imei
draw:vat                vat reg | vat reg no | vat id | vat number | vat no | vat registration number | ust id
draw:tax_id             tax id | ein | tax number | tin | fiscal code
draw:cnpj               cnpj
draw:cpf                cpf
draw:asin               asin
draw:issn               issn
draw:orcid              orcid | orcid id
faker:doi               doi
draw:order_number       order number | order no
draw:invoice_number     invoice number | invoice no
draw:case_number        case number | ticket number | incident number | short id
draw:reference          reference | reference number | ref | external reference | external id | tracking number |
                        confirmation number
draw:code               code | coupon | voucher | coupon code | promo code
draw:digits             =number | sequence number | mcc | uprn
draw:reference          registration number | voucher number | ticket no | policy number | certificate number |
                        claim number | booking number | booking reference | document number | licence number
words:notice            disclaimer | terms and conditions | copyright | legal notice | terms | copyright notice
draw:account            =account | account number | customer number | account no
faker:iban              iban
faker:swift             bic | swift | swift code
draw:card               card number range start | card number range end | credit card | card number | credit card number
words:card_brand        card brand | card type
faker:isbn13            isbn | isbn 13 | isbn13
faker:isbn10            isbn 10 | isbn10
faker:ean13             ean | gtin | barcode | ean13 | ean 13 | gtin13 | gtin 13 | bar code
faker:ean8              ean8 | ean 8 | gtin8
faker:upc_a             upc | upc a | upc code | upca | upc 12 | gtin12
draw:routing            routing number | aba | sort code | bank code | aba number
draw:ssn                ssn | social security number
faker:license_plate     license plate | licence plate | number plate
faker:vin               vin
words:slug              slug | url key | =alias
draw:version            version | release | app version | semver | version number | firmware | software version |
                        release version | build version
draw:uuid               id | identifier | =uid | udid | userid | accountid | orderid | productid | customerid | itemid |
                        groupid | projectid | siteid | deviceid | companyid | sessionuid
# money and trade
words:currency          currency | currency code | currencycode | currency iso | currency iso code | moneda | devise |
                        waehrung | moeda | base currency | quote currency | iso currency code
words:currency_name     currency name
words:currency_symbol   currency symbol
number:price            price | unit price | list price | sale price | preis | precio | prix | preco | prezzo | prijs |
                        retail price | msrp | net price | gross price | price per unit
money:subtotal          subtotal | sub total | net | net amount | net total
money:tax               tax | vat | tax amount | vat amount
money:total             total | grand total | total amount | total price | gross | amount due
number:amount           amount | balance | cost | sum | fee | revenue |
                        budget | betrag | importe | montant | valor | importo | bedrag | total cost | payment amount |
                        price total | earnings | profit | credit | debit | turnover | spend
number:rate             tax rate | vat rate | interest rate | discount rate | rate
number:exchange_rate    exchange rate | conversion rate | fx rate
number:salary           salary | income | annual salary | base salary | annual income
number:small_amount     discount | shipping cost | tip
number:quantity         quantity | qty | menge | anzahl | cantidad | quantite | quantidade | aantal
number:stock            stock | inventory | in stock
words:payment_method    payment method | payment type | payment method type
words:carrier           carrier | shipper | courier | shipping carrier
words:shipping_method   shipping method | shipping type | delivery method | freight type | delivery type
words:shipping_time     shipping estimate | delivery estimate | delivery time | shipping time | lead time
words:condition         item condition | product condition
words:unit              unit | unit of measure
words:material          material
words:genre             genre
product:name            product | product name | item name
pet:breed               breed
pet:species             species | animal
# measures
number:age              age | alter | edad
number:rating           rating | stars | review score | average rating | rating average | star rating
number:percent          percent | percentage | progress | ratio percent | completion | pct | percent complete |
                        humidity | cloud cover | cloudiness | battery | battery level | utilization | cpu usage |
                        usage percent | percent daily needs | discount percent | percent of daily needs
number:fraction         probability | confidence | ratio | similarity | opacity | confidence score | accuracy |
                        precision | recall | percentile fraction
number:score            score | points | risk score
number:count            count | number of items | total count | item count | views | likes | visits | hits | num
number:page             page | page number
number:pages            pages | page count | number of pages
number:limit            page size | per page | limit | page limit
number:offset           offset | start index
number:port             port | port number | source port | destination port | http port | local port | remote port
number:year             year | jahr | annee | ano | anno | model year | start year | end year | year start | year end |
                        year built | release year | from year | to year | year from | year to | publication year |
                        year published | year of publication | fiscal year | year of manufacture | jaar | founded year |
                        year founded | school year | tax year | season year | year of construction
number:birth_year       birth year | year of birth
number:future_year      exp year | expiry year | expiration year | expire year | expiration date year
number:seconds          duration | duration seconds | elapsed | timeout | ttl | seconds | expires in | retry after |
                        elapsed time | max age | lease duration | session duration | runtime seconds
number:millis           duration ms | latency | millis | milliseconds | ms
number:minutes          minutes
number:hours            hours
number:days             days
number:pixels           width | height | pixels
number:weight           weight | mass
number:length           length | depth | distance
number:temperature      temperature | temp | feels like | temp min | temp max | dew point
number:pressure         pressure | sea level pressure
words:weather           weather | weather description | weather condition
number:altitude         altitude | elevation
number:speed            speed
number:bytes            size
number:position         position | order | index | rank | sequence | sort order | line number | row
number:level            level
number:http_status      http status | status code
number:attempts         attempts | retries | retry count
# texts and words
words:time_ago          time ago | relative time | age text
note:title              title | =subject | email subject | mail subject | message subject | headline | caption |
                        subtitle | sub title | titel | titulo | titre |
                        short title | titolo
note:text               description | details | body | text | content | long description | beschreibung | descripcion |
                        descricao | descrizione | omschrijving | desc | message body | body text
note:text               snippet | summary | short description | abstract | excerpt | synopsis | overview
words:instruction       instruction | instructions | recommended action | corrective action | remediation | next steps |
                        recommendation
words:question          question | question text
words:result_message    result message | status message | response message | success message | status text |
                        status description | return message
words:comment           memo | detail | additional info | comment | comments | note | notes | remark | remarks |
                        message | feedback | reply | review |
                        answer | finding | findings | result | outcome | observation | diagnosis | conclusion
words:reason            reason | cause | justification
words:error_message     error message | error description | error text | error detail | error details | error reason |
                        exception message | error | exception | failure reason | failure message
words:error_code        error code
words:name              name
words:tag               topic | word | term | tag | tag name | label | keyword | topic name | labels | tags | keywords
words:category          category | category name | section
words:status            status
words:state_word        state
words:priority          priority
words:severity          severity | urgency | impact
words:visibility        visibility | access level
words:type              subtype | sub type | type | classification
words:kind              kind
words:plan              plan | tier | subscription plan | subscription tier | plan type
words:environment       environment | env | stage
words:scope             =scope | oauth scope | token scope | api scope | permission | scopes | permissions
words:event_type        =event | =event type | =event name | webhook event
words:action            =action | =activity | action taken
words:channel           =channel | contact channel | communication channel
words:source            =source | =origin | lead source | traffic source
words:log_level         log level
words:algorithm         algorithm
words:sort              sort | sort by | order by
words:query_text        query | search | filter | q
words:command           command
words:colour            colour | color
draw:colour             hex colour | hex color | background color | text color | colour code | color code | color hex
words:language          language | lang | language code | idioma | sprache | langue | source language |
                        target language | languagecode | iso 639 1 | language iso
words:language_code3    iso 639 2 | iso 639 3 | iso639 2 | iso639 3 | language code 3
words:display_language  language name | spoken language | english name of language
words:locale            locale | culture | language tag | locale code
words:weekday           weekday | day of week | day name | week day | day
words:month             month | month name
words:month_short       month abbreviation | month short | short month
words:opening_hours     mon | tue | wed | thu | fri | sat | sun | monday | tuesday | wednesday | thursday | friday |
                        saturday | sunday | opening hours | business hours
words:quarter           quarter | fiscal quarter
words:season            season
words:direction         direction
words:difficulty        difficulty | difficulty level
words:mood              sentiment | sentiment label | mood
words:marital_status    marital status | civil status
words:blood_type        blood type | blood group
words:font_family       font family | font | font name
words:resolution        screen resolution | video resolution | image resolution | screen size | display resolution
words:aspect_ratio      aspect ratio
words:video_codec       video codec
words:audio_codec       audio codec
words:data_type         data type
words:operation         operation | operation name
words:dial_code         dial code | dialing code | calling code | phone country code | phone code | dialling code
words:size_name         size name | clothing size
time:during             =time | date | datetime | timestamp | date time | fecha | datum | time stamp | tarih | time utc
time:begun              date created | date added | create date | created date | creation date | date joined |
                        date opened | date posted | date published | fecha inicio | date debut
time:ended              date closed | date completed | date ended | fecha fin | date fin
time:changed            updated utc | last login | last seen | last activity | last access | last visit | last used |
                        last modified |
                        last updated | last run | last sync | last active | login time | date updated | date modified |
                        last changed | last accessed | last connected | last checked | last contact | last edited |
                        last logon | last log in | last signin | last sign in | last login date | last synced
time:due                expiration | valid till | =until | date due | valid to | valid until | best before
words:key_name          metadata key | =key name
"""
)
"""By name of a property: its provider."""
