"""How many rows there are, without walking through a table that holds millions."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import connections, models
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MOST_COUNTED = 10_000
"""Up to so many rows a list counts exactly, and so far its pages reach; past that, filters and search lead on."""


def grouped(number: float) -> str:
    """The number with its thousands apart, as the reader's language has it."""
    return number_format(number, force_grouping=True)


def estimated(model: type[models.Model]) -> int:
    """How many rows the table holds: on PostgreSQL as its statistics say (pg_class.reltuples), else counted."""
    connection = connections[model._default_manager.db]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [model._meta.db_table])
            (rows,) = cursor.fetchone()
        if rows >= MOST_COUNTED:
            return int(rows)
    return int(model._default_manager.count())


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
