"""What is known of each workbook's frame."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Embedding(models.Model):
    """A workbook's URL, by its key, and since when it has been broken, if it is. The author was told of that."""

    workbook = models.OneToOneField(
        "workbooks.Workbook", on_delete=models.CASCADE, primary_key=True, related_name="embedding"
    )
    url_key = models.CharField(max_length=64, editable=False)
    broken_since = models.DateTimeField(null=True, blank=True, editable=False)
    broken_as = models.CharField(_("verdict"), max_length=23, blank=True, editable=False)

    class Meta:
        verbose_name = _("frame")
        verbose_name_plural = _("frames")
        indexes = [
            models.Index(fields=["url_key"], name="embedding_by_url"),
            models.Index(
                fields=["broken_since"], name="embedding_broken", condition=models.Q(broken_since__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workbook_id}"
