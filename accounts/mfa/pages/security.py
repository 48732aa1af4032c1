"""The page of one's security: the second step, passkeys, where one is signed in, the password."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from accounts.auth import queries as auth_queries
from accounts.auth import services as auth
from accounts.mfa import demands, queries, services
from accounts.mfa.forms import NewPasswordForm
from accounts.mfa.pages.base import ProvenPage, SecurityPage
from accounts.users.queries import user_by_id
from config.api.throttles import spend
from config.pages.destinations import local_path
from config.pages.view import SeeOther

MOST_SESSIONS = 50


class Security(SecurityPage):
    """How one's account is guarded, and where one is signed in."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        member = self.member()
        live = auth_queries.live_sessions(member.pk).order_by("-last_used_at")[:MOST_SESSIONS]
        values = {
            "factors": self.factors,
            "is_missing": demands.is_missing(member),
            "is_demanded": demands.is_demanded_of(member),
            "passkeys": queries.passkeys_of(member.pk).order_by("-pk"),
            "sessions": [(row, row.pk == getattr(member, "session_id", None)) for row in live],
            "next": local_path(request.GET.get("next", "")),
        }
        return self.render("accounts/security.html", values)


class EndSession(SecurityPage):
    """Ends one session of one's own."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, session_id: UUID) -> HttpResponse:
        auth.revoke_session(principal=self.member(), session_id=session_id)
        return self.to_security()


class EndOthers(SecurityPage):
    """Ends every session but this one."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        auth.revoke_other_sessions(principal=self.member())
        return self.to_security()


class ChangePassword(ProvenPage):
    """Gives the account a new password; this browser stays signed in, others do not."""

    template = "accounts/security_password.html"

    def form(self, data: Any = None) -> Any:
        return NewPasswordForm(data)

    def carry_out(self, form: Any, **path: Any) -> HttpResponse:
        data = form.cleaned_data
        member = self.member()
        # Looked up while Django's session still fits the old password.
        is_known = self.request.user.is_authenticated
        auth.change_password(
            principal=member, current_password=data["current_password"], new_password=data["new_password"]
        )
        if is_known and (user := user_by_id(member.pk)):
            update_session_auth_hash(self.request, user)
        return self.render("accounts/security_done.html", {"what": "password"})


class ProofMail(SecurityPage):
    """Has a code mailed that proves anew who one is, and leads back to the form that asks for it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        member = self.member()
        spend("mail", f"user:{member.pk}")
        services.ask_fresh_code(actor=member)
        back = local_path(request.POST.get("back", ""))
        return SeeOther(f"{back}?sent=1") if back.startswith("/settings/security") else self.to_security()


urlpatterns: list[URLPattern] = [
    path("settings/security", Security.as_view(), name="security"),
    path("settings/security/password", ChangePassword.as_view(), name="security-password"),
    path("settings/security/sessions/end-others", EndOthers.as_view(), name="security-end-others"),
    path("settings/security/sessions/<uuid:session_id>/end", EndSession.as_view(), name="security-end-session"),
    path("settings/security/proof/mail", ProofMail.as_view(), name="security-proof-mail"),
]
