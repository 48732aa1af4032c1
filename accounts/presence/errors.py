"""What the slice refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import Conflict


class ConsentRequired(Conflict):
    """A place is shared by consent alone, and by consent to the words of now; `words_version` says which."""

    code = "consent_required"
    detail = _("Your location is shared with your consent alone: send the version of the words that you agree to.")
    words_version: int = 1

    def __init__(self, words_version: int) -> None:
        super().__init__()
        self.words_version = words_version

    def members(self) -> dict[str, object]:
        return {"words_version": self.words_version}
