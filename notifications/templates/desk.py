"""What templates have on the desk: the deeds that publish and retire, and the preview."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from config.desk.deeds import Deed, NothingAsked
from config.roles import Viewer
from notifications.templates import services
from notifications.templates.checking import preview, type_of
from notifications.templates.choices import State
from notifications.templates.models import Template
from notifications.templates.shipped import Wording
from notifications.types import Channel


def _publish(actor: Viewer, row: Template, data: Mapping[str, Any]) -> None:
    services.publish_template(actor=actor, template_id=row.pk)


def _retire(actor: Viewer, row: Template, data: Mapping[str, Any]) -> None:
    services.retire_template(actor=actor, template_id=row.pk)


PUBLISH = Deed(
    name="publish",
    label=_("Publish"),
    explains=_("Messages use it from now on, in place of the one before it."),
    does=_publish,
    form=NothingAsked,
    fits=lambda row: row.state != State.PUBLISHED,
    many=False,
)
RETIRE = Deed(
    name="retire",
    label=_("Retire"),
    explains=_("Messages use the wording that ships again."),
    does=_retire,
    form=NothingAsked,
    fits=lambda row: row.state != State.RETIRED,
)


def previewed(row: Template) -> SafeString:
    """The template in words, with example values. Its HTML stands in a frame that may do nothing."""
    words = preview(type_of(row.type), Channel(row.channel), row.locale, Wording(row.title, row.body, row.html), {})
    shown = format_html("<p><b>{}</b></p><pre>{}</pre>", words.title, words.body)
    if not words.html:
        return shown
    frame = format_html('<iframe class="preview" sandbox="" title="{}" srcdoc="{}"></iframe>', _("Preview"), words.html)
    return format_html("{}{}", shown, frame)
