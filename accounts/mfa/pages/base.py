"""What the pages of one's security share: who may look, how a refusal is shown, how a proof is asked for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from accounts.auth.forms import MailForm
from accounts.mfa import methods, queries
from accounts.mfa.forms import ProofForm
from config.errors import DomainError, InvalidInput
from config.pages.view import Page, SeeOther, SignInFirst

# Where a refusal belongs on a form; any other stands above it.
FIELD_OF = {"wrong_password": "current_password", "wrong_code": "code", "invalid_code": "code"}


class SecurityPage(Page):
    """A page of one's own security, for whoever is signed in; muted members look after their account as well."""

    limits: ClassVar[tuple[str, ...]] = ("mfa",)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.factors = queries.Factors()

    def member(self) -> Any:
        """Who looks, with what they have of a second step."""
        if not self.viewer.is_authenticated or self.viewer.pk is None:
            raise SignInFirst
        self.factors = queries.factors_of(self.viewer.pk)
        return self.viewer

    def back(self, request: HttpRequest) -> str:
        return reverse("security") if request.method == "POST" else request.path

    def form_page(
        self, template: str, form: MailForm, *, refused: DomainError | None = None, status: int = 200, **values: Any
    ) -> HttpResponse:
        """A page with a form, and what was refused at its field."""
        if refused is not None:
            if isinstance(refused, InvalidInput):
                form.take(refused)
            else:
                field = FIELD_OF.get(refused.code)
                form.add_error(field if field in form.fields else None, refused.message)
            status = refused.status
        shown = {
            "form": form,
            "has_mail": self.factors.email_since is not None,
            "has_passkey": methods.PASSKEY in self.factors.methods,
            "sent": "sent" in self.request.GET,
            **values,
        }
        response = self.render(template, shown, status=status)
        for name, value in refused.headers.items() if refused else ():
            response.headers[name] = value
        return response

    def to_security(self) -> HttpResponse:
        """Back to the page of one's security."""
        return SeeOther(reverse("security"))


class ProvenPage(SecurityPage, ABC):
    """A deed that asks for a fresh proof: a form, the deed, and what came of it."""

    limits: ClassVar[tuple[str, ...]] = ("password",)
    template: ClassVar[str]

    def get(self, request: HttpRequest, **path: Any) -> HttpResponse:
        self.member()
        return self.show(self.form(), **path)

    def post(self, request: HttpRequest, **path: Any) -> HttpResponse:
        self.member()
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form, status=400, **path)
        try:
            return self.carry_out(form, **path)
        except DomainError as refused:
            return self.show(self.form(request.POST), refused=refused, **path)

    def form(self, data: Any = None) -> Any:
        """The form of the page, for whoever looks."""
        return ProofForm(data, is_on=self.factors.is_on)

    def show(self, form: Any, *, status: int = 200, refused: DomainError | None = None, **path: Any) -> HttpResponse:
        """The page with its form."""
        if refused is not None:
            form.is_valid()
        return self.form_page(self.template, form, refused=refused, status=status)

    @abstractmethod
    def carry_out(self, form: Any, **path: Any) -> HttpResponse:
        """The deed, and the page that follows; what it refuses is shown."""


class OptionsPage(SecurityPage, ABC):
    """What the script asks for before it asks for a passkey: JSON, or a sentence why not."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **path: Any) -> HttpResponse:
        try:
            return JsonResponse({"options": self.for_browser()})
        except DomainError as refused:
            response = JsonResponse({"message": refused.message}, status=refused.status)
            for name, value in refused.headers.items():
                response.headers[name] = value
            return response

    @abstractmethod
    def for_browser(self) -> dict[str, Any]:
        """What `navigator.credentials` is given."""
