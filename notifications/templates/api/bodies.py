"""The documented form of templates, types and previews, and of what makes and changes them."""

from __future__ import annotations

from config.api import Answer, Body
from config.api import fields as f
from notifications.templates.choices import State
from notifications.templates.language import LONGEST
from notifications.types import Category, Channel

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


class WordingPreviewBody(Body):
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
