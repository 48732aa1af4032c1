"""Templates over HTTP, for managers."""

from __future__ import annotations

import json
from uuid import UUID

import django_filters
from django.urls import URLPattern, path
from rest_framework.response import Response

from config.api import AtLeast, Endpoint, Filters, Page, Request, operation
from config.errors import StaleVersion
from config.roles import Role
from notifications.templates import queries, services, shapes
from notifications.templates.api.bodies import (
    EditWordingBody,
    NewTemplateBody,
    TemplateAnswer,
    TypesAnswer,
    WordingPreviewBody,
    WordsAnswer,
)
from notifications.templates.checking import preview, type_of
from notifications.templates.choices import State
from notifications.templates.errors import DraftExists, TemplateNotFound, TemplateStands, WordingRefused
from notifications.templates.shipped import Wording
from notifications.types import Channel, types


class TemplateFilters(Filters):
    """Narrows the list of templates."""

    type = django_filters.CharFilter(max_length=80)
    channel = django_filters.ChoiceFilter(choices=Channel.choices)
    locale = django_filters.CharFilter(max_length=8)
    state = django_filters.ChoiceFilter(choices=State.choices)


class Types(Endpoint):
    """What can be worded."""

    permissions = [AtLeast(Role.MANAGER)]
    tag = "notifications"

    @operation("List the types of notifications", answer=TypesAnswer)
    def get(self, request: Request) -> Response:
        return Response({"results": [shapes.declared_type(declared) for declared in types()]})


class Templates(Endpoint):
    """Wordings that managers have made, the newest first."""

    permissions = [AtLeast(Role.MANAGER)]
    tag = "notifications"

    @operation("List templates", answer=Page(TemplateAnswer), filters=TemplateFilters)
    def get(self, request: Request) -> Response:
        rows = self.filtered(request, TemplateFilters, queries.templates_visible_to(request.user))
        return self.page(request, rows, order=("-id",), shape=shapes.templates)

    @operation(
        "Make a template",
        body=NewTemplateBody,
        answer=TemplateAnswer,
        status=201,
        errors=[DraftExists, WordingRefused],
        idempotent=True,
    )
    def post(self, request: Request) -> Response:
        """It is a draft, and nobody gets it until it is published. It is refused if any message could fail by it."""
        data = self.read(request, NewTemplateBody)
        made = services.make_template(
            actor=request.user,
            type_name=data.pop("type"),
            channel=Channel(data.pop("channel")),
            locale=data.pop("locale"),
            wording={"body": "", "html": "", **data},
        )
        row = queries.visible_template(request.user, made.pk)
        answer = self.tagged(request, shapes.template(row), version=row.version, status=201)
        answer["Location"] = f"{request.path}/{made.pk}"
        return answer


class OneTemplate(Endpoint):
    """One template. Edits honour `If-Match`."""

    permissions = [AtLeast(Role.MANAGER)]
    tag = "notifications"

    @operation("See a template", answer=TemplateAnswer, errors=[TemplateNotFound], conditional=True)
    def get(self, request: Request, template_id: UUID) -> Response:
        row = queries.visible_template(request.user, template_id)
        return self.tagged(request, shapes.template(row), version=row.version)

    @operation(
        "Edit a draft",
        body=EditWordingBody,
        answer=TemplateAnswer,
        errors=[TemplateNotFound, TemplateStands, WordingRefused, StaleVersion],
        conditional=True,
    )
    def patch(self, request: Request, template_id: UUID) -> Response:
        expected = self.expected_version(request)
        data = self.read(request, EditWordingBody)
        services.edit_template(actor=request.user, template_id=template_id, changes=data, expected_version=expected)
        row = queries.visible_template(request.user, template_id)
        return self.tagged(request, shapes.template(row), version=row.version)


class TemplatePreview(Endpoint):
    """A template in words."""

    permissions = [AtLeast(Role.MANAGER)]
    tag = "notifications"

    @operation(
        "Preview a template", body=WordingPreviewBody, answer=WordsAnswer, errors=[TemplateNotFound, WordingRefused]
    )
    def post(self, request: Request, template_id: UUID) -> Response:
        """With example values, but for those that are given. Nothing is sent."""
        given = json.loads(self.read(request, WordingPreviewBody).get("values") or "{}")
        row = queries.visible_template(request.user, template_id)
        wording = Wording(row.title, row.body, row.html)
        return Response(shapes.words(preview(type_of(row.type), Channel(row.channel), row.locale, wording, given)))


class TemplatePublished(Endpoint):
    """Whether a template is in use."""

    permissions = [AtLeast(Role.MANAGER)]
    tag = "notifications"

    @operation(
        "Publish a template",
        answer=TemplateAnswer,
        errors=[TemplateNotFound, WordingRefused, StaleVersion],
        conditional=True,
    )
    def post(self, request: Request, template_id: UUID) -> Response:
        """It serves from now on, within some seconds everywhere; the one before it is retired. Again is no error."""
        expected = self.expected_version(request)
        services.publish_template(actor=request.user, template_id=template_id, expected_version=expected)
        row = queries.visible_template(request.user, template_id)
        return self.tagged(request, shapes.template(row), version=row.version)

    @operation("Retire a template", answer=None, status=204, errors=[TemplateNotFound, StaleVersion], conditional=True)
    def delete(self, request: Request, template_id: UUID) -> Response:
        """The shipped wording serves again. Again is no error."""
        expected = self.expected_version(request)
        services.retire_template(actor=request.user, template_id=template_id, expected_version=expected)
        return Response(status=204)


urlpatterns: list[URLPattern] = [
    path("notifications/types", Types.as_view(), name="notification-types"),
    path("notifications/templates", Templates.as_view(), name="notification-templates"),
    path("notifications/templates/<uuid:template_id>", OneTemplate.as_view(), name="notification-template"),
    path(
        "notifications/templates/<uuid:template_id>/preview",
        TemplatePreview.as_view(),
        name="notification-template-preview",
    ),
    path(
        "notifications/templates/<uuid:template_id>/publish",
        TemplatePublished.as_view(),
        name="notification-template-publish",
    ),
]
