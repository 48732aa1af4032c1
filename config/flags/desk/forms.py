"""What operators fill in: for whom a flag is on, and who comes into a group or leaves it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from config.desk.inputs import member_named
from config.flags.models import Flag, Group
from config.roles import Role

EVERYONE, NOBODY, SOME = "everyone", "nobody", "some"
MODES = [(EVERYONE, _("Everyone, visitors too")), (NOBODY, _("Nobody")), (SOME, _("Those whom the rest says"))]
_TRUTH = {EVERYONE: True, NOBODY: False, SOME: None}
LONGEST = 10_000


class Members(forms.CharField):
    """Usernames or ids, one a line or with commas; their ids come out."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}))
        super().__init__(required=False, max_length=LONGEST, **options)

    def clean(self, value: Any) -> list[UUID]:
        ids = []
        for name in (super().clean(value) or "").replace(",", "\n").split():
            member_id = member_named(name)
            if member_id is None:
                raise ValidationError(_("No member is called %(name)s."), params={"name": name})
            ids.append(member_id)
        return ids


def names_of(ids: Any) -> str:
    """The usernames of these members, one a line."""
    people = get_user_model()._default_manager.filter(pk__in=ids)
    return "\n".join(sorted(person.get_username() for person in people))


class FlagForm(forms.ModelForm):
    """For whom a flag is on."""

    mode = forms.ChoiceField(label=_("On for"), choices=MODES, widget=forms.RadioSelect)
    percent = forms.DecimalField(
        label=_("Percentage of members"),
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=1,
        help_text=_("Always the same members; a greater percentage keeps those who are in."),
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    groups = forms.ModelMultipleChoiceField(
        label=_("Groups"),
        queryset=Group.objects.order_by("name"),
        to_field_name="name",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    users = Members(label=_("Members"), help_text=_("Usernames, one a line; 100 at most. For more, use a group."))
    note = forms.CharField(label=_("Note"), required=False, max_length=500)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=500, help_text=_("Kept in the audit."))

    class Meta:
        model = Flag
        fields: list[str] = []

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        flag = self.instance
        mode = {truth: name for name, truth in _TRUTH.items()}[flag.everyone]
        begins = {"mode": mode, "percent": flag.percent, "roles": flag.roles, "note": flag.note}
        self.initial.update(begins)
        if flag.pk:
            self.initial["users"] = names_of(flag.users.values("pk"))
            self.initial["groups"] = list(flag.groups.values_list("name", flat=True))


def changes_of(data: Any) -> dict[str, Any]:
    """What the form asks of `services.change_flag`."""
    return {
        "everyone": _TRUTH[data["mode"]],
        "percent": data["percent"],
        "roles": data["roles"],
        "groups": [group.name for group in data["groups"]],
        "users": data["users"],
        "note": data["note"],
    }


class GroupForm(forms.ModelForm):
    """Who comes in and who leaves."""

    add = Members(label=_("Bring in"), help_text=_("Usernames, one a line."))
    remove = Members(label=_("Take out"), help_text=_("Usernames, one a line."))
    reason = forms.CharField(label=_("Reason"), required=False, max_length=500, help_text=_("Kept in the audit."))

    class Meta:
        model = Group
        fields: list[str] = []
