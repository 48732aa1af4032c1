"""The one sign-in page, for pages and the admin: the API's lockout, limits and device sessions behind a form."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from accounts.auth import services
from accounts.auth.errors import AccountStopped, InvalidCredentials
from accounts.auth.forms import SignInForm
from accounts.auth.lockout import SignInLocked
from accounts.auth.pages import second_step, sessions
from config import context
from config.api.throttles import spend
from config.errors import TooMany
from config.pages.destinations import local_path
from config.pages.view import Page, SeeOther, address_key


class SignIn(Page):
    """Takes a name and a password. `next` leads back to a path of this installation."""

    def limit_key(self) -> str:
        return address_key()

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.viewer.is_authenticated:
            return SeeOther(self._next())
        return self._show(SignInForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SignInForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=400)
        try:
            proven = self._prove(form.cleaned_data["username"], form.cleaned_data["password"])
        except (InvalidCredentials, AccountStopped, SignInLocked, TooMany) as refused:
            stopped = refused if isinstance(refused, AccountStopped) else None
            response = self._show(form, status=refused.status, refused=refused, stopped=stopped)
            for name, value in refused.headers.items():
                response.headers[name] = value
            return response
        # Until `enter_pages` nothing is open: where the account has a second step, that comes first.
        asked = services.ask_second_step(proven)
        if asked is not None:
            return second_step.lead_on(asked, back_to=self._next())
        sessions.begin(request, services.enter_pages(proven))
        return SeeOther(self._next())

    def _prove(self, name: str, password: str) -> services.Proven:
        """As `POST /auth/login` does, out of the same limits."""
        spend("sign-in-address", context.current().address)
        who = services.candidate(name)
        spend("sign-in-account", who.limit_key)
        return services.prove_password(who, password=password)

    def _next(self) -> str:
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        return local_path(asked.get("next", "")) or "/"

    def _show(self, form: SignInForm, *, status: int = 200, **values: Any) -> HttpResponse:
        return self.render("accounts/sign_in.html", {"form": form, "next": self._next(), **values}, status=status)


class SignOut(Page):
    """Ends the session of this browser. Saying it twice is no error."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        logout(request)
        return SeeOther("/")


urlpatterns: list[URLPattern] = [
    path("sign-in", SignIn.as_view(), name="sign-in-page"),
    path("sign-out", SignOut.as_view(), name="sign-out-page"),
]
