"""Which staff must have a second step (`MFA_REQUIRED_ROLES`), and how the desk and the API ask for it."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from accounts.mfa import queries
from config.api.permissions import SecondStepDemanded
from config.roles import Viewer


def is_demanded_of(viewer: Viewer) -> bool:
    """Whether the viewer's role must have a second step."""
    return viewer.is_authenticated and str(viewer.role) in settings.MFA_REQUIRED_ROLES


def is_missing(viewer: Viewer) -> bool:
    """Whether it must, and the viewer has none."""
    return is_demanded_of(viewer) and viewer.pk is not None and not queries.is_on(viewer.pk)


def first_page(viewer: Viewer) -> str:
    """Where the desk leads whoever must set a second step up first; empty for everyone else."""
    return reverse("security") if is_missing(viewer) else ""


def check(viewer: Viewer) -> None:
    """What the API says in that case, wherever a role of staff is asked for."""
    if is_missing(viewer):
        raise SecondStepDemanded()
