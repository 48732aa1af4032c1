"""What was sent, on the desk: to look at and to find."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from config.desk import links
from config.desk.filters import MadeFilter
from config.desk.groups import Group
from config.desk.marks import moment
from config.desk.pages import ReadOnlyAdmin
from notifications.mail.desk import outcome_of
from notifications.mail.models import SentMail


@admin.register(SentMail)
class SentMailAdmin(ReadOnlyAdmin):
    """Mails, newest first, found by who they went to. Neither address nor words are kept."""

    group = Group.MAIL
    list_display = ("kind", "to", "result", "sent", "because_of")
    list_filter = ("outcome", MadeFilter)
    list_select_related = ("user",)
    ordering = ("-id",)
    search_fields = ("user__username__exact", "id__exact")
    search_help_text = _("A username.")

    @admin.display(description=_("to"))
    def to(self, row: SentMail) -> Any:
        return links.to_row(row.user)

    @admin.display(description=_("outcome"))
    def result(self, row: SentMail) -> Any:
        return outcome_of(row)

    @admin.display(description=_("sent"), ordering="id")
    def sent(self, row: SentMail) -> Any:
        return moment(row.sent_at)

    @admin.display(description=_("because of"))
    def because_of(self, row: SentMail) -> Any:
        return links.to_key("events.DomainEvent", row.cause_id, f"#{row.cause_id}")

    def facts(self, row: SentMail) -> list[tuple[Any, Any]]:
        return [
            (_("To"), links.to_row(row.user)),
            (_("Kind"), row.kind),
            (_("Outcome"), outcome_of(row)),
            (_("Sent"), moment(row.sent_at)),
            (_("Because of"), self.because_of(row)),
        ]
