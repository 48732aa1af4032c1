"""Search, suggestions, trending and what is related, beside an unordered look into the index and the usual way.

The floor is the bare GIN index with `LIMIT 20`: what nobody could be faster than, in no order and for nobody's eyes.
The peer is Django's own full-text search as its documentation shows it, a vector made at each search and ranked over
all that meets it; and `icontains`, as most projects begin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from urllib.parse import quote

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db import connection
from django.db.models import F, Q, QuerySet

from accounts.auth.principal import Principal
from benchmarks import databases, members
from benchmarks.aside import one
from benchmarks.asking import API, with_redis
from benchmarks.load import Caller, bearer, request
from benchmarks.measuring import Line, at_scale, in_turn, percentile, seconds_each
from benchmarks.serving import served
from benchmarks.viewing import asking
from config.search.query import parse
from workbooks.catalog.models import Workbook
from workbooks.discovery.documents import INDEX
from workbooks.scaling.words import VOCABULARY, word

TIMES, ROUNDS, SAMPLES = 20, 3, 60
MOST_MS, MOST_SUGGESTION_MS = 20.0, 5.0

# Of the words of the demo, by how many workbooks have them.
SEARCHES = {
    "very common": ["sales", "region", "weather"],
    "common": [word(number) for number in (0, 1, 2)],
    "medium": [word(number) for number in (200, 300, 400)],
    "rare": [word(VOCABULARY - number) for number in (10, 20, 30)],
    "two words": [f"sales {word(20)}", f"budget {word(30)}", f"energy {word(40)}"],
    "mistyped": ["weathr", "revenu by regoin", "footbal"],
}
BEGINNINGS = ["sa", "bud", "weat", word(50)[:4], word(900)[:5]]
OTHERS = {
    "trending": "/workbooks/trending",
    "trending, explained": "/workbooks/trending?explain=true",
    "personal feed": "/workbooks/feed",
    "people": "/search/users?q=ada",
    "tags": "/search/tags?q=sal",
}

_FLOOR = f"SELECT id FROM {INDEX.table} WHERE document @@ %s::tsquery LIMIT 20"
_FAMOUS = (
    "SELECT id FROM workbooks_workbook WHERE status = 'published' AND visibility = 'public' AND deleted_at IS NULL"
    " AND hidden_at IS NULL ORDER BY popular_score DESC, id LIMIT 1"
)


def _unordered(said: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(_FLOOR, [said])
        return cursor.fetchall()


def _standing() -> QuerySet[Workbook]:
    return Workbook.objects.filter(status="published", visibility="public", hidden_at=None, deleted_at=None)


def _ranked_by_django(text: str) -> object:
    """As the documentation of django.contrib.postgres has it."""
    title = SearchVector("title", weight="A", config="simple")
    document = title + SearchVector("description", weight="B", config="simple")
    query = SearchQuery(text, config="simple")
    rows = _standing().annotate(document=document, rank=SearchRank(F("document"), query)).filter(document=query)
    return list(rows.order_by("-rank", "-id").values_list("id", flat=True)[:20])


def _contained(text: str) -> object:
    rows = _standing()
    for each in text.split():
        rows = rows.filter(Q(title__icontains=each) | Q(description__icontains=each))
    return list(rows.order_by("-popular_score", "-id").values_list("id", flat=True)[:20])


def _each(acts: Sequence[Callable[[], object]], times: int) -> Callable[[], float]:
    """What gives the milliseconds of one of these acts, on average."""
    return lambda: sum(seconds_each(act, times) for act in acts) * 1e3 / len(acts)


def _p95(act: Callable[[], object]) -> float:
    return percentile([seconds_each(act, 1) * 1e3 for _ in range(SAMPLES)], 0.95)


def _searches(viewer: Principal, scale: int) -> Iterator[Line]:
    for sort, texts in SEARCHES.items():
        what = f"search, {sort}, {at_scale(scale)}"
        ours = [asking(viewer, f"{API}/search/workbooks?q={quote(text)}") for text in texts]
        found = in_turn(
            {
                "floor": _each([partial(_unordered, INDEX.said(parse(text))) for text in texts], TIMES),
                "ours": _each(ours, TIMES),
                "icontains": _each([partial(_contained, text) for text in texts], 1),
                "ranked": _each([partial(_ranked_by_django, texts[0])], 1),
            },
            ROUNDS,
        )
        floor, mine, slowest = found["floor"], found["ours"], max(_p95(each) for each in ours)
        yield Line(what, "bare index, unordered", floor, "ms")
        yield Line(what, "ours, view and JSON", mine, "ms", mine / floor, "bare index")
        goal, against = f"≤ {MOST_MS:g} ms", "bare index"
        yield Line(what, "p95 of the slowest", slowest, "ms", slowest / floor, against, goal, slowest <= MOST_MS)
        yield Line(what, "SearchVector, SearchRank", found["ranked"], "ms", found["ranked"] / mine, "ours")
        yield Line(what, "icontains", found["icontains"], "ms", found["icontains"] / mine, "ours")


def _others(viewer: Principal, scale: int) -> Iterator[Line]:
    typed = [asking(viewer, f"{API}/search/suggestions?q={text}") for text in BEGINNINGS]
    took = in_turn({"ours": _each(typed, TIMES)}, ROUNDS)["ours"]
    goal = f"≤ {MOST_SUGGESTION_MS:g} ms"
    what = f"suggestions, {at_scale(scale)}"
    yield Line(what, "ours, view and JSON", took, "ms", None, "", goal, took <= MOST_SUGGESTION_MS)
    yield Line(what, "p95 of the slowest", max(_p95(each) for each in typed), "ms")
    for name, path in {**OTHERS, "related": f"/workbooks/{one(_FAMOUS)}/related"}.items():
        took = in_turn({"ours": _each([asking(viewer, API + path)], TIMES)}, ROUNDS)["ours"]
        yield Line(f"{name}, {at_scale(scale)}", "ours, view and JSON", took, "ms")


def _over_http(token: str, scale: int) -> Iterator[Line]:
    with served("config.wsgi:application", "config.settings", **with_redis()) as port:
        caller = Caller(port)
        for name, path in (("search, very common", "workbooks?q=sales"), ("suggestions", "suggestions?q=weat")):
            asked = [request("GET", f"{API}/search/{path}", bearer(token))] * TIMES
            took = in_turn({"ours": partial(caller.milliseconds_each, asked)}, ROUNDS)["ours"]
            yield Line(f"{name}, {at_scale(scale)}", "ours, over HTTP", took, "ms")


def run(scales: list[int]) -> Iterator[Line]:
    for scale in scales:
        with databases.using(scale):
            user = members.someone()
            viewer = members.principal(user)
            yield from _searches(viewer, scale)
            yield from _others(viewer, scale)
            yield from _over_http(members.token_of(user), scale)
            for table in (INDEX.table, f"{INDEX.table}_document", "workbooks_searchvariant"):
                size = float(one("SELECT pg_total_relation_size(%s::regclass) / 1048576.0", table))
                yield Line(f"weight of the index, {at_scale(scale)}", table, size, "MiB")
