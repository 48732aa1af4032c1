"""A text field with suggestions: what the desk's autocomplete finds in a model, offered below the field by a script."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.http import urlencode


class SuggestingInput(forms.TextInput):
    """Suggests rows of the model to which the foreign key `field` of `app.model` leads, by the search of its page.

    Without script, and for those who may not see that model, it is a plain text field.
    """

    class Media:
        js = ("desk/suggest.js",)

    def __init__(self, app: str, model: str, field: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self._source = {"app_label": app, "model_name": model, "field_name": field}

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        found = super().build_attrs(base_attrs, extra_attrs)
        return {**found, "data-suggest": f"{reverse('admin:autocomplete')}?{urlencode(self._source)}"}
