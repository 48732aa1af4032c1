"""Suggestions while somebody types: a few workbooks, tags and people whose names begin so, that the viewer may see."""

from __future__ import annotations

from typing import Any

from accounts.profiles.queries import author_summaries
from config.roles import Viewer
from config.search.highlights import highlight
from config.search.query import parse
from social.people.finding import find_people
from workbooks.catalog import queries as catalog
from workbooks.discovery.queries.finding import Asked, find
from workbooks.tags import queries as tags

WORKBOOKS, TAGS, PEOPLE = 5, 3, 2
_LOOKED_AT = 12


def suggestions(viewer: Viewer, text: str) -> tuple[list[dict[str, Any]], str | None]:
    """Up to ten suggestions, and the text that was meant where what was typed leads nowhere."""
    query = parse(text)
    if query.is_empty:
        return [], None
    found = find(viewer, Asked(query), is_beginning=True, most=_LOOKED_AT)
    rows = [{"kind": "tag", "text": tag.name, "slug": tag.slug} for tag in _tags(found.query.text)]
    ids = [row["id"] for row in found.rows[:WORKBOOKS]]
    titles = catalog.titles(ids) if ids else {}
    rows += [{"kind": "workbook", "text": titles[each][0], "id": each} for each in ids if each in titles]
    people = [row["person_id"] for row in find_people(viewer, query, most=_LOOKED_AT, by_title=False)[:PEOPLE]]
    for person in author_summaries(people).values() if people else ():
        rows.append({"kind": "person", "text": person["full_name"] or person["username"], **_named(person)})
    return [{**row, "html": highlight(row["text"], found.query)} for row in rows], found.corrected


def _named(person: dict[str, Any]) -> dict[str, Any]:
    return {"username": person["username"]}


def _tags(text: str) -> list[Any]:
    return list(tags.beginning(text).order_by("-workbooks_count", "-id")[:TAGS])
