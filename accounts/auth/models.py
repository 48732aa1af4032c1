"""Sessions with their refresh tokens, revocations, one-time tokens, and the counter of failed sign-ins.

No secret lies here in clear: of tokens there are SHA-256 digests, of names tried at the door keyed ones.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from config import clock
from config.db import Thing


class Session(Thing):
    """One device's stay: a family of refresh tokens of which only the newest is good."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="device_sessions")
    device = models.CharField(max_length=80, blank=True)
    user_agent = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=45, blank=True)
    last_used_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        indexes = [
            models.Index(
                fields=["user", "-created_at", "-id"], name="session_live", condition=models.Q(revoked_at__isnull=True)
            ),
            models.Index(fields=["user", "address"], name="session_by_address"),
            models.Index(fields=["expires_at"], name="session_expiry"),
        ]

    def __str__(self) -> str:
        return f"session {self.pk}"


class RefreshToken(models.Model):
    """One link of a session's chain; used once, by a conditional UPDATE."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="refresh_tokens")
    generation = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("refresh token")
        verbose_name_plural = _("refresh tokens")
        constraints = [models.UniqueConstraint(fields=["session", "generation"], name="refresh_generation_once")]
        indexes = [models.Index(fields=["expires_at"], name="refresh_expiry")]

    def __str__(self) -> str:
        return f"refresh token {self.generation} of session {self.session_id}"


class Revocation(models.Model):
    """Word to every process: this session has ended, or this account is now as the row says.

    Kept until every access token that was issued before has run out.
    """

    created_at = models.DateTimeField(default=clock.now, editable=False)
    session_id = models.UUIDField(null=True, blank=True)
    user_id = models.UUIDField(null=True, blank=True)
    username = models.CharField(max_length=30, blank=True)
    role = models.CharField(max_length=12, blank=True)
    status = models.CharField(max_length=12, blank=True)
    email_verified = models.BooleanField(default=False)
    token_version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("revocation")
        verbose_name_plural = _("revocations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(session_id__isnull=True) ^ models.Q(user_id__isnull=True),
                name="revocation_of_one_thing",
            )
        ]
        indexes = [models.Index(fields=["created_at"], name="revocation_age")]

    def __str__(self) -> str:
        return f"revocation of session {self.session_id}" if self.session_id else f"change of account {self.user_id}"


class Purpose(models.TextChoices):
    """What a one-time token is good for."""

    VERIFY = "verify", _("proving an address")
    RESET = "reset", _("setting a new password")
    EMAIL_CHANGE = "email_change", _("changing an address")


class OneTimeToken(models.Model):
    """What a mail carries. `bound_to` is a digest of what it hangs on: when that changes, the token is dead."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="one_time_tokens")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    digest = models.CharField(max_length=64, unique=True)
    bound_to = models.CharField(max_length=64)
    payload = models.CharField(max_length=254, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("one-time token")
        verbose_name_plural = _("one-time tokens")
        indexes = [
            models.Index(fields=["user", "purpose"], name="one_time_by_user"),
            models.Index(fields=["expires_at"], name="one_time_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} token of {self.user_id}"


class SocketTicket(models.Model):
    """What opens one socket or stream in the place of a token, which must not stand in an address.

    It is for the session that asked for it, and what it opens lasts no longer than what was shown for it
    (`good_until`). Used once, by a conditional UPDATE.
    """

    digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    session_id = models.UUIDField()
    token_version = models.PositiveIntegerField()
    good_until = models.DateTimeField()
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("socket ticket")
        verbose_name_plural = _("socket tickets")
        indexes = [models.Index(fields=["expires_at"], name="socket_ticket_expiry")]

    def __str__(self) -> str:
        return f"ticket of session {self.session_id}"


class ResetRequest(Thing):
    """Somebody asked for a new password for this address, which may or may not be anyone's."""

    email = models.CharField(max_length=254)

    class Meta:
        verbose_name = _("wish for a new password")
        verbose_name_plural = _("wishes for a new password")

    def __str__(self) -> str:
        return f"reset request {self.pk}"


class SignInFailures(models.Model):
    """Failed sign-ins under one name, known or not; `key` is a keyed digest of the name."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(default=clock.now)
    locked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("failed sign-ins of a name")
        verbose_name_plural = _("failed sign-ins")
        indexes = [models.Index(fields=["last_at"], name="failures_age")]

    def __str__(self) -> str:
        return f"{self.failures} failed sign-ins"
