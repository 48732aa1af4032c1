"""Deeds: what staff do to rows, asked for on a page that says what will happen to which rows.

A deed calls a service, as the API and commands do; nothing here writes a row. What the service refuses becomes a
message beside the name of the row, and the other rows go on.

    class UserAdmin(ReadOnlyAdmin):
        deeds = (
            Deed(
                name="suspend",                       # also its line in DESK_ACCESS and its place in the address
                label=_("Suspend"),                   # the button
                explains=_("They are signed out everywhere within a second and told by mail."),
                does=suspend,                         # (actor, row, data) -> None; raises errors of config.errors
                form=UntilForm,                       # what is asked for; ReasonForm, NothingAsked or your own
                tone="bad",
            ),
        )
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django import forms
from django.utils.translation import gettext_lazy as _

from config.roles import Viewer

MOST_ROWS = 100
"""How many rows one deed takes at once."""


class NothingAsked(forms.Form):
    """The deed needs no more than a yes."""


class ReasonForm(forms.Form):
    """Why; kept in the audit."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept in the audit."),
    )


class VersionForm(forms.Form):
    """The deed is about the row in the `version` that was looked at: begin it with `first=version_of`."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


def version_of(row: Any) -> dict[str, Any]:
    """What a `VersionForm` begins with."""
    return {"version": row.version}


def version_seen(row: Any, data: Mapping[str, Any]) -> int:
    """The version that was looked at; of many rows, the one that stands in the list."""
    seen = data.get("version")
    return int(row.version if seen is None else seen)


@dataclass(frozen=True, slots=True)
class Deed:
    """One action. `does` gets who acts, the row, and what the form asked for.

    `fits` says whether it makes sense for a row: others do not offer it, and are left alone in a list. `many`: it is
    offered for several rows of a list at once, and else on a row's own page alone. `tone="bad"` marks what takes
    something away. `first` gives the form what it begins with, from the row. `ends`: the row is gone after it, perhaps
    only a moment later, so that it leads back to the list. `key`: pressed on a row's page, it leads to where the deed
    is asked for (`desk/keys.js`; by the browser's own access keys where there is no script).
    """

    name: str
    label: Any
    explains: Any
    does: Callable[[Viewer, Any, Mapping[str, Any]], object]
    form: type[forms.Form] = NothingAsked
    fits: Callable[[Any], bool] = lambda row: True
    many: bool = True
    tone: Literal["plain", "bad"] = "plain"
    first: Callable[[Any], Mapping[str, Any]] = lambda row: {}
    ends: bool = False
    key: str = ""


_registered: dict[str, list[Deed]] = {}


def register_deed(model: str, deed: Deed) -> None:
    """Put a deed on the page of `model` (`"accounts.User"`) from a slice above it; again changes nothing."""
    deeds = _registered.setdefault(model, [])
    if all(other.name != deed.name for other in deeds):
        deeds.append(deed)


def registered_deeds(model: str) -> list[Deed]:
    """The deeds that others put on the page of `model`."""
    return list(_registered.get(model, []))
