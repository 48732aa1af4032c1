"""The pages behind the links in mails: they work without script, and following a link uses nothing up.

Programs that look through mail open every link in it, so a GET shows a button and reads no row; the POST behind it does
what the API's endpoint of the same deed does, by the same services and out of the same limits.

The token stands in the page's address. `same-origin` keeps it from every other site; `no-referrer` would as well, but
browsers then send `Origin: null` with the form, which the check against forged requests refuses.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from accounts.auth import lockout, services
from accounts.auth.errors import InvalidToken
from accounts.auth.forms import AddressForm, MailForm, NewPasswordForm, TokenForm
from config.api.throttles import spend
from config.errors import DomainError, InvalidInput, NotSignedIn
from config.pages.view import Page, address_key


class MailPage(ABC, Page):
    """A form with a button, and then what came of it. `limits` are those of the API's endpoint beside `client`."""

    form_class: ClassVar[type[MailForm]]
    template: ClassVar[str]
    done: ClassVar[Any]
    may_ask_again: ClassVar[bool] = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase
        try:
            response = super().dispatch(request, *args, **kwargs)
        except DomainError as refused:
            response = self.refusal(refused)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    def limit_key(self) -> str:
        return address_key()

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(self.form_class())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.show(form, status=400)
        try:
            self.carry_out(form.cleaned_data)
        except InvalidInput as refused:
            form.take(refused)
            return self.show(form, status=refused.status)
        return self.render("accounts/result.html", {"message": self.done})

    @abstractmethod
    def carry_out(self, data: dict[str, Any]) -> None:
        """The deed of the page, with the form's input; what it refuses is shown."""

    def show(self, form: MailForm, *, status: int = 200) -> HttpResponse:
        """The page with its form."""
        return self.render(self.template, {"form": form}, status=status)

    def refusal(self, refused: DomainError) -> HttpResponse:
        """A page that says why not, with the API's status and headers."""
        message: Any = refused.message
        if isinstance(refused, NotSignedIn):
            message = _("Nobody may sign in to this account at present, so nothing was changed.")
        ask_again = self.may_ask_again and isinstance(refused, InvalidToken)
        values = {"message": message, "failed": True, "ask_again": ask_again}
        response = self.render("accounts/result.html", values, status=refused.status)
        for name, value in refused.headers.items():
            response.headers[name] = value
        return response


class TokenPage(MailPage):
    """A page whose link brought a token."""

    form_class: ClassVar[type[TokenForm]]

    def get(self, request: HttpRequest) -> HttpResponse:
        token = request.GET.get("token", "")
        return self.show(self.form_class(initial={"token": token}))

    def show(self, form: MailForm, *, status: int = 200) -> HttpResponse:
        if form["token"].value() and not (form.is_bound and form["token"].errors):
            form.hide("token")
        return super().show(form, status=status)


class VerifyEmail(TokenPage):
    """Proves an address, or a new one, which then becomes the account's."""

    form_class = TokenForm
    template = "accounts/verify_email.html"
    done = _("Your e-mail address is verified.")

    def carry_out(self, data: dict[str, Any]) -> None:
        services.verify_email(token=data["token"])


class ResetPassword(TokenPage):
    """Sets a new password. Mails that only warn lead here without a token: then a link can be asked for."""

    form_class = NewPasswordForm
    template = "accounts/reset_password.html"
    done = _("Your new password is set. Every device is signed out; sign in with the new password.")
    limits = ("password",)
    may_ask_again = True

    def get(self, request: HttpRequest) -> HttpResponse:
        if not request.GET.get("token"):
            return self.render(ForgotPassword.template, {"form": ForgotPassword.form_class()})
        return super().get(request)

    def carry_out(self, data: dict[str, Any]) -> None:
        services.reset_password(token=data["token"], new_password=data["new_password"])


class ForgotPassword(MailPage):
    """Has a link for a new password sent, if the address is somebody's. The page does not tell."""

    form_class = AddressForm
    template = "accounts/forgot_password.html"
    done = _("If this address belongs to an account, a mail with a link is on its way. The link is good for an hour.")
    limits = ("mail",)

    def carry_out(self, data: dict[str, Any]) -> None:
        spend("mail", f"to:{lockout.key_of(data['email'])}")
        services.ask_reset(email=data["email"])


urlpatterns: list[URLPattern] = [
    path("verify-email", VerifyEmail.as_view(), name="verify-email-page"),
    path("reset-password", ResetPassword.as_view(), name="reset-password-page"),
    path("forgot-password", ForgotPassword.as_view(), name="forgot-password-page"),
]
