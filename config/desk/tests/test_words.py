"""Every name that the desk takes from a model is known to translators."""

from __future__ import annotations

from django.contrib import admin
from django.utils import translation

from config.desk.words import WORDS


def test_every_field_of_a_model_on_the_desk_has_its_word():
    named = set()
    with translation.override(None):
        for model in admin.site._registry:
            fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
            named |= {field.verbose_name for field in fields if isinstance(field.verbose_name, str)}
    assert named - WORDS == set()


def test_models_of_the_apps_have_names_that_can_be_translated():
    apps = {"accounts", "social", "workbooks", "notifications"}
    models = [model for model in admin.site._registry if model._meta.app_label in apps]
    assert [model for model in models if isinstance(model._meta.verbose_name, str)] == []
