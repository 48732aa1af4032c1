"""A workbook's own page, for whoever may see it; what a visitor may see of it is what search engines and links show."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit
from uuid import UUID

from csp.decorators import csp_update
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator

from config import context
from config.pages.view import Page
from workbooks.catalog import queries, shapes
from workbooks.engagement import services
from workbooks.engagement.referrers import host_of
from workbooks.framing.oembed import address_for
from workbooks.pages.stage import POLICY, stage_for
from workbooks.pages.threads import CommentForm, first_threads

# The words in which the catalog shows a workbook.
PUBLISHED, PUBLIC = "published", "public"

log = logging.getLogger(__name__)


@method_decorator(csp_update(POLICY), name="dispatch")
class WorkbookPage(Page):
    """What every answer with the page in it needs: the forms below come back to it when something is wrong."""

    is_kept = True

    def show(self, workbook_id: UUID, *, form: CommentForm | None = None, status: int = 200) -> HttpResponse:
        """The page, with the comment that was refused where there is one."""
        workbook, _version = shapes.workbook(self.viewer, workbook_id)
        threads, older = first_threads(self.viewer, workbook_id, before=self.request.GET.get("before", ""))
        is_for_visitors = queries.is_open_to_visitors(workbook)
        values = {
            "workbook": workbook,
            "stage": stage_for(self.viewer, workbook, is_for_visitors=is_for_visitors),
            "oembed_url": address_for(settings.BASE_URL + reverse("workbook-page", args=[workbook_id])),
            "source_host": urlsplit(workbook["embed_url"]).hostname or "",
            "is_own": workbook["author"]["id"] == self.viewer.pk,
            "is_shown_to_visitors": is_for_visitors,
            "is_listed": is_for_visitors and workbook["visibility"] == PUBLIC,
            "is_open_to_comments": workbook["status"] == PUBLISHED,
            "threads": threads,
            "older": older,
            "form": form or CommentForm(),
        }
        return self.render("workbooks/workbook.html", values, status=status)


class OneWorkbook(WorkbookPage):
    """`/w/{id}`. Looking at it is a view, as `POST /workbooks/{id}/view` takes it."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, workbook_id: UUID) -> HttpResponse:
        response = self.show(workbook_id)
        if request.method == "GET":
            self._count_view(request, workbook_id)
        return response

    def _count_view(self, request: HttpRequest, workbook_id: UUID) -> None:
        """Keep the view; a page that is drawn is not refused because it cannot be counted."""
        now = context.current()
        try:
            services.register_view(
                viewer=self.viewer,
                workbook_id=workbook_id,
                address=now.address,
                agent=now.user_agent,
                referrer=host_of(request.headers.get("Referer", ""), own=request.get_host()),
            )
        except DatabaseError as error:
            log.warning("a view was not counted: %s", error)


urlpatterns: list[URLPattern] = [path("w/<uuid:workbook_id>", OneWorkbook.as_view(), name="workbook-page")]
