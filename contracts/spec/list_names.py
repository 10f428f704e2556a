"""Names of query parameters, envelope properties and headers of lists, in lower case without separators."""

from __future__ import annotations

import re

_SEPARATORS = re.compile(r"[^a-z0-9]+")


def plain(name: str) -> str:
    """Return a name in lower case without separators: ``pagesize`` for ``page[size]``, ``page_size``, ``$pageSize``."""
    return _SEPARATORS.sub("", name.lower())


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# ---------------------------------------------------------------------- query parameters

SIZES = _names(
    """limit perpage pagesize pagelimit maxresults resultsperpage itemsperpage recordsperpage maxitems maxkeys
    maxpagesize maxrecords numresults pagelength maxperpage limitperpage pageperpage pagemax"""
)
SHORT_SIZES = _names("size top first count take num rows")
"""Names of page sizes that also have other meanings."""

PAGES = _names("page p pagenumber pageno pagenum currentpage pageindex pageid pagepage")
OFFSETS = _names("offset skip startindex startat pageoffset pageskip")
SHORT_OFFSETS = _names("start from")
"""Names of offsets if the parameter is an integer."""

CURSORS = _names(
    """cursor pagetoken nexttoken nextpagetoken continue continuationtoken continuation paginationtoken nextcursor
    pagecursor bookmark pagebookmark scroll scrollid pagingtoken resumptiontoken startkey exclusivestartkey skiptoken
    aftercursor startcursor anchor lastevaluatedkey cursorafter nextpagecursor"""
)
AFTER = _names("after pageafter startafter marker startingafter sinceid afterid lastid")
BEFORE = _names("before pagebefore endbefore beforecursor endingbefore beforeid cursorbefore prevcursor previouscursor")
ID_CURSORS = _names("startingafter endingbefore sinceid afterid beforeid lastid startafter")
"""Cursors that are the id of an item."""

SEARCHES = _names(
    "q query search searchterm searchtext searchquery searchstring keyword keywords term text fulltext searchfor"
)
SORTS = _names("sort sortby orderby ordering sortfield sortcolumn sortkey sorting order sorts orderfield")
DIRECTIONS = _names("order direction dir sortorder sortdir sortdirection orderdirection orderdir sorttype")
ASCENDING = _names("asc ascending ascend up")
DESCENDING = _names("desc descending descend down")
NEWEST = _names("newest recent latest newestfirst mostrecent")
OLDEST = _names("oldest oldestfirst")
NOT_FILTERS = _names(
    "fields field select include includes expand embed format apiversion projection exclude view pretty callback"
)
"""Parameters that change the representation of items."""

COMPARISONS = {
    "gte": "ge", "gt": "gt", "lte": "le", "lt": "lt", "ge": "ge", "le": "le", "min": "ge", "max": "le",
    "minimum": "ge", "maximum": "le", "after": "gt", "before": "lt", "since": "ge", "until": "le", "from": "ge",
    "to": "le", "ne": "ne", "neq": "ne", "not": "ne", "eq": "eq", "in": "eq", "contains": "contains",
    "icontains": "contains", "like": "contains", "ilike": "contains", "startswith": "prefix", "prefix": "prefix",
}  # fmt: skip
"""Comparisons by the first or last word of a parameter's name, as in ``min_price`` and ``created_after``."""

LONE_BOUNDS = {
    "since": "ge", "until": "le", "from": "ge", "to": "le", "after": "gt", "before": "lt", "startdate": "ge",
    "enddate": "le", "starttime": "ge", "endtime": "le", "datefrom": "ge", "dateto": "le", "fromdate": "ge",
    "todate": "le", "start": "ge", "end": "le", "begin": "ge",
}  # fmt: skip
"""Comparisons by the whole name of a parameter with a date: they apply to the timestamp of the items."""

TIME_ENDINGS = ("at", "on", "date", "time", "timestamp", "datetime")
"""Ends of the names of timestamps: ``created`` stands for ``created_at``."""

CREATED = _names(
    "created createdat createdon createddate createdtime creationdate creationtime datecreated timecreated"
)
UPDATED = _names("updated updatedat updatedon updateddate modified modifiedat lastmodified dateupdated lastupdated")

# ---------------------------------------------------------------------- envelopes and headers

CONTAINERS = _names(
    """meta metadata pagination page paging links pageinfo pageable cursors cursor info paginator pager summary
    responsemetadata listmeta listinfo resultset resultinfo pagemeta pagedetails pagemetadata paginationinfo
    pageinformation paginationmeta navigation responseinfo listmetadata hits"""
)
"""Objects beside the items that describe the page."""

KINDS: dict[str, str] = {
    name: kind
    for kind, names in {
        "total": """total totalcount totalitems totalelements totalresults totalrecords resultsize totalsize totalnumber
            totalhits recordcount recordstotal recordsfiltered numfound nbhits odatacount totalrows totalentries
            totalnumberofitems numberofresults totalitemcount counttotal fullcount""",
        "shown": """numberofelements itemcount resultcount currentcount returned returnedcount numreturned
            currentitemcount countonpage itemsonpage pageitemcount currentpagecount numberofitems""",
        "count": "count",
        "size": "size",
        "per_page": """perpage pagesize limit itemsperpage maxresults resultsperpage pagelimit recordsperpage rows take
            maxitems""",
        "number": "page pagenumber currentpage pageno pagenum pageindex number current",
        "offset": "offset skip start startindex startat currentoffset pageoffset",
        "from": "from",
        "to": "to",
        "pages": "totalpages pagecount lastpage pages numpages numberofpages totalpagecount nbpages maxpage pagetotal",
        "more": """hasmore more hasnext hasnextpage hasmoreitems moreresults truncated istruncated hasmoreresults
            morepages hasmorepages hasmorerecords""",
        "less": "hasprevious hasprev hasprevpage haspreviouspage hasless",
        "is_last": "islast islastpage isend nomore",
        "is_first": "isfirst isfirstpage",
        "is_empty": "empty isempty",
        "incomplete": "incompleteresults",
        "next": """next nextcursor nextpage nexttoken nextpagetoken cursor nextpageurl nextlink odatanextlink nextoffset
            nextmarker continue continuationtoken continuation after nexturl nexturi nexthref nextpageuri nextpagelink
            nextrecordsurl bookmark scrollid pagingtoken paginationtoken nextstart nextpagestart nextkey nextpagenumber
            nextpagecursor aftercursor resumptiontoken lastevaluatedkey nextcontinuationtoken nextpagepath""",
        "prev": """prev previous prevcursor previouscursor prevpage previouspage prevtoken previouspagetoken prevurl
            previousurl prevlink previouslink prevpageurl previouspageurl before previoustoken prevpagetoken
            beforecursor previousoffset prevoffset previousuri previouspageuri""",
        "end": "endcursor",
        "begin": "startcursor",
        "first": "first firstpageurl firstlink firstpageuri firsturl",
        "last": "last lastpageurl lastlink lastpageuri lasturl",
        "self": "self href selflink selfurl currentpageurl",
        "first_id": "firstid",
        "last_id": "lastid",
        "links": "links",
    }.items()
    for name in names.split()
}
"""What a property means, by its name."""

HEADER_PREFIXES = ("xpagination", "pagination", "xwp", "xpage", "x")
"""Prefixes of the names of headers, before a name of ``KINDS``."""
