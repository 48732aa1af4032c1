"""Templates over HTTP, for managers."""

from __future__ import annotations

import json
from uuid import UUID

import django_filters
from django.urls import URLPattern, path
from rest_framework.response import Response

from config.api import Answer, AtLeast, Body, Endpoint, Filters, Page, Request, operation
from config.api import fields as f
from config.errors import StaleVersion
from config.roles import Role
from notifications.templates import queries, services, shapes
from notifications.templates.checking import preview, type_of
from notifications.templates.choices import State
from notifications.templates.errors import DraftExists, TemplateNotFound, TemplateStands, WordingRefused
from notifications.templates.language import LONGEST
from notifications.templates.shipped import Wording
from notifications.types import Category, Channel, types

_WORDING = {
    "title": "{{ actor }} follows you{% if others %}, and {{ others }} more{% endif %}",
    "body": "Say hello: [their page]({{ link }})",
    "html": "",
}
_TEMPLATE = {
    "id": "0193a5b0-7c1e-7a3b-9d2e-4f5a6b7c8d9e",
    "type": "user.followed",
    "channel": "email",
    "locale": "en",
    "number": 3,
    "state": "draft",
    **_WORDING,
    "made_by": "ana",
    "created_at": "2026-11-20T16:25:00Z",
    "updated_at": "2026-11-20T16:25:00Z",
    "published_at": None,
}


class TemplateAnswer(Answer):
    """One version of a wording. `number` counts the versions of its type, channel and language."""

    id = f.Id()
    type = f.Text()
    channel = f.Choice(Channel.values)
    locale = f.Text()
    number = f.Integer()
    state = f.Choice(State.values)
    title = f.Text()
    body = f.Text(lines=True)
    html = f.Text(lines=True)
    made_by = f.Text(allow_null=True)
    created_at = f.Moment()
    updated_at = f.Moment()
    published_at = f.Moment(allow_null=True)

    class Meta:
        example = _TEMPLATE


class WordingBody(Body):
    """A wording. Bodies know paragraphs, `[a label]({{ link }})` and `**strong words**`; mails may have HTML beside."""

    title = f.Text(max_length=500)
    body = f.Text(max_length=LONGEST, allow_blank=True, lines=True, required=False)
    html = f.Text(max_length=LONGEST, allow_blank=True, lines=True, required=False)

    class Meta:
        example = _WORDING


class EditWordingBody(WordingBody):
    """What is left out stays."""

    title = f.Text(max_length=500, required=False)

    class Meta:
        example = {"title": "{{ actor }} follows you"}


class NewTemplateBody(WordingBody):
    """A wording, and what it is for."""

    type = f.Text(max_length=80)
    channel = f.Choice(Channel.values)
    locale = f.Text(max_length=8)

    class Meta:
        example = {"type": "user.followed", "channel": "email", "locale": "en", **_WORDING}


class PreviewBody(Body):
    """Values in place of the examples."""

    values = f.Document(required=False)

    class Meta:
        example = {"values": {"actor": "Ben Okri", "others": 0}}


class WordsAnswer(Answer):
    """A message in words. `html` is filled for mails."""

    title = f.Text()
    body = f.Text(lines=True)
    html = f.Text(lines=True)
    locale = f.Text()

    class Meta:
        example = {
            "title": "Ben Okri follows you, and 2 more",
            "body": "Say hello: their page: https://example.org/u/ben",
            "html": '<p>Say hello: <a href="https://example.org/u/ben">their page</a></p>',
            "locale": "en",
        }


class ShippedWording(Answer):
    """A wording that comes with the platform."""

    channel = f.Choice(Channel.values)
    locale = f.Text()
    title = f.Text()
    body = f.Text(lines=True)

    class Meta:
        example = {"channel": "in_app", "locale": "en", "title": "{{ actor }} follows you", "body": ""}


class TypeAnswer(Answer):
    """A type of notification: how it reaches whoever chose nothing, and what its wording may use (JSON Schema)."""

    type = f.Text()
    category = f.Choice(Category.values)
    channels = f.Items(f.Choice(Channel.values))
    is_mandatory = f.Flag()
    is_urgent = f.Flag()
    variables = f.Anything()
    shipped = f.Nested(ShippedWording, many=True)

    class Meta:
        example = {
            "type": "user.followed",
            "category": "people",
            "channels": ["email", "in_app"],
            "is_mandatory": False,
            "is_urgent": False,
            "variables": {"type": "object", "properties": {"actor": {"type": "string"}}, "required": ["actor"]},
            "shipped": [ShippedWording.Meta.example],
        }


class TypesAnswer(Answer):
    """All types; there are some dozens, and no more pages."""

    results = f.Nested(TypeAnswer, many=True)

    class Meta:
        example = {"results": [TypeAnswer.Meta.example]}


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

    @operation("Preview a template", body=PreviewBody, answer=WordsAnswer, errors=[TemplateNotFound, WordingRefused])
    def post(self, request: Request, template_id: UUID) -> Response:
        """With example values, but for those that are given. Nothing is sent."""
        given = json.loads(self.read(request, PreviewBody).get("values") or "{}")
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
