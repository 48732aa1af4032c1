"""The search index of people. Its documents lie beside it, in the way of the database (`config.search`)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PersonEntry(models.Model):
    """One member in the search index: what was indexed (`username`, and `version` of the profile), and a score."""

    id = models.BigAutoField(primary_key=True)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    username = models.CharField(max_length=150, editable=False)
    score = models.FloatField(default=0, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    format = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("person of the search index")
        verbose_name_plural = _("people of the search index")
        indexes = [models.Index(fields=["-score", "-id"], name="person_entry_best")]

    def __str__(self) -> str:
        return self.username
