"""`/settings/privacy`: a member's data as a file, what they agreed to, and the end of their account. No script."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from accounts.auth.errors import FreshAuthenticationRequired, WrongPassword
from accounts.auth.pages import sessions
from accounts.privacy import queries, services, shapes
from accounts.privacy.choices import ConsentKind, Content, ExportState
from accounts.privacy.errors import NotTheNewest
from accounts.users.errors import LastAdmin
from config.pages.view import Page, SeeOther, SignInFirst
from config.roles import Viewer

UNDER_WAY = (ExportState.WAITING, ExportState.RUNNING)
MOST_EXPORTS = 5


class DeleteForm(forms.Form):
    """What becomes of what one published, and the password once more."""

    content = forms.ChoiceField(
        label=_("What becomes of the workbooks and comments that you published?"),
        choices=[
            (Content.ERASE.value, _("They are erased with everything else.")),
            (Content.REASSIGN.value, _("They stay, under the name of a deleted member.")),
        ],
        widget=forms.RadioSelect,
        initial=Content.ERASE.value,
    )
    current_password = forms.CharField(
        label=_("Your password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class ConsentForm(forms.Form):
    """A yes or a no to a version."""

    kind = forms.ChoiceField(choices=ConsentKind.choices)
    version = forms.CharField(max_length=40, required=False)
    wanted = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])


class _Base(Page):
    """What the page and the buttons on it share."""

    def member(self) -> Viewer:
        """Whoever is signed in; muted members have the same rights here."""
        if not self.viewer.is_authenticated:
            raise SignInFirst
        return self.viewer

    def back(self, request: HttpRequest) -> str:
        return reverse("privacy-page")

    def show(self, form: DeleteForm | None = None, *, refused: Any = "", status: int = 200) -> HttpResponse:
        """The page as it stands for the member."""
        user_id = self._id()
        exports = list(queries.exports_of(user_id)[:MOST_EXPORTS])
        values = {
            "exports": [(row, shapes.link(row)) for row in exports],
            "is_under_way": any(row.state in UNDER_WAY for row in exports),
            "consents": queries.consents_of(user_id),
            "form": form or DeleteForm(),
            "refused": refused,
            "grace_days": settings.DELETION_GRACE.days,
        }
        return self.render("accounts/privacy.html", values, status=status)

    def _id(self) -> UUID:
        found = self.member().pk
        assert found is not None
        return found


class PrivacyPage(_Base):
    """The page."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show()


class ExportButton(_Base):
    """Asks for an export."""

    http_method_names = ["post", "options"]
    limits = ("export",)

    def post(self, request: HttpRequest) -> HttpResponse:
        services.request_export(user_id=self._id(), actor=self.member())
        return SeeOther(f"{self.back(request)}#export")


class ConsentButton(_Base):
    """Gives a consent or takes it back."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        user_id, form = self._id(), ConsentForm(request.POST)
        if not form.is_valid():
            return self.show(refused=_("That could not be understood."), status=400)
        data = form.cleaned_data
        try:
            if data["wanted"] == "yes":
                services.give_consent(user_id=user_id, kind=data["kind"], version=data["version"])
            else:
                services.withdraw_consent(user_id=user_id, kind=data["kind"])
        except NotTheNewest as refused:
            return self.show(refused=refused.message, status=refused.status)
        return SeeOther(f"{self.back(request)}#consents")


class DeleteButton(_Base):
    """Deletes the account, and tells until when it can come back."""

    http_method_names = ["post", "options"]
    limits = ("password",)

    def post(self, request: HttpRequest) -> HttpResponse:
        member, form = self.member(), DeleteForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=400)
        proof = {"current_password": form.cleaned_data["current_password"]}
        try:
            deletion = services.delete_own_account(member=member, content=form.cleaned_data["content"], proof=proof)
        except (WrongPassword, FreshAuthenticationRequired) as refused:
            form.add_error("current_password", str(refused.message))
            return self.show(form, status=refused.status)
        except LastAdmin as refused:
            return self.show(form, refused=refused.message, status=refused.status)
        sessions.end(request)
        return self.render("accounts/deleted.html", {"due_at": deletion.due_at})


urlpatterns: list[URLPattern] = [
    path("settings/privacy", PrivacyPage.as_view(), name="privacy-page"),
    path("settings/privacy/export", ExportButton.as_view(), name="export-button"),
    path("settings/privacy/consents", ConsentButton.as_view(), name="consent-button"),
    path("settings/privacy/delete", DeleteButton.as_view(), name="delete-button"),
]
