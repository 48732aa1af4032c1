"""What templates refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import Conflict, FieldError, InvalidInput, NotFound


class WordingRefused(InvalidInput):
    """The wording cannot be taken: what it asks for is not declared, or is not part of the language."""

    code = "wording_refused"
    detail: object = _("The wording cannot be taken.")

    @classmethod
    def because(cls, field: str, code: str, message: str, **values: object) -> WordingRefused:
        """One field, one reason, which `values` are filled into."""
        return cls(errors=[FieldError(field, code, message % values if values else message)])


class TemplateNotFound(NotFound):
    """No template has this id."""

    code = "template_not_found"
    detail: object = _("There is no such template.")


class TemplateStands(Conflict):
    """Only drafts change: what was sent is to be looked up later."""

    code = "template_stands"
    detail: object = _("Only a draft can be changed. Make a new one.")


class DraftExists(Conflict):
    """One draft a type, channel and language: two would not know of each other."""

    code = "draft_exists"
    detail: object = _("There is a draft for this type, channel and language already.")


class ValuesDoNotFit(TypeError):
    """What is to be filled in is not what the type declares: a mistake of ours, never of a member."""
