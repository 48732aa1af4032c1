"""The limits' page: what is configured and refused, what somebody has used, and lifting it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from config import clock
from config.api import limits
from config.desk import access, links
from config.desk.doing import put_into, sentence
from config.desk.groups import Group
from config.desk.inputs import told
from config.desk.site import desk_page, register_page
from config.errors import DomainError

PAGE = "page:limits"


class Asking(forms.Form):
    """Whose counts are looked for."""

    limit = forms.ChoiceField(label=_("Limit"), required=False)
    account = forms.CharField(
        label=_("Account"), required=False, max_length=254, help_text=_("Username, e-mail address or id.")
    )
    address = forms.CharField(label=_("Address"), required=False, max_length=45, help_text=_("IPv4 or IPv6."))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        named: Any = self.fields["limit"]
        named.choices = [("", _("All limits")), *((each.name, each.name) for each in limits.limits())]


class Reason(forms.Form):
    """Why it is lifted."""

    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("Kept in the audit."))


def limits_page(request: HttpRequest) -> HttpResponse:
    """All limits; with an account or an address, what is used. `?lift=counts` or `?lift=lock` asks, a POST does it."""
    asking = Asking(request.GET if {"account", "address", "limit"} & set(request.GET) else None)
    asked: dict[str, str] = {}
    if asking.is_bound and asking.is_valid():
        data = asking.cleaned_data
        asked = {"limit": data["limit"], "name": data["account"].strip(), "address": data["address"].strip()}
    is_asked = bool(asked.get("name") or asked.get("address"))
    lift = request.GET.get("lift", "")
    if is_asked and lift in {"counts", "lock"}:
        return _lift(request, asked, lift)
    uses: list[limits.Use] = []
    account = None
    if is_asked:
        try:
            uses = limits.uses(**asked)
            account = limits.account(asked["name"], asked["address"])
        except DomainError as refused:
            is_asked = False
            if not put_into(asking, refused):
                asking.add_error(None, sentence(refused))
    context = {
        "rows": _rows(),
        "is_off": not settings.THROTTLES,
        "is_local": limits.are_counted_here(),
        "asking": asking,
        "is_asked": is_asked,
        "uses": uses,
        "lock": _lock(account) if account else None,
        "member": links.to_key("accounts.User", account.member_id, account.username) if account else "",
        "may_lift": access.may(request.user, PAGE, "lift"),
        "query": _query(request, *Asking.base_fields),
    }
    return desk_page(request, _("Limits"), "admin/limits/page.html", context)


def _query(request: HttpRequest, *names: str) -> str:
    """What is asked for, as it stands in the address."""
    return urlencode([(name, request.GET.get(name, "")) for name in names if name in request.GET])


def _rows() -> list[dict[str, Any]]:
    refused = limits.refused()
    return [{"limit": each, "refused": refused[each.name] if refused is not None else None} for each in limits.limits()]


def _lock(account: limits.Account) -> dict[str, Any]:
    is_locked = account.locked_until is not None and account.locked_until > clock.now()
    return {"failures": account.failures, "until": told(account.locked_until) if is_locked else ""}


def _lift(request: HttpRequest, asked: dict[str, str], what: str) -> HttpResponse:
    """The page that asks, and from its yes to the service."""
    if not access.may(request.user, PAGE, "lift"):
        raise PermissionDenied
    actor: Any = request.user
    back = f"{reverse('admin:limits')}?{_query(request, *Asking.base_fields)}"
    form = Reason(request.POST if request.method == "POST" else None)
    try:
        if request.method == "POST" and form.is_valid():
            reason = form.cleaned_data["reason"]
            if what == "lock":
                done = int(limits.unlock(actor=actor, name=asked["name"], reason=reason))
            else:
                done = limits.lift(actor=actor, reason=reason, **asked)
            text = ngettext("%d count was lifted.", "%d counts were lifted.", done) % done
            messages.success(request, _("The lock is lifted.") if what == "lock" and done else text)
            return HttpResponseRedirect(back)
        uses = limits.uses(**asked) if what == "counts" else []
    except DomainError as refused:
        messages.error(request, sentence(refused))
        return HttpResponseRedirect(reverse("admin:limits"))
    whose = ", ".join(value for value in (asked["name"], asked["address"]) if value)
    context = {"form": form, "what": what, "whose": whose, "uses": uses, "back": back}
    status = 422 if request.method == "POST" else 200
    return desk_page(request, _("Lift"), "admin/limits/lift.html", context, status=status)


def register() -> None:
    """Called when the app is ready."""
    register_page("limits/", "limits", limits_page, label=_("Limits"), group=Group.OPERATIONS)
