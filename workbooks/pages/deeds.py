"""The buttons on a workbook's page: forms that call the services of the API and lead back to the page."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse

from config.errors import InvalidInput
from config.pages.view import SeeOther
from workbooks.engagement import services
from workbooks.pages.threads import CommentForm
from workbooks.pages.workbook import WorkbookPage


class _Deed(WorkbookPage):
    http_method_names = ["post", "options"]

    def back(self, request: HttpRequest) -> str:
        return reverse("workbook-page", args=[self.kwargs["workbook_id"]])


class Favorite(_Deed):
    """Sets the member's mark, or with `wanted=no` takes it back; saying either twice changes nothing."""

    def post(self, request: HttpRequest, workbook_id: UUID) -> HttpResponse:
        member = self.require_member()
        if request.POST.get("wanted") == "no":
            services.unfavorite(member=member, workbook_id=workbook_id)
        else:
            services.favorite(member=member, workbook_id=workbook_id)
        return SeeOther(self.back(request))


class Comment(_Deed):
    """Writes a comment or a reply."""

    limits = ("comment",)

    def post(self, request: HttpRequest, workbook_id: UUID) -> HttpResponse:
        member = self.require_member()
        form = CommentForm(request.POST)
        if not form.is_valid():
            return self.show(workbook_id, form=form, status=400)
        try:
            services.write_comment(
                author=member,
                workbook_id=workbook_id,
                body=form.cleaned_data["body"],
                parent_id=form.cleaned_data["parent"],
            )
        except InvalidInput as refused:
            form.take(refused)
            return self.show(workbook_id, form=form, status=refused.status)
        return SeeOther(f"{self.back(request)}#comments")


urlpatterns: list[URLPattern] = [
    path("w/<uuid:workbook_id>/favorite", Favorite.as_view(), name="favorite-button"),
    path("w/<uuid:workbook_id>/comments", Comment.as_view(), name="comment-form"),
]
