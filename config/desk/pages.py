"""The bases of every page of the desk: what a role may see, bounded lists, deeds, panels, links to where a row is seen.

`ReadOnlyAdmin` shows rows that the platform alone writes. `FormAdmin` has real forms, whose last step is a service.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from config.desk import access, searching
from config.desk.counting import BoundedPaginator
from config.desk.deeds import Deed
from config.desk.doing import Doing, put_into, sentence
from config.desk.groups import Group
from config.desk.links import rows_url
from config.desk.narrowing import narrowing
from config.desk.panels import panels_of
from config.errors import DomainError

__all__ = ["DeskAdmin", "FormAdmin", "ReadOnlyAdmin"]


class DeskAdmin(Doing, admin.ModelAdmin):
    """What every page of the desk has.

    `group` is where it stands, `place` its order there (50 where nothing is said). `audit_target` is the word by which
    audit rows name such a row (`"user"`): its History then leads to them. `deeds` are its actions. `facts(row)`,
    `public_url(row)` and `api_url(row)` fill the head of a row's page. `search_fields` name whole lookups
    (`username__exact`), which are tried in turn; those in `search_newest` are looked for last, and among the newest
    rows alone.
    """

    group: Group = Group.OPERATIONS
    place: int = 50
    audit_target: str = ""
    deeds: Sequence[Deed] = ()
    search_newest: Sequence[str] = ()

    actions = None
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = BoundedPaginator
    list_per_page = 50
    list_max_show_all = 0
    save_on_top = False
    view_on_site = False
    preserve_filters = False

    def facts(self, row: Any) -> list[tuple[Any, Any]]:
        """What stands at the head of a row's page: labels and values, in a few statements at most."""
        return []

    def public_url(self, row: Any) -> str:
        """Where everyone sees the row; empty where nobody does."""
        return ""

    def api_url(self, row: Any) -> str:
        """Where the API shows the row; empty where it does not."""
        return ""

    # Who may: the table alone decides.

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.may(request.user, self.model, access.VIEW)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return access.may(request.user, self.model, access.ADD)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.may(request.user, self.model, access.CHANGE)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.may(request.user, self.model, access.DELETE)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    # What is shown: never what the viewer may not see.

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        hidden = access.hidden_fields(request.user, self.model)
        return [name for name in super().get_list_display(request) if name not in hidden]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        hidden = access.hidden_fields(request.user, self.model)
        return [each for each in super().get_list_filter(request) if _field_of(each) not in hidden]

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        hidden = access.hidden_fields(request.user, self.model)
        named = [*super().get_search_fields(request), *self.search_newest]
        return [name for name in named if name.split("__")[0] not in hidden]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        hidden = access.hidden_fields(request.user, self.model)
        kept = []
        for name, options in super().get_fieldsets(request, obj):
            fields = [field for field in flatten_fieldsets([(name, options)]) if field not in hidden]
            if fields:
                kept.append((name, {**options, "fields": fields}))
        return kept

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*(super().get_exclude(request, obj) or ()), *access.hidden_fields(request.user, self.model)]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Filters in an address must not tell what columns do not show."""
        hidden = {*access.hidden_fields(access.viewer(), self.model), *(self.exclude or ())}
        return lookup.split("__")[0] not in hidden and super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        fields = self.get_search_fields(request)
        newest = [name for name in fields if name in self.search_newest]
        exact = [name for name in fields if name not in self.search_newest]
        return searching.found(queryset, search_term, exact, newest), False

    # What stands around it.

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context = {"page": self, "title": self.opts.verbose_name_plural, **(extra_context or {})}
        response: Any = super().changelist_view(request, context)
        if (shown := getattr(response, "context_data", None)) and "cl" in shown:
            shown["narrowed"] = narrowing(shown["cl"])
        return response

    def render_change_form(
        self,
        request: HttpRequest,
        context: Any,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        context["page"] = self
        if obj is not None:
            context |= {
                "title": str(obj),
                "subtitle": None,
                "facts": self.facts(obj),
                "row_deeds": [(deed, self.deed_url(obj, deed)) for deed in self.deeds_for(request, obj)],
                "panels": panels_of(self, obj),
                "public_url": self.public_url(obj),
                "api_url": self.api_url(obj),
                "history_url": self._history_url(obj),
                "may_change": self.has_change_permission(request, obj),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The audit rows about this row; the audit is the one record of what staff did."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object(request, object_id)
        url = self._history_url(row) if row is not None else ""
        if not url:
            raise Http404
        return HttpResponseRedirect(url)

    def _history_url(self, row: Any) -> str:
        if not self.audit_target or not access.may(access.viewer(), "audit.AuditEntry", access.VIEW):
            return ""
        filters = {"target_type__exact": self.audit_target, "target_id__exact": self.audit_id(row)}
        return rows_url("audit.AuditEntry", **filters)

    def audit_id(self, row: Any) -> str:
        """How audit rows name this row."""
        return str(row.pk)

    # Django's own log of the admin would be a second, unsealed record.

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        return None

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        return None

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:  # type: ignore[override]
        return None

    @property
    def media(self) -> forms.Media:
        """Choosing all rows of a list, and deeds by one key; pages work without either."""
        return forms.Media(js=["desk/choose.js", "desk/keys.js"])


class ReadOnlyAdmin(DeskAdmin):
    """Rows are looked at; nothing is added, changed or deleted by hand, whatever the table says."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class FormAdmin(DeskAdmin):
    """Real add and change forms. What is right in them is handed to `save_by_service`, which calls a service."""

    def save_by_service(self, request: HttpRequest, row: Model | None, data: Mapping[str, Any]) -> Model:
        """Do what the form asks for, by a service that also writes the audit; returns the row.

        `row` is None for a new one. Errors of config.errors stand beside the fields that they name.
        """
        raise NotImplementedError  # each page has its own; ABC does not go with the metaclass of Django's admin

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Removing is a deed of its own, where there is a service for it."""
        return False

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, with the service as the last step of its validation: what it refuses stands in the form."""
        page, base = self, super().get_form(request, obj, change=change, **kwargs)

        class ServiceForm(base):  # type: ignore[misc, valid-type]
            done: Model | None = None

            def full_clean(self) -> None:
                super().full_clean()
                if not self.is_bound or self._errors:
                    return
                try:
                    with transaction.atomic():
                        self.done = page.save_by_service(request, obj, self.cleaned_data)
                except DomainError as refused:
                    if not put_into(self, refused):
                        self.add_error(None, sentence(refused))
                except ValidationError as wrong:
                    self.add_error(None, wrong.messages)

        return ServiceForm

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        return form.done

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        return None

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        return None


def _field_of(list_filter: Any) -> str:
    """The field that a filter is about, however it was given."""
    named = list_filter[0] if isinstance(list_filter, tuple | list) else list_filter
    return str(named) if isinstance(named, str) else str(getattr(named, "parameter_name", ""))
