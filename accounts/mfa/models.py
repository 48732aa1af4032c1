"""Factors of members, their recovery and e-mailed codes, and what is under way: ceremonies and pending sign-ins.

No secret lies here in clear: TOTP secrets are sealed (`config.secrets`), codes and tokens are digests.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from config import clock
from config.db import Thing

SEALED = 400


class Enrolment(models.Model):
    """A member's factors but for passkeys, and a set-up under way. It exists for who has a factor or sets one up."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="mfa_enrolment"
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    totp_since = models.DateTimeField(null=True, blank=True)
    totp_secret = models.CharField(max_length=SEALED, blank=True)
    totp_last_step = models.BigIntegerField(default=0)
    next_secret = models.CharField(max_length=SEALED, blank=True)
    next_until = models.DateTimeField(null=True, blank=True)
    next_session_id = models.UUIDField(null=True, blank=True)
    email_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("second step of a member")
        verbose_name_plural = _("second steps")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(totp_since__isnull=True, totp_secret="")
                | (models.Q(totp_since__isnull=False) & ~models.Q(totp_secret="")),
                name="enrolment_totp_has_its_secret",
            )
        ]

    def __str__(self) -> str:
        return f"second step of {self.user_id}"


class RecoveryCode(models.Model):
    """One of ten; good once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"recovery code of {self.user_id}"


class MailedCode(Thing):
    """A wish for a code by mail; the code is made when the mail is sent. `bound_to` is what it was asked for."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mailed_codes")
    bound_to = models.UUIDField()
    digest = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("e-mailed code")
        verbose_name_plural = _("e-mailed codes")
        indexes = [
            models.Index(fields=["user", "bound_to"], name="mailed_code_by_user"),
            models.Index(fields=["expires_at"], name="mailed_code_expiry"),
        ]

    def __str__(self) -> str:
        return f"e-mailed code of {self.user_id}"


class Passkey(Thing):
    """A key pair in a member's device or password manager, of which this is the public half."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=80)
    credential_id = models.CharField(max_length=1_400)
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    transports = models.JSONField(default=list)
    is_backed_up = models.BooleanField(default=False)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("passkey")
        verbose_name_plural = _("passkeys")
        constraints = [models.UniqueConstraint(fields=["credential_id"], name="passkey_once")]
        indexes = [models.Index(fields=["user", "-created_at", "-id"], name="passkey_newest")]

    def __str__(self) -> str:
        return self.name


class Purpose(models.TextChoices):
    """What a ceremony is for; what was signed for one opens no other."""

    REGISTER = "register", _("adding a passkey")
    SECOND_STEP = "second_step", _("the second step")
    SIGN_IN = "sign_in", _("signing in")
    FRESH = "fresh", _("a fresh proof")


class Ceremony(models.Model):
    """A challenge that waits for a passkey's answer; taken away by the first answer."""

    digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="ceremonies"
    )
    bound_to = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("challenge for a passkey")
        verbose_name_plural = _("challenges for passkeys")
        indexes = [models.Index(fields=["expires_at"], name="ceremony_expiry")]

    def __str__(self) -> str:
        return f"{self.purpose} challenge"


class PendingSignIn(Thing):
    """A right password that waits for its second step. `bound_to` is a digest of what it hangs on."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pending_sign_ins")
    digest = models.CharField(max_length=64, unique=True)
    bound_to = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("pending sign-in")
        verbose_name_plural = _("pending sign-ins")
        indexes = [models.Index(fields=["expires_at"], name="pending_sign_in_expiry")]

    def __str__(self) -> str:
        return f"pending sign-in {self.pk}"
