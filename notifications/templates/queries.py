"""Reading templates."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from config.roles import Role, Viewer, at_least
from notifications.templates.choices import State
from notifications.templates.errors import TemplateNotFound
from notifications.templates.models import Template
from notifications.templates.wording import Words, worded

__all__ = ["Words", "draft_or_published", "templates_visible_to", "visible_template", "worded"]


def templates_visible_to(viewer: Viewer) -> QuerySet[Template]:
    """All templates, for managers and above; none for others."""
    rows = Template.objects.select_related("made_by")
    return rows if at_least(viewer, Role.MANAGER) else rows.none()


def visible_template(viewer: Viewer, template_id: UUID) -> Template:
    """The template, if `viewer` may see it; `TemplateNotFound` otherwise."""
    found = templates_visible_to(viewer).filter(pk=template_id).first()
    if found is None:
        raise TemplateNotFound
    return found


def draft_or_published(type_name: str) -> QuerySet[Template]:
    """The templates of a type that are in use or in the making."""
    return Template.objects.filter(type=type_name).exclude(state=State.RETIRED)
