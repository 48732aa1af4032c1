"""The search index: its entries, and the lexicon that typing errors are corrected by."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_WORD = 64


class SearchEntry(models.Model):
    """One workbook in the search index. Its document lies beside it, in the way of the database (`config.search`).

    `fresh` is the part of the score that its age makes, `version` that of the workbook, `digest` of what was indexed;
    `is_counted` says whether the lexicon counts its words.
    """

    id = models.BigAutoField(primary_key=True)
    workbook = models.OneToOneField("workbooks.Workbook", on_delete=models.CASCADE, related_name="search_entry")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_public = models.BooleanField(default=False, editable=False)
    is_counted = models.BooleanField(default=False, editable=False)
    listed_at = models.DateTimeField(editable=False)
    fresh = models.FloatField(default=0, editable=False)
    score = models.FloatField(default=0, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    format = models.PositiveSmallIntegerField(default=0, editable=False)
    digest = models.CharField(max_length=32, blank=True, editable=False)

    class Meta:
        verbose_name = _("entry of the search index")
        verbose_name_plural = _("entries of the search index")
        indexes = [models.Index(fields=["-score", "-id"], name="search_entry_best")]

    def __str__(self) -> str:
        return f"{self.workbook_id}"


class SearchWord(models.Model):
    """A word of the lexicon, and how many public workbooks have it."""

    word = models.CharField(max_length=LONGEST_WORD, unique=True)
    documents = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("word of the lexicon")
        verbose_name_plural = _("words of the lexicon")

    def __str__(self) -> str:
        return self.word


class SearchVariant(models.Model):
    """What is left of a word when letters are left out of it: words that share one are near (`config.search.typos`)."""

    variant = models.IntegerField()
    # Whoever removes a word removes its variants; a key in the database would cost an index as large as the table.
    word = models.ForeignKey(
        SearchWord, on_delete=models.DO_NOTHING, related_name="variants", db_constraint=False, db_index=False
    )

    class Meta:
        verbose_name = _("variant of a word")
        verbose_name_plural = _("variants of words")
        indexes = [models.Index(fields=["variant", "word"], name="search_variant_of_word")]

    def __str__(self) -> str:
        return f"{self.variant}"
