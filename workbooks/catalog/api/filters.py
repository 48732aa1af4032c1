"""The filters and orders of lists of workbooks."""

from __future__ import annotations

from datetime import timedelta

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from config import clock
from config.api import Filters
from config.search.query import LONGEST_QUERY
from workbooks.catalog import queries
from workbooks.catalog.models import State, Workbook
from workbooks.tags.names import MOST_TAGS, slug_of
from workbooks.tags.queries import carries, ids_by_slugs

ORDERS = {
    "new": ("-listed_at", "-id"),
    "popular": ("-popular_score", "-id"),
    "trending": ("-trending_score", "-id"),
    "favorites": ("-shown_favorites", "-id"),
    "views": ("-shown_views", "-id"),
}
AGES = {"last-week": timedelta(days=7), "last-month": timedelta(days=30), "last-year": timedelta(days=365)}


def check_tags(value: str) -> None:
    """Refuse what is no list of tags."""
    slugs = [slug_of(each) for each in value.split(",")]
    if not all(slugs) or len(slugs) > MOST_TAGS:
        raise ValidationError(_("Give up to 20 tags with commas between them."), code="invalid")


class WorkbookFilters(Filters):
    """`tags` is a list with commas, of which a workbook carries any, or all where `tags_mode` is `all`.

    `status` other than `published` gives one's own workbooks, and so does `author` where it names the viewer.
    """

    tags = django_filters.CharFilter(method="tagged", validators=[check_tags])
    tags_mode = django_filters.ChoiceFilter(choices=[("any", "any"), ("all", "all")], method="elsewhere")
    author = django_filters.CharFilter(method="by_author", max_length=30)
    sort = django_filters.ChoiceFilter(choices=[(name, name) for name in ORDERS], method="elsewhere")
    date = django_filters.ChoiceFilter(choices=[(name, name) for name in ["today", *AGES]], method="since")
    q = django_filters.CharFilter(method="matching", max_length=LONGEST_QUERY)
    status = django_filters.ChoiceFilter(choices=State.choices, method="elsewhere")

    def tagged(self, rows: QuerySet[Workbook], name: str, value: str) -> QuerySet[Workbook]:
        slugs = {slug_of(each) for each in value.split(",")}
        ids = ids_by_slugs(slugs)
        if self.form.cleaned_data.get("tags_mode") != "all":
            return rows.filter(carries(ids.values()))
        if len(ids) < len(slugs):
            return rows.none()
        for tag_id in set(ids.values()):
            rows = rows.filter(carries([tag_id]))
        return rows

    def by_author(self, rows: QuerySet[Workbook], name: str, value: str) -> QuerySet[Workbook]:
        return queries.by_author(rows, value)

    def since(self, rows: QuerySet[Workbook], name: str, value: str) -> QuerySet[Workbook]:
        now = clock.now()
        if value == "today":
            return rows.filter(listed_at__gte=now.replace(hour=0, minute=0, second=0, microsecond=0))
        return rows.filter(listed_at__gte=now - AGES[value])

    @property
    def is_own(self) -> bool:
        """Whether the list is of one's own workbooks, which need not stand in any index."""
        said = self.form.cleaned_data
        author, name = (said.get("author") or "").lower(), getattr(self.request.user, "username", "")
        return said.get("status") in {State.DRAFT, State.ARCHIVED} or bool(author and author == name)

    def matching(self, rows: QuerySet[Workbook], name: str, value: str) -> QuerySet[Workbook]:
        return queries.matching(rows, value, is_own=self.is_own)

    def elsewhere(self, rows: QuerySet[Workbook], name: str, value: str) -> QuerySet[Workbook]:
        """Checked here, used where the page is made."""
        return rows
