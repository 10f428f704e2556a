"""The kinds of objects by their names, and the providers of their properties, as tables."""

from __future__ import annotations

from contracts.generation.table_text import by_cell, rows

OWNERS = by_cell(
    """
pet                     pet | animal | dog | cat
product                 product | item | article | goods | catalog | catalogue
file                    *file | file | attachment | media | upload | document | blob
person                  *person | user | person | customer | author | owner | contact | employee | member | assignee |
                        reporter | sender | recipient | people | manager | agent | patient | student |
                        teacher | player | artist | actor | passenger | guest | driver | candidate | applicant |
                        attendee | participant | subscriber | collaborator | reviewer | staff | guardian |
                        beneficiary | tenant user | payer | payee | buyer | seller | caller | coach | doctor |
                        cardholder | creator | cast | crew | director
account                 account | wallet | subaccount
repository              repository | repo | fork | template repository
company                 company | organisation | organization | vendor | supplier | tenant | org | business |
                        store | shop | merchant | brand | supplier | carrier | airline | bank | employer | publisher |
                        manufacturer | insurer
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
address                 *address | address | location | shipping | billing | place
role                    role
error                   error | problem | fault | exception | warning | failure
quantity                quantity | qty | inventory | stock
certificate             certificate | cert
endpoint                endpoint | backend | listener | upstream | interface | nic
sports_team             club | franchise
league                  league | competition
hotel                   hotel | restaurant | venue | accommodation
airport                 airport | station
language                language
license                 license | licence
branch                  branch
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
person.person:name              name | display name | displayname
account.words:account_name      name | display name
repository.words:repository_name name
repository.words:repository_path full name | slug | path | path with namespace
repository.words:programming_language language
quantity.number:quantity amount | value
certificate.words:distinguished_name subject | issuer
endpoint.words:host            address | host
host.draw:public_ipv4          address
person.words:job_title         job | occupation
sports_team.words:sports_team   name | full name
league.words:league             name
hotel.company:name              name
airport.place:city              name
language.words:display_language name
language.words:language         code
license.words:license           name | key
branch.words:git_branch         name
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
country.words:country_code      code | iso
country.words:country_code3     iso code 3 | three letter code
currency.words:currency         code | id
currency.words:currency_name    name
currency.words:currency_symbol  symbol
city.place:city                 name
address.place:state             state
role.words:role                 name
error.words:error_code          code
error.words:error_message       message | detail | title | description | reason | text | details
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
"""By kind of object and name of a property: its provider; takes precedence over ``NAMES``."""
