"""When members were last here, and the places that they share."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _


class Presence(models.Model):
    """When a member was last here. While `invisible_since` is set nothing is kept of that.

    There is no index on the time: it changes with every writing, and an update that touches no index is the cheap one.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="presence"
    )
    last_active_at = models.DateTimeField(null=True, editable=False)
    invisible_since = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presence")
        constraints = [
            models.CheckConstraint(
                condition=Q(invisible_since__isnull=True) | Q(last_active_at__isnull=True),
                name="presence_invisible_leaves_no_trace",
            )
        ]

    def __str__(self) -> str:
        return f"presence of {self.user_id}"


class SharedLocation(models.Model):
    """Where a member says that they are, from their consent to words of that version on; withdrawn, the row is gone.

    Coordinates are whole tenths of a degree, so that a finer one cannot be kept.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="shared_location"
    )
    country = models.CharField(max_length=2, editable=False)
    region = models.CharField(max_length=6, blank=True, editable=False)
    latitude_tenths = models.SmallIntegerField(null=True, editable=False)
    longitude_tenths = models.SmallIntegerField(null=True, editable=False)
    words_version = models.PositiveSmallIntegerField(editable=False)
    consented_at = models.DateTimeField(editable=False)
    last_shared_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("shared location")
        verbose_name_plural = _("shared locations")
        constraints = [
            models.CheckConstraint(
                condition=Q(region="") | Q(country=Substr(F("region"), 1, 2)), name="shared_region_in_its_country"
            ),
            models.CheckConstraint(
                condition=Q(latitude_tenths__isnull=True, longitude_tenths__isnull=True)
                | Q(
                    latitude_tenths__isnull=False,  # said, because a check that comes to NULL holds
                    longitude_tenths__isnull=False,
                    latitude_tenths__gte=-900,
                    latitude_tenths__lte=900,
                    longitude_tenths__gte=-1800,
                    longitude_tenths__lte=1800,
                ),
                name="shared_coordinate_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"location of {self.user_id}"
