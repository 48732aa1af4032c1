"""The way of a deed: from a list or a row to the page that asks, and from its yes to the service."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.desk import access
from config.desk.deeds import MOST_ROWS, Deed, registered_deeds
from config.desk.links import to_row
from config.errors import DomainError

if TYPE_CHECKING:
    _Page = admin.ModelAdmin
else:
    _Page = object


class Doing(_Page):
    """Mixed into pages: offers their deeds, asks, and does."""

    deeds: Iterable[Deed]

    def all_deeds(self) -> list[Deed]:
        """The page's own deeds, and those that slices above put on it."""
        return [*self.deeds, *registered_deeds(access.label_of(self.model))]

    def deeds_for(self, request: HttpRequest, row: Any = None) -> list[Deed]:
        """The deeds that the viewer may do; with a row, those that fit it."""
        return [
            deed
            for deed in self.all_deeds()
            if access.may(request.user, self.model, deed.name) and (row is None or deed.fits(row))
        ]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Deeds that take several rows, as Django's list offers them."""
        return {
            deed.name: (self._asking(deed), deed.name, str(deed.label).replace("%", "%%"))
            for deed in self.deeds_for(request)
            if deed.many
        }

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_deed"
        view = self.admin_site.admin_view(self.deed_view)
        return [path("<path:object_id>/deed/<slug:name>/", view, name=name), *super().get_urls()]

    def told(self, row: Any) -> Any:
        """What stands beside a row where a deed is asked for."""
        return ""

    def deed_url(self, row: Any, deed: Deed) -> str:
        """Where a row's deed is asked for."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_deed", args=[row.pk, deed.name])

    def deed_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """One deed on one row."""
        deed = next((each for each in self.all_deeds() if each.name == name), None)
        if deed is None:
            raise Http404
        if not access.may(request.user, self.model, name) or not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        back = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])
        if not deed.fits(row):
            self.message_user(request, _("There is nothing to do: this has been done, or does not fit."), messages.INFO)
            return HttpResponseRedirect(back)
        return self._ask_or_do(request, deed, [row], [], back, is_confirmed=request.method == "POST")

    def _asking(self, deed: Deed) -> Any:
        def act(page: Doing, request: HttpRequest, queryset: Any) -> HttpResponse | None:
            found = list(queryset[: MOST_ROWS + 1])
            if len(found) > MOST_ROWS:
                text = _("Choose at most %(count)s rows at once.") % {"count": MOST_ROWS}
                page.message_user(request, text, messages.ERROR)
                return None
            rows = [row for row in found if deed.fits(row)]
            left = [row for row in found if not deed.fits(row)]
            if not rows:
                page.message_user(request, _("This fits none of the chosen rows."), messages.WARNING)
                return None
            return page._ask_or_do(
                request, deed, rows, left, request.get_full_path(), is_confirmed="confirmed" in request.POST
            )

        return act

    def _ask_or_do(
        self, request: HttpRequest, deed: Deed, rows: list[Any], left: list[Any], back: str, *, is_confirmed: bool
    ) -> HttpResponse:
        first = dict(deed.first(rows[0])) if len(rows) == 1 else {}
        form = deed.form(request.POST if is_confirmed else None, initial=first)
        if is_confirmed and form.is_valid() and self._do(request, deed, rows, form):
            is_gone = deed.ends or not self._still_there(rows)
            return HttpResponseRedirect(self._list_url() if is_gone else back)
        title = f"{deed.label}: {rows[0]}" if len(rows) == 1 else str(deed.label)
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "page": self,
            "deed": deed,
            "form": form,
            "rows": rows,
            "shown": [(to_row(row), self.told(row)) for row in rows],
            "list_url": self._list_url(),
            "left": left,
            "back": back,
            "checkbox": ACTION_CHECKBOX_NAME,
            "is_list": back == request.get_full_path(),
        }
        status = 422 if is_confirmed else 200
        return TemplateResponse(request, "admin/deed.html", context, status=status)

    def _do(self, request: HttpRequest, deed: Deed, rows: list[Any], form: forms.Form) -> bool:
        """Do it to each row; False where the one row's refusal stands in the form, for another try."""
        done = 0
        for row in rows:
            try:
                deed.does(request.user, row, form.cleaned_data)  # type: ignore[arg-type]
                done += 1
            except DomainError as refused:
                if len(rows) == 1 and put_into(form, refused):
                    return False
                self.message_user(request, f"{row}: {sentence(refused)}", messages.ERROR)
        if done:
            text = ngettext("%(deed)s: done for %(count)s row.", "%(deed)s: done for %(count)s rows.", done)
            self.message_user(request, text % {"deed": deed.label, "count": done}, messages.SUCCESS)
        return True

    def _still_there(self, rows: list[Any]) -> bool:
        return len(rows) > 1 or self.model._default_manager.filter(pk=rows[0].pk).exists()

    def _list_url(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")


def sentence(error: DomainError) -> str:
    """What was refused, in one line: the reasons of its fields, or else the error's own."""
    return " ".join(each.message for each in error.errors) or error.message


def put_into(form: forms.Form | forms.BaseForm, error: DomainError) -> bool:
    """Put the refusal beside the fields that it names; False where the form has none of them."""
    named: Mapping[str, forms.Field] = form.fields
    if not any(each.field.split(".")[0] in named for each in error.errors):
        return False
    for each in error.errors:
        field = each.field.split(".")[0]
        form.add_error(field if field in named else None, each.message)
    return True
