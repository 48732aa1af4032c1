"""What discovery's endpoints give."""

from __future__ import annotations

from typing import Any

from config.api import Answer
from config.api import fields as f
from workbooks.catalog.api.bodies import AUTHOR, CARD, AuthorAnswer, TagOfWorkbook, WorkbookCard

_TAG = {"slug": "sales", "name": "Sales"}
_DAY: dict[str, Any] = {"day": "2026-11-20", "viewers": 9, "favorites": 2, "commenters": 1, "score": 23.0}


class Highlights(Answer):
    """HTML that holds `<mark>` and else only what is escaped: the title, and a part of the description."""

    title = f.Text(max_length=2_000)
    description = f.Text(max_length=2_000, allow_blank=True)

    class Meta:
        example = {"title": "<mark>Sales</mark> at a glance", "description": "Every region on **one** page."}


class SearchHit(WorkbookCard):
    """A workbook that was found."""

    highlights = f.Nested(Highlights)

    class Meta:
        example = {**CARD, "highlights": Highlights.Meta.example}


class CountedTag(TagOfWorkbook):
    """A tag, with how many of what was found carry it."""

    count = f.Integer()

    class Meta:
        example = {**_TAG, "count": 7}


class CountedAuthor(Answer):
    """An author, with how much of what was found is theirs."""

    author = f.Nested(AuthorAnswer)
    count = f.Integer()

    class Meta:
        example = {"author": AUTHOR, "count": 3}


class CountedDate(Answer):
    """An age, as the filter `date` has it, with how much of what was found is no older."""

    date = f.Text()
    count = f.Integer()

    class Meta:
        example = {"date": "last-week", "count": 4}


class Facets(Answer):
    """What narrows the search further."""

    tags = f.Nested(CountedTag, many=True)
    authors = f.Nested(CountedAuthor, many=True)
    dates = f.Nested(CountedDate, many=True)

    class Meta:
        example = {
            "tags": [CountedTag.Meta.example],
            "authors": [CountedAuthor.Meta.example],
            "dates": [CountedDate.Meta.example],
        }


class SearchFacts(Answer):
    """What is said of the search as a whole."""

    total = f.Integer(help_text="How many were found and ranked.")
    is_capped = f.Flag(help_text="Whether there is more than `total`.")
    corrected = f.Text(allow_null=True, help_text="What was searched instead, where nothing had the words as typed.")
    facets = f.Nested(Facets, required=False)

    class Meta:
        example = {"total": 7, "is_capped": False, "corrected": None}


class Suggestion(Answer):
    """A workbook, a tag or a person whose name begins with what was typed, marked in `html`."""

    kind = f.Choice(["workbook", "tag", "person"])
    text = f.Text()
    html = f.Text(max_length=2_000)
    id = f.Id(required=False, help_text="Of a workbook.")
    slug = f.Text(required=False, help_text="Of a tag.")
    username = f.Text(required=False, help_text="Of a person.")

    class Meta:
        example = {"kind": "tag", "text": "Sales", "html": "<mark>Sales</mark>", "slug": "sales"}


class Suggestions(Answer):
    """Up to ten suggestions."""

    results = f.Nested(Suggestion, many=True)
    corrected = f.Text(allow_null=True)

    class Meta:
        example = {"results": [Suggestion.Meta.example], "corrected": None}


class RelatedReason(Answer):
    """Why a workbook is like another."""

    kind = f.Choice(["tag", "author", "remix", "favorites"])
    tag = f.Nested(TagOfWorkbook, required=False)
    people = f.Integer(required=False, help_text="How many favourited both, of those who show it to everyone.")

    class Meta:
        example = {"kind": "tag", "tag": _TAG}


class RelatedWorkbook(WorkbookCard):
    """A workbook that is like another."""

    reasons = f.Nested(RelatedReason, many=True)

    class Meta:
        example = {**CARD, "reasons": [RelatedReason.Meta.example]}


class FeedReason(Answer):
    """Why a workbook stands in the feed: its author or a tag is followed, or it is talked of."""

    kind = f.Choice(["author", "tag", "trending"])
    username = f.Text(required=False)
    tag = f.Nested(TagOfWorkbook, required=False)

    class Meta:
        example = {"kind": "author", "username": "ana"}


class FeedWorkbook(WorkbookCard):
    """A workbook in the personal feed."""

    reason = f.Nested(FeedReason)

    class Meta:
        example = {**CARD, "reason": FeedReason.Meta.example}


class TrendingDay(Answer):
    """What one day adds to a score, by the people who did something then."""

    day = f.Text()
    viewers = f.Integer()
    favorites = f.Integer()
    commenters = f.Integer()
    score = f.Number()

    class Meta:
        example = _DAY


class TrendingParts(Answer):
    """What a score is made of, as counted when it was computed or first asked for; `kept_score` orders the list."""

    viewers = f.Integer()
    favorites = f.Integer()
    commenters = f.Integer()
    score = f.Number()
    kept_score = f.Number()
    days = f.Nested(TrendingDay, many=True)

    class Meta:
        example = {"viewers": 9, "favorites": 2, "commenters": 1, "score": 23.0, "kept_score": 22.0, "days": [_DAY]}


class TrendingWorkbook(WorkbookCard):
    """A workbook that is talked of; `trending` is there with `explain=true`."""

    trending = f.Nested(TrendingParts, required=False)

    class Meta:
        example = {**CARD, "trending": TrendingParts.Meta.example}
