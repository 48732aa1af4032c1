"""Keys and what they used. No secret lies here: of a key's text there is a SHA-256 digest."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from config.db import Thing


class ApiKey(Thing):
    """A key of an account. A rotated one has two good secrets until `old_until`.

    Without a rate or quota of its own the installation's hold.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_keys")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)
    old_digest = models.CharField(max_length=64, blank=True)
    old_until = models.DateTimeField(null=True, blank=True)
    scopes = models.JSONField(default=list)
    rate_per_minute = models.PositiveIntegerField(null=True, blank=True)
    daily_quota = models.PositiveIntegerField(null=True, blank=True)
    monthly_quota = models.PositiveIntegerField(null=True, blank=True)
    expires_at = models.DateTimeField()
    rotated_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_reason = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        constraints = [
            models.UniqueConstraint(fields=["prefix"], name="api_key_prefix_once"),
            models.CheckConstraint(
                condition=models.Q(old_until__isnull=True) ^ ~models.Q(old_digest=""), name="api_key_old_until"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-created_at", "-id"], name="api_key_newest"),
            models.Index(fields=["expires_at"], name="api_key_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.name} (sp_{self.prefix}…)"


class ApiKeyUsage(models.Model):
    """What a key asked of one endpoint on one day (UTC). Times are in microseconds; `within_5` counts answers that
    took more than 2 and at most 5 milliseconds, and so on up.
    """

    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="usage")
    day = models.DateField()
    method = models.CharField(max_length=7)
    route = models.CharField(max_length=200)
    count = models.PositiveBigIntegerField(default=0)
    errors_4xx = models.PositiveBigIntegerField(default=0)
    errors_5xx = models.PositiveBigIntegerField(default=0)
    total_us = models.PositiveBigIntegerField(default=0)
    within_2 = models.PositiveBigIntegerField(default=0)
    within_5 = models.PositiveBigIntegerField(default=0)
    within_10 = models.PositiveBigIntegerField(default=0)
    within_20 = models.PositiveBigIntegerField(default=0)
    within_50 = models.PositiveBigIntegerField(default=0)
    within_100 = models.PositiveBigIntegerField(default=0)
    within_200 = models.PositiveBigIntegerField(default=0)
    within_500 = models.PositiveBigIntegerField(default=0)
    within_1000 = models.PositiveBigIntegerField(default=0)
    within_2000 = models.PositiveBigIntegerField(default=0)
    within_5000 = models.PositiveBigIntegerField(default=0)
    beyond = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("use of an API key")
        verbose_name_plural = _("uses of API keys")
        constraints = [models.UniqueConstraint(fields=["key", "day", "method", "route"], name="api_key_usage_once")]
        indexes = [
            models.Index(fields=["key", "-day", "-id"], name="api_key_usage_newest"),
            models.Index(fields=["day"], name="api_key_usage_day"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.route} on {self.day}"
