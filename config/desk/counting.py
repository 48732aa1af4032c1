"""How many rows there are, without walking through a table that holds millions."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.db import estimated_rows

MOST_COUNTED = 10_000
"""Up to so many rows a list counts exactly, and so far its pages reach; past that, filters and search lead on."""


def grouped(number: float) -> str:
    """The number with its thousands apart, as the reader's language has it."""
    return number_format(number, force_grouping=True)


def estimated(model: type[models.Model]) -> int:
    """How many rows the table holds: on PostgreSQL as its statistics say (pg_class.reltuples), else counted."""
    rows = estimated_rows(model)
    return rows if rows >= MOST_COUNTED else int(model._default_manager.count())


class BoundedPaginator(Paginator):
    """Counts no further than `MOST_COUNTED`; `total` says in words how many there are."""

    @cached_property
    def counted(self) -> int:
        rows: Any = self.object_list
        if not isinstance(rows, models.QuerySet):
            return len(rows)
        return int(rows.order_by()[: MOST_COUNTED + 1].count())

    @cached_property
    def count(self) -> int:
        return min(self.counted, MOST_COUNTED)

    @property
    def total(self) -> str:
        """`231 rows`, or `more than 10,000 rows`."""
        if self.counted > MOST_COUNTED:
            return _("more than %(count)s rows") % {"count": grouped(MOST_COUNTED)}
        return ngettext("%(count)s row", "%(count)s rows", self.counted) % {"count": grouped(self.counted)}
