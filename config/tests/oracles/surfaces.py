"""Every surface that shows workbooks, as pairs: what the API answers, and what the oracle says it should.

Each surface yields `(name, shown, expected)`: sets of ids, or one of them None where the answer is a 404.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from config.entities import kind
from config.roles import ANONYMOUS
from config.testing.client import Api
from config.tests.oracles.oracle import Oracle, Viewer
from config.tests.oracles.people_and_books import TAGS, Book, Community
from workbooks.catalog.api.filters import ORDERS

Pair = tuple[str, set[UUID] | None, set[UUID] | None]

PAGE = 13
MOST_ON_A_PROFILE = 10


def ids(api: Api, path: str, **params: Any) -> set[UUID] | None:
    """The ids of a list, page by page; None where it answers 404."""
    answer = api.get(path, {"limit": PAGE, **params})
    found: set[UUID] = set()
    while answer.status_code == 200:
        body = answer.json()
        rows = {UUID(row["id"]) for row in body["results"]}
        assert not rows & found, f"{path} shows a row twice"
        found |= rows
        if not body["next"]:
            return found
        answer = api.get(body["next"])
    assert answer.status_code == 404, answer.content
    return None


def of(books: Iterable[Book], seen: Any) -> set[UUID]:
    return {book.id for book in books if seen(book)}


def galleries(api: Api, viewer: Viewer, community: Community, oracle: Oracle) -> Iterator[Pair]:
    books = community.books.values()
    listed = of(books, lambda book: oracle.lists(viewer, book))
    for sort in ORDERS:
        yield f"gallery by {sort}", ids(api, "/workbooks", sort=sort), listed
    yield "search", ids(api, "/workbooks", q="workbook"), listed
    yield "search by relevance", ids(api, "/search/workbooks", q="workbook"), listed
    yield "search by age", ids(api, "/search/workbooks", q="workbook", sort="new"), listed
    yield "trending", ids(api, "/workbooks/trending"), listed
    yield "gallery of today", ids(api, "/workbooks", date="last-week"), listed
    for tag in TAGS:
        yield f"tag {tag}", ids(api, "/workbooks", tags=tag), listed & of(books, lambda book, t=tag: book.tag == t)
    for status in ("draft", "archived"):
        own = of(books, lambda book, s=status: oracle.own(viewer, book, s))
        yield f"own {status}", ids(api, "/workbooks", status=status), own
    picked = of(books, lambda book: book.is_picked)
    yield "featured", ids(api, "/workbooks/featured"), listed & picked


def people(api: Api, viewer: Viewer, community: Community, oracle: Oracle) -> Iterator[Pair]:
    books = community.books.values()
    for person, member in community.members.items():
        name = member.row.username
        by_them = of(books, lambda book, p=person: oracle.by_author(viewer, book, p))
        yield f"by {name}", ids(api, "/workbooks", author=name), by_them
        face = api.get(f"/users/{name}")
        assert (face.status_code == 200) == oracle.finds(viewer, person), f"profile of {name}: {face.status_code}"
        shown = {UUID(row["id"]) for row in face.json().get("workbooks", [])}
        on_face = of(books, lambda book, p=person: book.author == p and oracle.lists(viewer, book))
        expected = on_face if oracle.opens(viewer, person) else set()
        if len(expected) > MOST_ON_A_PROFILE and len(shown) == MOST_ON_A_PROFILE:
            expected &= shown
        yield f"profile of {name}", shown, expected
        theirs = of(books, lambda book, p=person: oracle.among_favorites(viewer, book, p))
        is_open = oracle.favorites_open(viewer, person)
        yield f"favourites of {name}", ids(api, f"/users/{name}/favorites"), theirs if is_open else None


def friends(api: Api, viewer: Viewer, community: Community, oracle: Oracle) -> Iterator[Pair]:
    if viewer is None:
        return
    yield "friends", ids(api, "/friends"), oracle.friends_of_both(viewer, viewer.id)
    for person, member in community.members.items():
        shared = oracle.friends_of_both(viewer, person) if oracle.friends_open(viewer, person) else None
        name = member.row.username
        yield f"friends shared with {name}", ids(api, f"/friends/mutual/{name}"), shared


def details(api: Api, viewer: Viewer, community: Community, oracle: Oracle) -> Iterator[Pair]:
    for book in community.books.values():
        sees = oracle.sees(viewer, book)
        answer = api.get(f"/workbooks/{book.id}")
        yield "detail", {book.id} if answer.status_code == 200 else None, {book.id} if sees else None
        told = set(oracle.told_of(viewer, book)) if sees else None
        yield "favorites", ids(api, f"/workbooks/{book.id}/favorites"), told
        notes = {note.id for note in book.notes if oracle.shows(viewer, book, note)} if sees else None
        yield "comments", ids(api, f"/workbooks/{book.id}/comments"), notes
        if viewer is not None:
            mark = api.get(f"/workbooks/{book.id}/favorite").status_code
            yield "favorite state", {book.id} if mark == 200 else None, {book.id} if sees else None
        if answer.status_code == 200 and sees:
            yield from _links(answer.json(), book, viewer, community, oracle)


def _links(shown: dict[str, Any], book: Book, viewer: Viewer, community: Community, oracle: Oracle) -> Iterator[Pair]:
    source = community.books.get(book.remix_of) if book.remix_of else None
    to_source = {UUID(shown["remix_of"]["id"])} if shown["remix_of"] else set()
    yield "remix of", to_source, {source.id} if source and oracle.sees(viewer, source) else set()
    remixes = {UUID(row["id"]) for row in shown["remixes"]}
    listed = of(community.books.values(), lambda each: each.remix_of == book.id and oracle.lists(viewer, each))
    yield "remixes", remixes, listed


def things(viewer: Viewer, community: Community, oracle: Oracle) -> Iterator[Pair]:
    who = viewer.row if viewer else ANONYMOUS
    books = community.books.values()
    shown = set(kind("workbook").visible_to(who).values_list("pk", flat=True))
    yield "kind workbook", shown, of(books, lambda book: oracle.sees(viewer, book))
    notes = {note.id for book in books for note in book.notes if oracle.shows(viewer, book, note)}
    yield "kind comment", set(kind("comment").visible_to(who).values_list("pk", flat=True)), notes


def everything(api: Api, viewer: Viewer, community: Community, oracle: Oracle) -> Iterator[Pair]:
    """All surfaces for one viewer."""
    for surface in (galleries, people, friends, details):
        yield from surface(api, viewer, community, oracle)
    yield from things(viewer, community, oracle)
