"""Templates on the desk: written, looked at, published, retired."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from config.desk import links
from config.desk.groups import Group
from config.desk.marks import Tone, badge, moment
from config.desk.pages import FormAdmin
from notifications.templates import desk, services
from notifications.templates.choices import State
from notifications.templates.models import Template
from notifications.templates.services import WORDING
from notifications.types import Channel, find, types

STATES: dict[str, Tone] = {State.DRAFT: "warn", State.PUBLISHED: "good", State.RETIRED: ""}


class TemplateForm(forms.ModelForm):
    """A wording. What it may ask for depends on its type; the form says what is wrong."""

    type = forms.ChoiceField(label=_("Type"), choices=lambda: [(each.name, each.name) for each in types()])

    class Meta:
        model = Template
        fields = ("type", "channel", "locale", *WORDING)
        help_texts = {
            "locale": _("A language like en, de or pt-BR."),
            "body": _("Paragraphs, [a label]({{ link }}) and **strong words**."),
            "html": _("For e-mails alone. Empty: made of the body."),
        }


@admin.register(Template)
class TemplateAdmin(FormAdmin):
    """Templates, the newest first. A new one is a draft; it serves once it is published."""

    group = Group.MAIL
    place = 30
    audit_target = "template"
    form = TemplateForm
    deeds = (desk.PUBLISH, desk.RETIRE)
    list_display = ("named", "channel", "locale", "number", "state_mark", "changed")
    list_filter = ("state", "channel", "locale")
    search_fields = ("type__exact", "id__exact", "type__icontains")
    search_help_text = _("A part of the type's name.")
    ordering = ("-id",)

    def save_by_service(self, request: HttpRequest, row: Model | None, data: Mapping[str, Any]) -> Model:
        actor: Any = request.user
        wording = {name: data[name] for name in WORDING if name in data}
        if row is not None:
            return services.edit_template(actor=actor, template_id=row.pk, changes=wording)
        return services.make_template(
            actor=actor,
            type_name=data["type"],
            channel=Channel(data["channel"]),
            locale=data["locale"],
            wording=wording,
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What a template is for stays; one that was in use stays as it is."""
        if obj is None:
            return ()
        return ("type", "channel", "locale", *(() if obj.state == State.DRAFT else WORDING))

    @admin.display(description=_("type"), ordering="type")
    def named(self, row: Template) -> str:
        return row.type

    @admin.display(description=_("state"), ordering="state")
    def state_mark(self, row: Template) -> Any:
        return badge(row.get_state_display(), STATES[row.state])

    @admin.display(description=_("changed"), ordering="updated_at")
    def changed(self, row: Template) -> Any:
        return moment(row.updated_at)

    def facts(self, row: Template) -> list[tuple[Any, Any]]:
        declared = find(row.type)
        return [
            (_("State"), self.state_mark(row)),
            (_("Preview"), desk.previewed(row) if declared else links.NONE),
            (_("It may use"), ", ".join(sorted(declared.all_variables)) if declared else links.NONE),
            (_("Published"), moment(row.published_at) if row.published_at else links.NONE),
            (_("Made by"), links.to_row(row.made_by) if row.made_by else links.NONE),
        ]

    def api_url(self, row: Template) -> str:
        return f"/api/v1/notifications/templates/{row.pk}"
