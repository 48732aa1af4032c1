"""What was sent. Neither the address nor the words are kept: the kind says what it was, the user to whom."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from config import clock
from config.db import Thing


class Outcome(models.TextChoices):
    """What became of a mail when it was handed over."""

    SENT = "sent", _("sent")
    REFUSED = "refused", _("refused for good")


class SentMail(Thing):
    """One mail, claimed before it is handed to the server, in the transaction that hands it over.

    A delivery that fails takes the claim back with it and is tried again; a second delivery of the same event finds the
    claim and sends nothing.
    """

    cause_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    # Without a constraint in the database: checking it would lock the account's row while the server is talked to.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    message_id = models.CharField(max_length=200)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.SENT)
    sent_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("sent mail")
        verbose_name_plural = _("sent mails")
        constraints = [models.UniqueConstraint(fields=["cause_id", "kind", "user"], name="sent_mail_once")]

    def __str__(self) -> str:
        return f"{self.kind} because of event {self.cause_id}"
