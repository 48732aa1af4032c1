"""The addresses of members, and the codes that prove the e-mail ones."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config import clock
from config.db import Thing


class Kind(models.TextChoices):
    """What sort of address it is."""

    EMAIL = "email", _("e-mail address")
    WEB_PUSH = "web_push", _("browser")
    ONESIGNAL = "onesignal", _("app")


class Address(Thing):
    """One address of a member.

    `value` is the e-mail address, the browser's endpoint, or OneSignal's subscription id. It is needed to send, so it
    is kept; `auth`, with which messages to a browser are encrypted, is sealed. Push addresses are usable at once:
    whoever registers one has it in hand.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    value = models.TextField()
    # By which one is found: the value may be two thousand characters long.
    digest = models.CharField(max_length=64)
    label = models.CharField(max_length=80, blank=True, default="")
    p256dh = models.CharField(max_length=88, blank=True, default="")
    auth = models.CharField(max_length=200, blank=True, default="")
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "digest"], name="address_once_a_member"),
            models.UniqueConstraint(
                fields=["kind", "digest"], condition=Q(verified_at__isnull=False), name="address_of_one_member"
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="address_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.user_id}"


class AddressCode(models.Model):
    """The code that was mailed last to an address, as a keyed digest; made at the moment its mail is sent."""

    address = models.OneToOneField(Address, on_delete=models.CASCADE, primary_key=True, related_name="code")
    digest = models.CharField(max_length=64, blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("code of an address")
        verbose_name_plural = _("codes of addresses")

    def __str__(self) -> str:
        return f"code of {self.address_id}"
