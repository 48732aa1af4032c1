"""Passkeys on pages: added with the script, named and removed without."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from accounts.mfa import methods, queries, services
from accounts.mfa.errors import PasskeyNotFound
from accounts.mfa.forms import NameForm, NewPasskeyForm, ProofForm
from accounts.mfa.models import Passkey
from accounts.mfa.pages.base import OptionsPage, ProvenPage, SecurityPage
from config.errors import DomainError, InvalidInput, refuse


class NewPasskey(ProvenPage):
    """Keeps the passkey that the browser made, after a proof that was given with the challenge."""

    template = "accounts/security_passkey_new.html"
    limits = ("mfa",)

    def form(self, data: Any = None) -> Any:
        return NewPasskeyForm(data, is_on=self.factors.is_on)

    def carry_out(self, form: Any, **path: Any) -> HttpResponse:
        data = form.cleaned_data
        added = services.add_passkey(actor=self.member(), name=data["name"], answer=data["passkey"])
        if not added.recovery_codes:
            return self.to_security()
        return self.render("accounts/security_codes.html", {"codes": added.recovery_codes, "is_first": True})


class NewPasskeyOptions(OptionsPage):
    """What the browser needs to make one, for the proof in the form."""

    limits = ("password",)

    def for_browser(self) -> dict[str, Any]:
        member = self.member()
        form = NewPasskeyForm(self.request.POST, is_on=self.factors.is_on)
        if not form.is_valid():
            raise InvalidInput()
        return services.new_passkey_options(actor=member, proof=form.proof)


class ProofOptions(OptionsPage):
    """What a passkey is to sign for a fresh proof."""

    def for_browser(self) -> dict[str, Any]:
        return services.fresh_challenge(actor=self.member(), method=methods.PASSKEY) or {}


class OnePasskey(SecurityPage):
    """One passkey: its name, and the way to be rid of it."""

    limits = ("password",)

    def _shown(self, passkey_id: UUID) -> Passkey:
        found = queries.passkeys_of(self.member().pk).filter(pk=passkey_id).first()
        return found or refuse(PasskeyNotFound())

    def _show(self, row: Passkey, form: ProofForm, refused: DomainError | None = None) -> HttpResponse:
        name = NameForm(initial={"name": row.name})
        return self.form_page("accounts/security_passkey.html", form, refused=refused, row=row, name_form=name)

    def get(self, request: HttpRequest, passkey_id: UUID) -> HttpResponse:
        return self._show(self._shown(passkey_id), ProofForm())

    def post(self, request: HttpRequest, passkey_id: UUID) -> HttpResponse:
        row, form = self._shown(passkey_id), ProofForm(request.POST)
        if not form.is_valid():
            return self._show(row, form, InvalidInput())
        try:
            services.remove_passkey(actor=self.member(), passkey_id=passkey_id, proof=form.proof)
        except DomainError as refused:
            return self._show(row, form, refused)
        return self.to_security()


class NamePasskey(SecurityPage):
    """Gives a passkey another name."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, passkey_id: UUID) -> HttpResponse:
        member, form = self.member(), NameForm(request.POST)
        if form.is_valid():
            services.rename_passkey(actor=member, passkey_id=passkey_id, name=form.cleaned_data["name"])
        return self.to_security()


urlpatterns: list[URLPattern] = [
    path("settings/security/passkeys/new", NewPasskey.as_view(), name="security-passkey-new"),
    path("settings/security/passkeys/options", NewPasskeyOptions.as_view(), name="security-passkey-options"),
    path("settings/security/proof/options", ProofOptions.as_view(), name="security-proof-options"),
    path("settings/security/passkeys/<uuid:passkey_id>", OnePasskey.as_view(), name="security-passkey"),
    path("settings/security/passkeys/<uuid:passkey_id>/name", NamePasskey.as_view(), name="security-passkey-name"),
]
