"""Appeals on the desk: the open ones, their dialogue, and how they ended."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from config.desk import links
from config.desk.filters import MadeFilter
from config.desk.groups import Group
from config.desk.marks import Tone, badge, moment, short
from config.desk.pages import ReadOnlyAdmin
from config.desk.showing import as_text
from moderation.appeals import desk
from moderation.appeals.choices import State
from moderation.appeals.models import Appeal, AppealMessage

STATES: dict[str, Tone] = {State.OPEN: "warn", State.UPHELD: "", State.OVERTURNED: "good", State.WITHDRAWN: ""}


@admin.register(Appeal)
class AppealAdmin(ReadOnlyAdmin):
    """What members have to say against decisions."""

    group = Group.MODERATION
    place = 7
    audit_target = "appeal"
    deeds = (desk.OVERTURN, desk.UPHOLD, desk.REPLY)
    list_display = ("at", "said", "whose", "against", "by", "state_mark")
    list_select_related = ("appellant", "decision", "decision__made_by")
    list_filter = ("state", MadeFilter)
    search_fields = ("id__exact", "decision__id__exact", "appellant__username__exact")
    search_help_text = _("A username, or the id of an appeal or a decision.")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Nobody sees their own appeal here."""
        return super().get_queryset(request).exclude(appellant_id=request.user.pk)

    @admin.display(description=_("when"), ordering="id")
    def at(self, row: Appeal) -> Any:
        return moment(row.created_at)

    @admin.display(description=_("words"))
    def said(self, row: Appeal) -> str:
        return short(row.text)

    @admin.display(description=_("by"))
    def whose(self, row: Appeal) -> Any:
        return links.to_row(row.appellant) if row.appellant else links.NONE

    @admin.display(description=_("against"))
    def against(self, row: Appeal) -> Any:
        return links.to_row(row.decision, short(row.decision.title, 60))

    @admin.display(description=_("decided by"))
    def by(self, row: Appeal) -> Any:
        return links.to_row(row.decision.made_by) if row.decision.made_by else links.NONE

    @admin.display(description=_("state"))
    def state_mark(self, row: Appeal) -> Any:
        return badge(row.get_state_display(), STATES.get(row.state, ""))

    def facts(self, row: Appeal) -> list[tuple[Any, Any]]:
        return [
            (_("State"), self.state_mark(row)),
            (_("By"), self.whose(row)),
            (_("Against"), self.against(row)),
            (_("Decided then by"), self.by(row)),
            (_("Case"), links.to_key("moderation.Case", row.decision.case_id, _("its case"))),
            (_("What they say"), as_text(row.text)),
            (_("Answer"), as_text(row.reason)),
            (_("Answered by"), links.to_row(row.decided_by) if row.decided_by else links.NONE),
            (_("Answered"), moment(row.decided_at)),
        ]


@admin.register(AppealMessage)
class AppealMessageAdmin(ReadOnlyAdmin):
    """All turns of all dialogues, the newest first."""

    group = Group.MODERATION
    place = 8
    list_display = ("at", "by", "is_staff", "said", "on")
    list_select_related = ("author", "appeal")
    list_filter = ("is_staff", MadeFilter)
    search_fields = ("appeal__id__exact", "author__username__exact")
    search_help_text = _("A username, or the id of an appeal.")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).exclude(appeal__appellant_id=request.user.pk)

    @admin.display(description=_("when"), ordering="id")
    def at(self, row: AppealMessage) -> Any:
        return moment(row.created_at)

    @admin.display(description=_("by"))
    def by(self, row: AppealMessage) -> Any:
        return links.to_row(row.author) if row.author else links.NONE

    @admin.display(description=_("words"))
    def said(self, row: AppealMessage) -> str:
        return short(row.body)

    @admin.display(description=_("appeal"))
    def on(self, row: AppealMessage) -> Any:
        return links.to_row(row.appeal)
