"""Filters of lists, by django-filter; a name or a value that nobody knows is a 400, not silence."""

from __future__ import annotations

from typing import Any, TypeVar

import django_filters
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from rest_framework.serializers import CharField

from config.api.fields import Flag
from config.api.request import Request
from config.errors import FieldError, InvalidInput

ALWAYS_KNOWN = {"cursor", "limit"}
LONGEST_VALUE = 500

Row = TypeVar("Row", bound=Model)


class Filters(django_filters.FilterSet):
    """A list's filters. Subclasses declare django-filter fields; `viewer` is at `self.request.user`."""

    @classmethod
    def names(cls) -> set[str]:
        return set(cls.base_filters)

    @classmethod
    def apply(cls, request: Request, queryset: QuerySet[Row]) -> QuerySet[Row]:
        """`queryset` narrowed by the request's query."""
        return cls._checked(request, queryset).qs

    @classmethod
    def values(cls, request: Request) -> dict[str, Any]:
        """What the request's query says, for answers that are no list; None for what it leaves out."""
        said: dict[str, Any] = cls._checked(request, QuerySet()).form.cleaned_data
        return said

    @classmethod
    def _checked(cls, request: Request, queryset: QuerySet[Any]) -> Filters:
        refuse_unknown(request, cls.names())
        cls._refuse_unread(request)
        filterset = cls(data=request.query_params, queryset=queryset, request=request)
        if not filterset.is_valid():
            raise InvalidInput(
                errors=[
                    FieldError(name, error.code or "invalid", " ".join(error.messages))
                    for name, errors in filterset.errors.as_data().items()
                    for error in errors
                ]
            )
        return filterset

    @classmethod
    def _refuse_unread(cls, request: Request) -> None:
        """A 400 for values that django-filter would pass over in silence: an empty choice, a truth that is neither."""
        errors = []
        for name, declared in cls.base_filters.items():
            value = request.query_params.get(name)
            if isinstance(declared, django_filters.BooleanFilter) and value not in {None, "true", "false"}:
                errors.append(FieldError(name, "not_flag", str(Flag.default_error_messages["not_flag"])))
            elif value == "" and not isinstance(declared, django_filters.CharFilter):
                errors.append(FieldError(name, "blank", str(CharField.default_error_messages["blank"])))
        if errors:
            raise InvalidInput(errors=errors)


def refuse_unknown(request: Request, known: set[str]) -> None:
    """A 400 that names every query parameter nobody asked for, was given twice, or is absurdly long."""
    errors = []
    for name, values in request.query_params.lists():
        if name not in known | ALWAYS_KNOWN:
            errors.append(FieldError(name[:100], "unknown_filter", _("This filter is not known here.")))
        elif len(values) > 1:
            errors.append(FieldError(name, "repeated", _("Give this filter once.")))
        elif name != "cursor" and len(values[0]) > LONGEST_VALUE:
            errors.append(FieldError(name, "max_length", _("The value is too long.")))
    if errors:
        raise InvalidInput(errors=errors)
