"""The sweep: whom the index misses, or has as they were, found by the rows themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Exists, F, FloatField, OuterRef, QuerySet
from django.db.models.functions import Abs, Cast, Ln

from config import bulk
from config.db import unhurried
from social.people.indexing import FORMAT, standing
from social.people.models import PersonEntry
from social.people.services.indexing import index_people

BATCH = 1_000
_NIL = UUID(int=0)
_WORTH_WRITING = 0.1

Tell = Callable[[int], None]


def missing() -> QuerySet[Any]:
    """The members whom the index has not, or not as they are."""
    current = PersonEntry.objects.filter(
        user_id=OuterRef("pk"), username=OuterRef("username"), version=OuterRef("profile__version"), format=FORMAT
    )
    return get_user_model()._default_manager.filter(~Exists(current), profile__isnull=False)


def superfluous() -> QuerySet[PersonEntry]:
    """The entries of nobody: there are none, since they go with their member."""
    return PersonEntry.objects.filter(user__profile__isnull=True)


def sweep(*, most: int = 1_000_000_000, tell: Tell = lambda done: None) -> int:
    """Index whom the index misses, up to `most`; returns how many."""
    done, last = 0, _NIL
    with unhurried():
        PersonEntry.objects.filter(pk__in=superfluous().values("pk")).delete()
        while done < most:
            ids = list(missing().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH])
            if not ids:
                break
            last = ids[-1]
            index_people(user_ids=ids)
            done += len(ids)
            tell(done)
        if done > BATCH:
            bulk.analyse([PersonEntry])
    return done


def begin_anew() -> int:
    """Have the next sweep make all entries anew; they are found as they are until then."""
    return PersonEntry.objects.update(format=0)


def refresh_scores() -> int:
    """Bring the scores up to what followers and workbooks have become; returns how many changed."""
    followers, workbooks = (
        Cast(F(f"user__profile__{name}_count"), FloatField()) + 1.0 for name in ("followers", "workbooks")
    )
    wanted = Ln(followers) + 0.5 * Ln(workbooks)
    rows = PersonEntry.objects.annotate(off=Abs(wanted - F("score"))).filter(off__gt=_WORTH_WRITING)
    changed = 0
    with unhurried():
        columns = ("pk", "user__profile__followers_count", "user__profile__workbooks_count")
        for pk, has_followers, has_workbooks in list(rows.values_list(*columns)):
            changed += PersonEntry.objects.filter(pk=pk).update(score=standing(has_followers, has_workbooks))
    return changed
