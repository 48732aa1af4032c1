"""The second step of signing in to pages, and signing in with a passkey alone."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse

from accounts.auth.errors import AccountStopped, SecondStepLocked
from accounts.auth.pages import second_step, sessions
from accounts.auth.services import PageSession
from accounts.mfa import limits, methods, services
from accounts.mfa.errors import InvalidCode, InvalidMfaToken
from accounts.mfa.forms import SecondStepForm
from accounts.mfa.services.recovery import looks_like_one
from config.errors import DomainError, TooMany
from config.pages.destinations import local_path
from config.pages.view import Page, SeeOther, address_key, sign_in_url

REFUSED = (InvalidCode, SecondStepLocked, TooMany, AccountStopped)


class StepPage(Page):
    """A page between the password and the session. A sign-in that waits no more leads back to its beginning."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except InvalidMfaToken:
            return second_step.forget(SeeOther(sign_in_url(back_to=self.next())))

    def limit_key(self) -> str:
        return address_key()

    def next(self) -> str:
        """The path of this installation that all this leads to."""
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        return local_path(asked.get("next", "")) or "/"

    def here(self, **more: str) -> str:
        """This page, on the same way."""
        return f"{reverse('sign-in-code-page')}?{urlencode({'next': self.next(), **more})}"

    def enter(self, opened: PageSession) -> HttpResponse:
        """Sign the browser in, and go where it wanted to."""
        sessions.begin(self.request, opened)
        return second_step.forget(SeeOther(self.next()))

    def show(self, form: SecondStepForm, *, refused: DomainError | None = None, status: int = 200) -> HttpResponse:
        """The page with the ways that the account has."""
        ways = services.methods_of(second_step.token_of(self.request))
        values = {
            "form": form,
            "next": self.next(),
            "has_app": methods.TOTP in ways,
            "has_mail": methods.EMAIL in ways,
            "has_passkey": methods.PASSKEY in ways,
            "sent": "sent" in self.request.GET,
            "refused": refused,
        }
        response = self.render("accounts/second_step.html", values, status=refused.status if refused else status)
        for name, value in refused.headers.items() if refused else ():
            response.headers[name] = value
        return response


class SignInCode(StepPage):
    """Takes a code of whatever sort, or a passkey's answer. Six digits may be the app's or the mail's."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.viewer.is_authenticated:
            return SeeOther(self.next())
        return self.show(SecondStepForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SecondStepForm(request.POST)
        answer = request.POST.get("passkey", "")
        if not answer and not form.is_valid():
            return self.show(form, status=400)
        given = answer or form.cleaned_data["code"]
        if answer:
            ways = [methods.PASSKEY]
        else:
            ways = [methods.RECOVERY] if looks_like_one(given) else [methods.TOTP, methods.EMAIL]
        try:
            limits.spend_address()
            opened = services.verify_pages(token=second_step.token_of(request), ways=ways, given=given)
        except REFUSED as refused:
            return self.show(SecondStepForm(), refused=refused)
        return self.enter(opened)


class SendCode(StepPage):
    """Has a code mailed, and leads back to where it is typed in."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        token = second_step.token_of(request)
        try:
            limits.spend_mail(token, self.viewer)
            services.challenge(token=token, method=methods.EMAIL)
        except TooMany as refused:
            return self.show(SecondStepForm(), refused=refused)
        return SeeOther(self.here(sent="1"))


class JsonStep(StepPage):
    """What the script asks for before a passkey signs."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            limits.spend_address()
            return JsonResponse({"options": self.for_browser()})
        except DomainError as refused:
            return JsonResponse({"message": refused.message}, status=refused.status)

    def for_browser(self) -> dict[str, Any]:
        """What `navigator.credentials.get` is given."""
        options = services.challenge(token=second_step.token_of(self.request), method=methods.PASSKEY)
        return options or {}


class AloneOptions(JsonStep):
    """The same where nobody has said yet who they are."""

    def for_browser(self) -> dict[str, Any]:
        return services.passkey_options()


class SignInPasskey(StepPage):
    """Signs in whoever's passkey answered."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            limits.spend_address()
            opened = services.sign_in_with_passkey_pages(answer=request.POST.get("passkey", ""))
        except REFUSED as refused:
            values = {"message": refused.message, "failed": True, "again": sign_in_url(back_to=self.next())}
            return self.render("accounts/result.html", values, status=refused.status)
        return self.enter(opened)


urlpatterns: list[URLPattern] = [
    path("sign-in/code", SignInCode.as_view(), name="sign-in-code-page"),
    path("sign-in/code/mail", SendCode.as_view(), name="sign-in-mail-page"),
    path("sign-in/code/options", JsonStep.as_view(), name="sign-in-code-options"),
    path("sign-in/passkey", SignInPasskey.as_view(), name="sign-in-passkey-page"),
    path("sign-in/passkey/options", AloneOptions.as_view(), name="sign-in-passkey-options"),
]
