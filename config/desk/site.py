"""The site of the desk: its entrance, its order, its start page, and pages that are no model's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from config.desk import access, figures
from config.desk.groups import Group
from config.desk.pages import DeskAdmin


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A page that is no model's; `DESK_ACCESS` has it as `page:<name>`."""

    path: str
    name: str
    view: Callable[..., HttpResponse]
    label: Any
    group: Group


_own_pages: dict[str, OwnPage] = {}


def register_page(path: str, name: str, view: Callable[..., HttpResponse], *, label: Any, group: Group) -> None:
    """Serve `view` at `/admin/<path>` as `admin:<name>`, for those whom `DESK_ACCESS["page:<name>"]["view"]` names.

    Called from an app's `ready()`. Forms posted to it reach the same view; it asks `access.may` for what they do.
    """
    _own_pages[name] = OwnPage(path, name, view, label, group)


_doors: list[Callable[[Any], str]] = []


def register_door(first_page: Callable[[Any], str]) -> None:
    """Have `first_page` asked of staff before the desk opens: where they are led to instead, or nothing."""
    if first_page not in _doors:
        _doors.append(first_page)


def _led_to(user: Any) -> str:
    return next((page for page in (door(user) for door in _doors) if page), "")


def desk_page(
    request: HttpRequest, title: Any, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> TemplateResponse:
    """A page in the desk's frame; its template extends `admin/base_site.html`."""
    from django.contrib import admin

    values = {**admin.site.each_context(request), "title": title, **(context or {})}
    return TemplateResponse(request, template, values, status=status)


class Desk(AdminSite):
    """Django's admin site, ordered by domain, open to those whom `DESK_ACCESS` names."""

    site_title = site_header = _("Sigma Playground")
    index_title = _("Desk")
    enable_nav_sidebar = False
    empty_value_display = "–"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only pages built on our bases come in: Django registers its own page of groups, which nobody has here."""
        if admin_class is not None and issubclass(admin_class, DeskAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff, as far as no door is before them."""
        return super().has_permission(request) and not _led_to(request.user)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """As Django's, with the viewer known while the page is made and drawn."""

        def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            with access.seen_by(request.user):
                response: Any = view(request, *args, **kwargs)
                if hasattr(response, "render") and not response.is_rendered:
                    response.render()
                return response

        return super().admin_view(update_wrapper(seen, view), cacheable)

    def get_urls(self) -> list[Any]:
        own = [path(page.path, self.admin_view(self._guarded(page)), name=page.name) for page in _own_pages.values()]
        # Passwords are changed by the API's own service; objects are reached by their pages.
        left_out = {"password_change", "password_change_done", "view_on_site"}
        return own + [each for each in super().get_urls() if getattr(each, "name", None) not in left_out]

    def _guarded(self, page: OwnPage) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not access.may(request.user, f"page:{page.name}", access.VIEW):
                raise PermissionDenied
            return page.view(request, *args, **kwargs)

        return update_wrapper(view, page.view)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """To the page where everyone signs in, and back. Whoever is signed in and no staff is refused."""
        here = reverse("admin:index", current_app=self.name)
        target = request.GET.get(REDIRECT_FIELD_NAME, "")
        if not url_has_allowed_host_and_scheme(target, allowed_hosts=None) or not target.startswith("/"):
            target = here
        if self.has_permission(request):
            return HttpResponseRedirect(target)
        if request.user.is_authenticated:
            first = _led_to(request.user) if super().has_permission(request) else ""
            if not first:
                raise PermissionDenied
            return HttpResponseRedirect(f"{first}?{urlencode({'next': target})}")
        return HttpResponseRedirect(f"{reverse('sign-in-page')}?{urlencode({'next': target})}")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Sign out of all pages, and to the page where one signs in."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        logout(request)
        return HttpResponseRedirect(reverse("sign-in-page"))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """The pages that the viewer may see, by group instead of by app."""
        by_group: dict[Group, list[dict[str, Any]]] = {group: [] for group in Group}
        for model, page in self._registry.items():
            if app_label in (None, model._meta.app_label) and page.has_view_permission(request):
                by_group[page.group].append(self._entry(request, model, page))  # type: ignore[attr-defined]
        for own in _own_pages.values():
            if app_label is None and access.may(request.user, f"page:{own.name}", access.VIEW):
                url = reverse(f"admin:{own.name}", current_app=self.name)
                by_group[own.group].append(
                    {"name": capfirst(own.label), "admin_url": url, "add_url": None, "place": 40}
                )
        return [
            {
                "name": group.label,
                "app_label": group.value,
                "app_url": f"{reverse('admin:index', current_app=self.name)}#{group.value}",
                "has_module_perms": True,
                "models": sorted(entries, key=lambda entry: (entry["place"], str(entry["name"]).lower())),
            }
            for group, entries in by_group.items()
            if entries
        ]

    def _entry(self, request: HttpRequest, model: Any, page: Any) -> dict[str, Any]:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        return {
            "model": model,
            "name": capfirst(model._meta.verbose_name_plural),
            "object_name": model._meta.object_name,
            "perms": page.get_model_perms(request),
            "admin_url": reverse(f"{name}_changelist", current_app=self.name),
            "add_url": reverse(f"{name}_add", current_app=self.name) if page.has_add_permission(request) else None,
            "place": page.place,
            "view_only": not page.has_change_permission(request),
        }

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """Figures and charts by group, and the way to every page."""
        groups = self.get_app_list(request)
        shown = figures.shown_to(request.user)
        for group in groups:
            group["figures"] = [each for each in shown.figures if each.group == group["app_label"]]
            group["charts"] = [each for each in shown.charts if each.group == group["app_label"]]
        context = {**self.each_context(request), "title": self.index_title, "app_list": groups}
        request.current_app = self.name
        return TemplateResponse(request, "admin/index.html", context | (extra_context or {}))

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Any = None) -> Any:
        """Apps are no order of the desk; their old address leads to the start page."""
        if not self.get_app_list(request, app_label):
            raise Http404
        return HttpResponseRedirect(reverse("admin:index", current_app=self.name))
