"""The vocabulary on the desk: moderators make, rename, merge and remove tags by the services that the API calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from config.desk import links
from config.desk.deeds import Deed, NothingAsked
from config.desk.groups import Group
from config.desk.marks import moment, number
from config.desk.pages import FormAdmin, ReadOnlyAdmin
from config.desk.suggesting import SuggestingInput
from config.roles import Viewer
from workbooks.tags import vocabulary
from workbooks.tags.models import Tag, TagFollow, Tagging, TagSynonym
from workbooks.tags.names import slug_of


class TagForm(forms.ModelForm):
    """A tag's name, and the other words that lead to it."""

    synonyms = forms.CharField(
        label=_("Synonyms"),
        required=False,
        max_length=2_000,
        help_text=_("Words that lead to this tag, with commas between them."),
    )

    class Meta:
        model = Tag
        fields = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            slugs = self.instance.synonyms.order_by("slug").values_list("slug", flat=True)
            self.initial["synonyms"] = ", ".join(slugs)

    def clean_synonyms(self) -> list[str]:
        """The words one by one."""
        return [word.strip() for word in self.cleaned_data["synonyms"].split(",") if word.strip()]


class MergeForm(forms.Form):
    """The tag that stays."""

    into = forms.CharField(
        label=_("Into"),
        max_length=100,
        widget=SuggestingInput("workbooks", "tagging", "tag"),
        help_text=_("The name of the tag that stays."),
    )


def _merge(actor: Viewer, row: Tag, data: Mapping[str, Any]) -> None:
    vocabulary.merge_tags(actor=actor, slug=row.slug, into=slug_of(data["into"]))


def _remove(actor: Viewer, row: Tag, data: Mapping[str, Any]) -> None:
    vocabulary.remove_tag(actor=actor, slug=row.slug)


@admin.register(Tag)
class TagAdmin(FormAdmin):
    """Tags by use."""

    group = Group.CONTENT
    place = 30
    audit_target = "tag"
    form = TagForm
    deeds = (
        Deed(
            name="merge",
            label=_("Merge"),
            explains=_("All that carries this tag carries the other instead, and this name leads there from now on."),
            does=_merge,
            form=MergeForm,
            tone="bad",
        ),
        Deed(
            name="remove",
            label=_("Remove"),
            explains=_("The tag is taken off every workbook and removed, with its synonyms."),
            does=_remove,
            form=NothingAsked,
            tone="bad",
        ),
    )
    list_display = ("name", "slug", "carried", "made")
    search_fields = ("slug__exact", "name__exact", "slug__startswith", "name__istartswith")
    search_help_text = _("A tag, or its beginning.")
    ordering = ("-workbooks_count", "-id")

    def save_by_service(self, request: HttpRequest, row: Model | None, data: Mapping[str, Any]) -> Model:
        actor: Any = request.user
        if row is None:
            return vocabulary.create_tag(actor=actor, name=data["name"], synonyms=data["synonyms"])
        tag = Tag.objects.get(pk=row.pk)
        name = data["name"] if data["name"] != tag.name else None
        return vocabulary.change_tag(actor=actor, slug=tag.slug, name=name, synonyms=data["synonyms"])

    @admin.display(description=_("workbooks"), ordering="workbooks_count")
    def carried(self, row: Tag) -> Any:
        return links.to_rows("workbooks.Tagging", number(row.workbooks_count), tag__id__exact=row.pk)

    @admin.display(description=_("made"))
    def made(self, row: Tag) -> Any:
        return moment(row.created_at)

    def audit_id(self, row: Tag) -> str:
        return row.slug

    def facts(self, row: Tag) -> list[tuple[Any, Any]]:
        return [
            (_("Slug"), row.slug),
            (_("Workbooks"), self.carried(row)),
            (_("Synonyms"), links.to_rows(TagSynonym, _("Words that lead here"), tag__id__exact=row.pk)),
            (_("Made"), moment(row.created_at)),
        ]

    def api_url(self, row: Tag) -> str:
        return f"/api/v1/tags/{row.slug}"


@admin.register(TagSynonym)
class TagSynonymAdmin(ReadOnlyAdmin):
    """Which slugs lead to which tag."""

    group = Group.CONTENT
    list_display = ("slug", "of_tag")
    list_select_related = ("tag",)
    search_fields = ("slug__exact", "tag__slug__exact")
    search_help_text = _("A synonym, or a tag.")
    ordering = ("slug",)

    @admin.display(description=_("tag"))
    def of_tag(self, row: TagSynonym) -> Any:
        return links.to_row(row.tag)


@admin.register(Tagging)
class TaggingAdmin(ReadOnlyAdmin):
    """Which workbook carries which tag."""

    group = Group.CONTENT
    list_display = ("id", "of_tag", "of_workbook", "position", "is_listed")
    list_select_related = ("tag", "workbook")
    search_fields = ("tag__slug__exact", "workbook__id__exact")
    search_help_text = _("A tag, or the id or address of a workbook.")
    ordering = ("-id",)

    @admin.display(description=_("tag"))
    def of_tag(self, row: Tagging) -> Any:
        return links.to_row(row.tag)

    @admin.display(description=_("workbook"))
    def of_workbook(self, row: Tagging) -> Any:
        return links.to_row(row.workbook)


@admin.register(TagFollow)
class TagFollowAdmin(ReadOnlyAdmin):
    """Who follows which tag, the newest first."""

    group = Group.CONTENT
    list_display = ("of_member", "of_tag", "since")
    list_select_related = ("member", "tag")
    search_fields = ("member__username__exact", "tag__slug__exact")
    search_help_text = _("A username or the slug of a tag.")
    ordering = ("-id",)

    @admin.display(description=_("member"))
    def of_member(self, row: TagFollow) -> Any:
        return links.to_row(row.member)

    @admin.display(description=_("tag"))
    def of_tag(self, row: TagFollow) -> Any:
        return links.to_row(row.tag)

    @admin.display(description=_("since"), ordering="created_at")
    def since(self, row: TagFollow) -> Any:
        return moment(row.created_at)
