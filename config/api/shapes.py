"""What comes in and what goes out.

A `Body` is input: strict in its types, closed to unknown fields. An `Answer` is the documented form of output; it is
never run on output, which is a plain dict built by a slice's `shapes.py`, and the endpoint tests hold the two together.
Each has `Meta.example`, shown in the OpenAPI document and used by the tests that walk every route.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.errors import FieldError, InvalidInput


class Body(serializers.Serializer[Any]):
    """Strict input: an unknown field is an error, not silence."""

    class Meta:
        example: dict[str, Any] = {}

    default_error_messages = {"unknown_field": _("This field is not known here.")}

    def to_internal_value(self, data: Any) -> Any:
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        if unknown:
            raise serializers.ValidationError(
                {str(name)[:100]: [str(self.error_messages["unknown_field"])] for name in unknown}, code="unknown_field"
            )
        return super().to_internal_value(data)


class Answer(serializers.Serializer[Any]):
    """Documented output. Bounds are promises about input, so none are stated of what goes out."""

    class Meta:
        example: dict[str, Any] = {}

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for field in fields.values():
            for part in (field, getattr(field, "child", None)):
                for bound in ("max_length", "min_length", "max_value"):
                    if getattr(part, bound, None) is not None:
                        setattr(part, bound, None)
                if part is not None:
                    part.validators = []
        return fields


def invalid(field: str, code: str, message: object) -> InvalidInput:
    """Input that is well-formed but cannot be taken, said of one field."""
    return InvalidInput(errors=[FieldError(field, code, str(message))])
