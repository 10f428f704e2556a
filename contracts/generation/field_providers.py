"""Providers of values by the name of a property.

Each row of a table (:mod:`contracts.generation.table_text`) has a provider and the names that it applies to. Names are
compared as words, so ``firstName``, ``first_name`` and ``X-First-Name`` are equal. A name matches a property that ends
with its words; the longest match wins. A provider has the form ``kind:name``:

``person:``, ``file:``, ``incident:`` …   one field of a record, so that the fields of an object agree
``draw:``       computed from the seed (:mod:`contracts.generation.random_values`)
``words:``      a word list (:mod:`contracts.generation.language`)
``number:``     a range (:mod:`contracts.generation.format_providers`)
``time:``       a timestamp by its role (:mod:`contracts.generation.timestamps`)
``faker:``      a pool of values of a faker provider
"""

from __future__ import annotations

from contracts.generation.table_text import by_cell, rows

NAMES = by_cell(
    """
# people
person:first_name       first name | given name | forename | firstname
person:last_name        last name | family name | surname | lastname
faker:first_name        middle name
person:name             full name | display name | real name | cardholder name | fullname
person:name             author | assignee | reporter | reviewer | approver | opened by | contact | customer | owner |
                        manager | employee | organizer | organiser | requester | requested by | maintainer |
                        instructor | speaker | driver | seller | buyer | recipient | sender
staff:name              created by | updated by | modified by | assigned to | uploaded by | closed by | resolved by |
                        reviewed by | approved by | handled by | edited by | changed by
person:email            email | e mail | mail | email address | mail address | contact email
person:username         user name | username | login | handle | nickname | nick | screen name
person:initials         initials
person:avatar           avatar | avatar url | avatar uri | profile picture | profile image | profile image url
draw:phone              phone | phone number | mobile | mobile number | telephone | tel | fax | cell | msisdn |
                        phone no
words:job_title         job title | occupation | profession | position title
person:salutation       salutation | honorific
person:gender           gender | sex
draw:birth_date         birth date | date of birth | dob | birthday | birthdate | born
words:role              role | user role
words:bio               bio | about | about me | biography
# places
place:street            street | street address | address line | address line 1 | address 1 | line 1 | line1 |
                        address1 | street name | address
place:line2             address line 2 | address 2 | line 2 | line2 | address2
place:city              city | town | locality
place:state             county | province | state province | address state | administrative area
place:postcode          zip | zip code | zipcode | postal code | postcode | post code
place:country           country | country name
place:country_code      country code | country iso | iso country | country iso code
place:latitude          latitude | lat
place:longitude         longitude | lng | lon | long
place:timezone          time zone | timezone | tz
place:city              location | venue | site | office
faker:building_number   building
draw:room               room | room number
words:region            region | aws region
# organisations
company:name            company | company name | organisation | organization | organisation name | organization name |
                        employer | vendor | supplier | manufacturer | publisher |
                        tenant name | business name |
                        customer company | org | org name
faker:catch_phrase      catch phrase | slogan | tagline | motto
words:cost_center       cost center | cost centre
words:contract          contract | contract number
words:batch             batch | batch number
words:department        department | department name | division
words:team              team | team name | group name | squad | queue name
words:project           project | project name
words:brand             brand
# the web
company:url             url | uri | link | href | website | web site | homepage | home page | html url | web url |
                        self
company:hook            callback url | webhook url | redirect uri | redirect url | notify url | webhook
company:image           image | image url | photo | photo url | picture | picture url | thumbnail | thumbnail url |
                        logo | logo url | cover | icon url | photo urls | image urls
company:domain          domain | domain name | fqdn
words:host              hostname | host | host name | server | server name | machine | computer name | node
words:service           service | service name | application | app name | component
draw:public_ipv4        ip | ip address | ipv4 | ip v4 | client ip | remote ip | source ip | ip addr
draw:ipv4               private ip | internal ip
draw:ipv6               ipv6 | ip v6
draw:cidr               cidr | subnet | network
draw:mac                mac | mac address
words:user_agent        user agent
words:browser           browser
words:platform          platform | operating system | os
words:device            device | device name | device model
words:protocol          protocol
words:http_method       method | http method
words:relative_url      path | route
words:cursor            cursor | next cursor | page token | next page token | continuation token
draw:etag               etag
# files
file:name               file name | filename | original name | original filename | original file name |
                        attachment name
file:content_type       content type | mime type | media type | mime | mimetype
file:path               file path | filepath
file:url                file url | download url | file uri | content url | attachment url
file:key                object key | storage key | s3 key
file:extension          extension | file extension | file type
words:folder            folder | directory | folder name
words:storage_class     storage class
file:size               file size | size in bytes | size bytes | content length | bytes
# identifiers and secrets
draw:uuid               uuid | guid | correlation id | request id | trace id
draw:ulid               ulid
draw:sha256             sha256 | sha 256 | sha256 hash | checksum | digest | file hash | hash
draw:sha1               sha1 | sha 1 | commit | commit sha | commit hash | sha
draw:sha512             sha512 | sha 512
draw:md5                md5 | md 5 | md5 hash
draw:password           password | passphrase
draw:token              token | api key | access token | refresh token | secret | client secret | api token |
                        session id | session key
draw:jwt                jwt | id token
draw:sku                sku | article number | part number | item number | product code
draw:order_number       order number | order no
draw:invoice_number     invoice number | invoice no
draw:case_number        case number | ticket number | incident number | short id
draw:reference          reference | reference number | ref | external reference | external id | tracking number |
                        confirmation number
draw:code               code | coupon | voucher | coupon code | promo code
draw:account            account number | customer number | account no
faker:iban              iban
faker:swift             bic | swift | swift code
draw:card               credit card | card number | credit card number
words:card_brand        card brand | card type
faker:isbn13            isbn | isbn 13
faker:ean13             ean | gtin | barcode
draw:ssn                ssn | social security number
faker:license_plate     license plate | licence plate | number plate
faker:vin               vin
words:slug              slug | permalink
draw:version            version | release | app version | semver
draw:uuid               id | identifier
# money and trade
words:currency          currency | currency code
words:currency_symbol   currency symbol
number:price            price | unit price | list price | sale price
money:subtotal          subtotal | sub total | net | net amount | net total
money:tax               tax | vat | tax amount | vat amount
money:total             total | grand total | total amount | total price | gross | amount due
number:amount           amount | balance | cost | sum | fee | revenue |
                        budget
number:rate             tax rate | vat rate | interest rate | discount rate
number:small_amount     discount | shipping cost | tip
number:quantity         quantity | qty
number:stock            stock | inventory | in stock
words:payment_method    payment method | payment type
words:carrier           carrier | shipper
words:unit              unit | unit of measure
words:material          material
words:genre             genre
product:name            product | product name | item name
pet:breed               breed
pet:species             species | animal
# measures
number:age              age
number:rating           rating | stars | review score
number:percent          percent | percentage | progress | ratio percent | completion
number:fraction         probability | confidence | ratio | similarity
number:score            score | points | risk score
number:count            count | number of items | total count | item count | views | likes | visits | hits | num
number:page             page | page number
number:pages            pages | page count | number of pages
number:limit            page size | per page | limit | page limit
number:offset           offset | start index
number:port             port
number:year             year
number:seconds          duration | duration seconds | elapsed | timeout | ttl | seconds | expires in | retry after
number:millis           duration ms | latency | millis | milliseconds | ms
number:minutes          minutes
number:hours            hours
number:days             days
number:pixels           width | height | pixels
number:weight           weight | mass
number:length           length | depth | distance
number:temperature      temperature
number:altitude         altitude | elevation
number:speed            speed
number:bytes            size
number:position         position | order | index | rank | sequence | sort order | line number | row
number:level            level
number:http_status      http status | status code
number:attempts         attempts | retries | retry count
# texts and words
note:title              title | subject | headline | topic
note:text               description | details | body | text | content | long description
note:text               summary | short description | abstract | excerpt
words:comment           comment | comments | note | notes | remark | remarks | message | feedback | reply | review |
                        answer | finding | findings | result | outcome | observation | diagnosis | conclusion
words:reason            reason | cause | justification
words:error_message     error message | error description
words:error_code        error code
words:name              name
words:tag               tag | tag name | label | keyword | topic name | labels | tags | keywords
words:category          category | category name | section
words:status            status
words:state_word        state
words:priority          priority
words:severity          severity | urgency | impact
words:visibility        visibility | access level
words:type              type | classification
words:kind              kind
words:plan              plan | tier | subscription
words:environment       environment | env | stage
words:scope             scope | permission | scopes | permissions
words:event_type        event | event type | event name
words:action            action | activity
words:channel           channel
words:source            source | origin
words:log_level         log level
words:algorithm         algorithm
words:sort              sort | sort by | order by
words:query_text        query | search | filter | q
words:command           command
words:colour            colour | color
draw:colour             hex colour | hex color | background color | text color | colour code | color code | color hex
words:language          language | lang | language code
words:locale            locale | culture
words:weekday           weekday | day of week
words:month             month
words:size_name         size name | clothing size
words:key_name          metadata key | key name
"""
)
"""By name of a property: its provider."""

OWNERS = by_cell(
    """
pet                     pet | animal | dog | cat
product                 product | item | article | goods | catalog | catalogue
file                    file | attachment | media | upload | document | blob | asset
person                  user | person | customer | author | owner | contact | employee | member | assignee |
                        reporter | account | sender | recipient | people | manager | agent | patient | student |
                        teacher
company                 company | organisation | organization | vendor | supplier | tenant | org | business |
                        store | shop | merchant
incident                case | incident | ticket | issue | alert | alarm | outage
team                    team | group | squad
department              department | division
project                 project
category                category
tag                     tag | label
service                 service | component | application | app
host                    host | machine | node | instance
device                  device
country                 country
currency                currency
city                    city
address                 address | location | shipping | billing | place
role                    role
error                   error | problem | fault
work                    task | todo | note | article | post | page | document | event | meeting
comment                 comment | message | reply
book                    book | novel | publication
"""
)
"""By name of an object: its kind."""

OWNED: dict[tuple[str, str], str] = {
    (key.partition(".")[0], name): key.partition(".")[2]
    for key, names in rows(
        """
pet.pet:name                    name
pet.pet:species                 type | category | category name | species | pet type
pet.words:pet_tag               tag | tags | tag name
pet.pet:photo                   photo urls | photo url | image | photo
product.product:name            name | title
product.product:description     description | summary
product.product:category        category | category name
product.product:price           price
product.words:product_tag       tag | tags
file.file:name                  name | filename | title
file.file:url                   url | uri | link | href
file.file:key                   key
file.file:path                  path
file.file:size                  size | length
file.file:folder                folder | directory
file.file:extension             extension | ext | format
file.draw:sha256                hash | checksum
person.person:name              name
person.words:job_title          title | position
company.company:name            name
company.company:email           email | mail
incident.incident:title         title | subject | name | headline
incident.incident:description   description | details | body | text | content | message
incident.incident:summary       summary | short description | abstract
incident.incident:category      category | classification
incident.incident:resolution    resolution | solution
team.words:team                 name
department.words:department     name
project.words:project           name | title
category.words:category         name
tag.words:tag                   name | title | value
service.words:service           name
host.words:host                 name
device.words:device             name
country.words:country           name
country.words:country_code      code
currency.words:currency         code
city.place:city                 name
address.place:state             state
role.words:role                 name
error.words:error_code          code
error.words:error_message       message | detail | title
work.note:title                 title | name | subject
work.note:text                  description | text | body | content
book.book:title                 title | name
book.book:summary               summary | description | abstract
book.book:genre                 genre | category
comment.words:comment           body | text | content | value
"""
    )
    for name in names
}
"""By kind of object and name of a property: its provider; takes precedence over :data:`NAMES`."""
