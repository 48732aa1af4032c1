"""Setting an app or mailed codes up, new recovery codes, and turning it all off. Codes are shown once."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from accounts.mfa import services
from accounts.mfa.forms import CodeForm
from accounts.mfa.pages.base import ProvenPage, SecurityPage
from accounts.mfa.services import SetUp
from config.errors import DomainError


def grouped(secret: str) -> str:
    """A secret as people type it."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


class App(ProvenPage):
    """Begins the set-up of an app. Whoever has a second step proves anew who they are."""

    template = "accounts/security_app.html"

    def show(self, form: Any, *, status: int = 200, refused: DomainError | None = None, **path: Any) -> HttpResponse:
        if refused is not None:
            form.is_valid()
        return self.form_page(self.template, form, refused=refused, status=status, asks=self.factors.is_on)

    def carry_out(self, form: Any, **path: Any) -> HttpResponse:
        made = services.set_up_totp(actor=self.member(), proof=form.proof)
        return self.render("accounts/security_app_confirm.html", {"form": CodeForm(), **confirmation(made)})


def confirmation(made: SetUp) -> dict[str, Any]:
    """What the page shows that waits for a first code."""
    return {"made": made, "secret": grouped(made.secret)}


class ConfirmApp(SecurityPage):
    """Takes the app's first code; a wrong one shows the same secret again, as long as it waits."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        member, form = self.member(), CodeForm(request.POST)
        refused: DomainError | None = None
        if form.is_valid():
            try:
                codes = services.confirm_totp(actor=member, code=form.cleaned_data["code"])
                return self.render("accounts/security_codes.html", {"codes": codes, "is_first": True})
            except DomainError as error:
                refused = error
        made = services.waiting_set_up(member)
        if made is None:
            return self.to_security()
        return self.form_page(
            "accounts/security_app_confirm.html", form, refused=refused, status=400, **confirmation(made)
        )


class Mail(ProvenPage):
    """Has a first code mailed, which turns mailed codes on when it comes back."""

    template = "accounts/security_mail.html"
    limits = ("mail", "password")

    def show(self, form: Any, *, status: int = 200, refused: DomainError | None = None, **path: Any) -> HttpResponse:
        if refused is not None:
            form.is_valid()
        return self.form_page(self.template, form, refused=refused, status=status, asks=self.factors.is_on)

    def carry_out(self, form: Any, **path: Any) -> HttpResponse:
        services.set_up_email(actor=self.member(), proof=form.proof)
        return self.render("accounts/security_mail_confirm.html", {"form": CodeForm()})


class ConfirmMail(SecurityPage):
    """Takes the code from the mail."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        member, form = self.member(), CodeForm(request.POST)
        refused: DomainError | None = None
        if form.is_valid():
            try:
                codes = services.confirm_email(actor=member, code=form.cleaned_data["code"])
            except DomainError as error:
                refused = error
            else:
                if not codes:
                    return self.to_security()
                return self.render("accounts/security_codes.html", {"codes": codes, "is_first": True})
        return self.form_page("accounts/security_mail_confirm.html", form, refused=refused, status=400)


class NewCodes(ProvenPage):
    """Ten new recovery codes; those from before are dead."""

    template = "accounts/security_new_codes.html"

    def carry_out(self, form: Any, **path: Any) -> HttpResponse:
        codes = services.renew_recovery_codes(actor=self.member(), proof=form.proof)
        return self.render("accounts/security_codes.html", {"codes": codes})


class Off(ProvenPage):
    """Turns the second step off."""

    template = "accounts/security_off.html"

    def carry_out(self, form: Any, **path: Any) -> HttpResponse:
        services.disable_mfa(actor=self.member(), proof=form.proof)
        return self.to_security()


class AppOff(Off):
    """Takes the app away."""

    method = "totp"
    template = "accounts/security_off_one.html"

    def carry_out(self, form: Any, **path: Any) -> HttpResponse:
        services.disable_mfa(actor=self.member(), proof=form.proof, method=self.method)
        return self.to_security()

    def show(self, form: Any, *, status: int = 200, refused: DomainError | None = None, **path: Any) -> HttpResponse:
        if refused is not None:
            form.is_valid()
        return self.form_page(self.template, form, refused=refused, status=status, method=self.method)


class MailOff(AppOff):
    """Takes mailed codes away."""

    method = "email"


urlpatterns: list[URLPattern] = [
    path("settings/security/app", App.as_view(), name="security-app"),
    path("settings/security/app/confirm", ConfirmApp.as_view(), name="security-app-confirm"),
    path("settings/security/app/off", AppOff.as_view(), name="security-app-off"),
    path("settings/security/mail", Mail.as_view(), name="security-mail"),
    path("settings/security/mail/confirm", ConfirmMail.as_view(), name="security-mail-confirm"),
    path("settings/security/mail/off", MailOff.as_view(), name="security-mail-off"),
    path("settings/security/codes", NewCodes.as_view(), name="security-codes"),
    path("settings/security/off", Off.as_view(), name="security-off"),
]
