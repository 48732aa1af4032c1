"""Exports, deletions and consents on the desk: looked at by those who administer accounts, undone by admins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.privacy import services
from accounts.privacy.choices import DeletionState, ExportState
from accounts.privacy.models import Consent, ConsentDocument, DataExport, Deletion
from config.desk import links
from config.desk.deeds import Deed, ReasonForm
from config.desk.filters import MadeFilter
from config.desk.groups import Group
from config.desk.marks import badge, moment, number
from config.desk.pages import ReadOnlyAdmin
from config.roles import Viewer


def _undo(actor: Viewer, row: Deletion, data: Mapping[str, Any]) -> None:
    services.undo_deletion(deletion_id=row.pk, actor=actor, reason=data["reason"])


UNDO = Deed(
    name="undo",
    label=_("Undo"),
    explains=_("The account is as it was before, and is not erased. Its sessions and API keys stay ended."),
    does=_undo,
    form=ReasonForm,
    fits=lambda row: row.state == DeletionState.PENDING,
    many=False,
)


@admin.register(Deletion)
class DeletionAdmin(ReadOnlyAdmin):
    """Deletions of accounts, newest first. Of those that are done an id is left, and it leads nowhere."""

    group = Group.PEOPLE
    place = 60
    deeds = (UNDO,)
    list_display = ("member", "shown_state", "content", "asked", "due", "finished")
    list_filter = ("state", "content", MadeFilter)
    search_fields = ("id__exact", "user_id__exact")
    search_help_text = _("The id of a deletion or of an account.")
    ordering = ("-id",)

    @admin.display(description=_("account"))
    def member(self, row: Deletion) -> Any:
        return links.to_key("accounts.User", row.user_id, str(row.user_id))

    @admin.display(description=_("state"))
    def shown_state(self, row: Deletion) -> Any:
        text = row.get_state_display()
        return badge(text, "warn") if row.state in {DeletionState.PENDING, DeletionState.ERASING} else text

    @admin.display(description=_("asked for"), ordering="id")
    def asked(self, row: Deletion) -> Any:
        return moment(row.created_at)

    @admin.display(description=_("erased after"))
    def due(self, row: Deletion) -> Any:
        return moment(row.due_at)

    @admin.display(description=_("ended"))
    def finished(self, row: Deletion) -> Any:
        return moment(row.finished_at) if row.finished_at else links.NONE

    def facts(self, row: Deletion) -> list[tuple[Any, Any]]:
        return [
            (_("Account"), self.member(row)),
            (_("State"), self.shown_state(row)),
            (_("What they published"), row.get_content_display()),
            (_("Asked for"), moment(row.created_at)),
            (_("Erased after"), moment(row.due_at)),
            (_("Ended"), self.finished(row)),
            (_("Rows dealt with"), number(sum(row.counts.values()))),
        ]


@admin.register(DataExport)
class DataExportAdmin(ReadOnlyAdmin):
    """Exports of members' data, newest first; never the link, nor the file."""

    group = Group.PEOPLE
    place = 61
    list_display = ("member", "shown_state", "asked", "ended", "expires", "bytes")
    list_filter = ("state", MadeFilter)
    list_select_related = ("user",)
    search_fields = ("id__exact", "user__username__exact")
    search_help_text = _("A username, or the id of an export.")
    ordering = ("-id",)

    @admin.display(description=_("member"))
    def member(self, row: DataExport) -> Any:
        return links.to_row(row.user)

    @admin.display(description=_("state"))
    def shown_state(self, row: DataExport) -> Any:
        text = row.get_state_display()
        return badge(text, "bad") if row.state == ExportState.FAILED else text

    @admin.display(description=_("asked for"), ordering="id")
    def asked(self, row: DataExport) -> Any:
        return moment(row.created_at)

    @admin.display(description=_("ended"))
    def ended(self, row: DataExport) -> Any:
        return moment(row.finished_at) if row.finished_at else links.NONE

    @admin.display(description=_("expires"))
    def expires(self, row: DataExport) -> Any:
        return moment(row.expires_at) if row.expires_at else links.NONE

    @admin.display(description=_("bytes"))
    def bytes(self, row: DataExport) -> Any:
        return number(row.size)

    def facts(self, row: DataExport) -> list[tuple[Any, Any]]:
        return [
            (_("Member"), links.to_row(row.user)),
            (_("State"), self.shown_state(row)),
            (_("Asked for"), moment(row.created_at)),
            (_("Ended"), self.ended(row)),
            (_("Expires"), self.expires(row)),
            (_("Rows"), number(row.rows)),
            (_("Bytes"), number(row.size)),
        ]


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    """What members said yes and no to, newest first."""

    group = Group.PEOPLE
    place = 62
    list_display = ("member", "document", "is_given", "said")
    list_select_related = ("user", "document")
    list_filter = ("is_given",)
    search_fields = ("user__username__exact",)
    search_help_text = _("A username.")
    ordering = ("-id",)

    @admin.display(description=_("member"))
    def member(self, row: Consent) -> Any:
        return links.to_row(row.user)

    @admin.display(description=_("said"), ordering="id")
    def said(self, row: Consent) -> Any:
        return moment(row.at)

    def facts(self, row: Consent) -> list[tuple[Any, Any]]:
        return [(_("Member"), links.to_row(row.user)), (_("Document"), links.to_row(row.document))]


@admin.register(ConsentDocument)
class ConsentDocumentAdmin(ReadOnlyAdmin):
    """Versions of what members are asked about; `manage.py publish_consent` publishes one."""

    group = Group.PEOPLE
    place = 63
    list_display = ("kind", "version", "title", "published")
    list_filter = ("kind",)
    search_fields = ("version__exact",)
    search_help_text = _("A version.")
    ordering = ("-id",)

    @admin.display(description=_("published"), ordering="id")
    def published(self, row: ConsentDocument) -> Any:
        return moment(row.published_at)

    def facts(self, row: ConsentDocument) -> list[tuple[Any, Any]]:
        return [(_("Kind"), row.get_kind_display()), (_("Version"), row.version), (_("Title"), row.title)]
