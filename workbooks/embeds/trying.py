"""On the desk: try a URL. The rules answer at once; what is there is looked at by a job, as for a member's workbook."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from config.desk import access
from config.desk.groups import Group
from config.desk.links import to_row
from config.desk.marks import moment
from config.desk.site import desk_page, register_page
from workbooks.embeds import services
from workbooks.embeds.errors import EmbedUrlRefused
from workbooks.embeds.parsing import LONGEST_URL
from workbooks.embeds.queries import CheckedUrl, check_url, probe_of

PAGE = "page:try-embed"


class UrlForm(forms.Form):
    """The URL that is tried, as somebody would paste it."""

    url = forms.CharField(label=_("URL"), max_length=LONGEST_URL, strip=False)


def try_page(request: HttpRequest) -> HttpResponse:
    """What the rules say of a URL, and what is known of what is there; a POST has it looked at."""
    sent = request.POST if request.method == "POST" else request.GET
    asking = UrlForm(sent if "url" in sent else None)
    checked: CheckedUrl | None = None
    if asking.is_bound and asking.is_valid():
        try:
            checked = check_url(asking.cleaned_data["url"])
        except EmbedUrlRefused as refused:
            asking.add_error("url", f"{refused.errors[0].message} ({refused.reason})")
    if request.method == "POST" and checked is not None:
        if not access.may(request.user, PAGE, "look"):
            raise PermissionDenied
        services.ask_probe(url=checked.url)
        return HttpResponseRedirect(f"{reverse('admin:try-embed')}?{urlencode({'url': checked.url})}")
    context = {
        "asking": asking,
        "checked": checked,
        "facts": _facts(checked) if checked else [],
        "may_look": access.may(request.user, PAGE, "look"),
    }
    return desk_page(request, _("Try a URL"), "admin/embeds/try.html", context)


def _facts(checked: CheckedUrl) -> list[tuple[Any, Any]]:
    known = probe_of(checked.url)
    facts: list[tuple[Any, Any]] = [(_("Kept as"), checked.url), (_("Source"), to_row(checked.source))]
    if known is None:
        return [*facts, (_("Verdict"), _("nobody has asked yet"))]
    return [
        *facts,
        (_("Verdict"), to_row(known, known.get_verdict_display())),
        (_("Reasons"), ", ".join(known.reasons)),
        (_("Looked at"), moment(known.checked_at)),
        (_("Status"), known.status_code),
        (_("Content type"), known.content_type),
        ("X-Frame-Options", known.x_frame_options),
        ("frame-ancestors", known.frame_ancestors),
        (_("Title"), known.title),
        (_("Image"), known.image_url),
    ]


def register() -> None:
    """Called when the app is ready."""
    register_page("embeds/try/", "try-embed", try_page, label=_("Try a URL"), group=Group.CONTENT)
