"""The OpenAPI 3.1 document, read from what endpoints declare: summary, shapes, errors, limits, security, examples."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import Any, cast

import django_filters
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiRequest,
    OpenApiResponse,
    PolymorphicProxySerializer,
)

from config.api import errors as api_errors
from config.api import fields as f
from config.api import idempotency, keyset, permissions, problems, quotas
from config.api.endpoint import Endpoint
from config.api.operations import Either, File, Operation, Page
from config.api.shapes import Answer
from config.errors import (
    DomainError,
    EmailNotVerified,
    InvalidInput,
    NotFound,
    NotSignedIn,
    StaleVersion,
    TooLarge,
    TooMany,
)

JSON = "application/json"


class FieldProblem(Answer):
    """One wrong input."""

    field = f.Text()
    code = f.Text()
    message = f.Text()


class Problem(Answer):
    """RFC 9457: what went wrong, in words and in a stable `code`."""

    type = f.Text()
    title = f.Text()
    status = f.Integer()
    detail = f.Text()
    code = f.Text()
    request_id = f.Text()
    errors = f.Nested(FieldProblem, many=True, required=False)


@cache
def page_shape(item: type[Answer], beside: type[Answer] | None = None) -> type[Answer]:
    """The documented form of a keyset page of `item`, with the members of `beside`."""
    more: dict[str, Any] = dict(beside().fields) if beside else {}

    class Meta:
        example = {
            "next": None,
            "previous": None,
            "results": [item.Meta.example],
            **(beside.Meta.example if beside else {}),
        }

    members = {
        "next": f.Url(allow_null=True),
        "previous": f.Url(allow_null=True),
        "results": item(many=True),
        **more,
        "Meta": Meta,
        "__doc__": f"A page of {item.__name__}.",
    }
    return type(f"{item.__name__}Page", (Answer,), members)


def example_problem(error: type[DomainError]) -> dict[str, Any]:
    made = error(30) if error in {TooMany, quotas.QuotaExceeded} else error.__new__(error)
    if error not in {TooMany, quotas.QuotaExceeded}:
        DomainError.__init__(made)
    try:
        body = problems.problem_of(made)
    except (KeyError, TypeError):
        body = {**problems.problem_of(DomainError()), "code": error.code, "status": error.status}
        body["detail"] = re.sub(r"%\((\w+)\)\w", r"<\1>", str(error.detail))
        body["type"] = f"urn:sigma-playground:problem:{error.code}"
    body["request_id"] = "4f1c1a0e9b7d4c55a1e2b3c4d5e6f708"
    if error is InvalidInput:
        body["errors"] = [{"field": "name", "code": "required", "message": "This field is required."}]
    return body


FILTER_TYPES: list[tuple[type[django_filters.Filter], dict[str, Any]]] = [
    (django_filters.UUIDFilter, {"type": "string", "format": "uuid"}),
    (django_filters.BooleanFilter, {"type": "boolean"}),
    (django_filters.NumberFilter, {"type": "integer"}),
    (django_filters.IsoDateTimeFilter, {"type": "string", "format": "date-time"}),
    (django_filters.DateFilter, {"type": "string", "format": "date"}),
]


def filter_schema(declared: django_filters.Filter) -> dict[str, Any]:
    choices = declared.extra.get("choices")
    if choices and not callable(choices):
        return {"type": "string", "enum": [str(value) for value, _label in choices]}
    return next((schema for kind, schema in FILTER_TYPES if isinstance(declared, kind)), {"type": "string"})


class OperationSchema(AutoSchema):
    """Reads `@operation` and the endpoint's permissions and throttles; anything undeclared is left out on purpose."""

    _stands_for = ""

    @property
    def declared(self) -> Operation:
        declared: Operation = getattr(self.view, (self._stands_for or self.method).lower()).operation
        return declared

    @property
    def endpoint(self) -> Endpoint:
        return cast(Endpoint, self.view)

    @property
    def stated(self) -> list[permissions.Permission]:
        stated: list[permissions.Permission] = self.endpoint.permissions_for(self.method)
        return stated

    def get_operation_id(self) -> str:
        name = re.sub(r"(?<!^)(?=[A-Z])", "_", type(self.view).__name__).lower()
        return f"{self.method.lower()}_{name}"

    def get_summary(self) -> str:
        return self.declared.summary

    def get_description(self) -> str:  # type: ignore[override]
        who = " and ".join(permission.summary for permission in self.stated)
        about = re.sub(r"\s*\n\s*", " ", (type(self.view).__doc__ or "").strip())
        flag = self.endpoint.flag
        behind = f" Stands behind the flag `{flag}`: not found where it is off for whoever asks." if flag else ""
        return f"{about}\n\nWho may: {who}.{behind}"

    def get_tags(self) -> list[str]:
        return [self.endpoint.tag or type(self.view).__module__.split(".")[0]]

    def get_auth(self) -> list[dict[str, Any]]:
        if not self.endpoint.authentication_classes:
            return []  # no token is looked at here, so a client must not ask for one
        ways: list[dict[str, Any]] = [{"bearer": []}]
        scope = self.endpoint.scope_for(self.method)
        if scope:
            ways.append({"api_key": [scope]})
        return ways if any(permission.signed_in for permission in self.stated) else [{}, *ways]

    def _get_request_body(self, direction: str = "request") -> Any:
        """The body; of a DELETE as well where one is declared, which the generator would leave out."""
        if self.method != "DELETE" or self.declared.body is None:
            return super()._get_request_body(direction)
        self._stands_for, self.method = "DELETE", "POST"
        try:
            return super()._get_request_body(direction)
        finally:
            self._stands_for, self.method = "", "DELETE"

    def get_request_serializer(self) -> Any:
        body = self.declared.body
        if body is None:
            return None
        example = OpenApiExample(f"{body.__name__} example", value=body.Meta.example, request_only=True)
        return OpenApiRequest(request=body, examples=[example])

    def get_response_serializers(self) -> Any:
        declared = self.declared
        answers = self._good_answer(declared)
        if declared.conditional and self.method == "GET":
            answers[304] = OpenApiResponse(description="Unchanged since the ETag in `If-None-Match`.")
        for status, errors in sorted(self._errors().items()):
            examples = [
                OpenApiExample(
                    error.code, value=example_problem(error), response_only=True, media_type=problems.CONTENT_TYPE
                )
                for error in sorted(errors, key=lambda error: error.code)
            ]
            codes = ", ".join(f"`{error.code}`" for error in sorted(errors, key=lambda error: error.code))
            answers[(status, problems.CONTENT_TYPE)] = OpenApiResponse(
                Problem, description=f"Refused: {codes}.", examples=examples
            )
        return answers

    def _good_answer(self, declared: Operation) -> dict[Any, Any]:
        answer, status = declared.answer, declared.status
        if isinstance(answer, File):
            example = OpenApiExample("How it begins", answer.example, response_only=True, media_type=answer.media)
            return {
                (status, answer.media): OpenApiResponse(OpenApiTypes.STR, description="The file.", examples=[example])
            }
        if isinstance(answer, Either):
            examples = [
                OpenApiExample(f"{each.__name__} example", each.Meta.example, response_only=True)
                for each in answer.shapes
            ]
            either = PolymorphicProxySerializer(
                "Or".join(each.__name__ for each in answer.shapes), list(answer.shapes), resource_type_field_name=None
            )
            return {(status, JSON): OpenApiResponse(either, description="Done.", examples=examples)}
        shape = page_shape(answer.item, answer.beside) if isinstance(answer, Page) else answer
        if shape is not None and shape().fields:
            example = OpenApiExample(f"{shape.__name__} example", shape.Meta.example, response_only=True)
            done = {(status, JSON): OpenApiResponse(shape, description="Done.", examples=[example])}
            if declared.again is not None:
                done[(declared.again, JSON)] = OpenApiResponse(shape, description="Done before.", examples=[example])
            return done
        if status == 204:
            return {status: OpenApiResponse(description="Done; no content.")}
        example = OpenApiExample("Nothing more to say", {}, response_only=True)
        empty = {"type": "object", "additionalProperties": False}
        return {(status, JSON): OpenApiResponse(empty, description="Accepted.", examples=[example])}

    def _errors(self) -> dict[int, set[type[DomainError]]]:
        declared, writes = self.declared, self.method not in {"GET", "HEAD"}
        errors: set[type[DomainError]] = {TooMany, *declared.errors}
        if any(permission.signed_in for permission in self.stated):
            errors |= {NotSignedIn}
            if writes and any(isinstance(permission, permissions.IsMember) for permission in self.stated):
                errors |= {permissions.Muted}
        else:
            errors |= {NotSignedIn}
        if self.endpoint.authentication_classes:
            errors |= {permissions.InsufficientScope}
        if self.endpoint.scope_for(self.method):
            errors |= {quotas.QuotaExceeded}
        for permission in self.stated:
            if isinstance(permission, permissions.AtLeast):
                errors |= {permissions.NotYourRole, permissions.SecondStepDemanded}
            if isinstance(permission, permissions.IsVerified):
                errors |= {EmailNotVerified}
        if self.method in {"POST", "PUT", "PATCH"} or declared.body:
            errors |= {InvalidInput, api_errors.MalformedBody, api_errors.UnsupportedMedia, TooLarge}
        if declared.filters or isinstance(declared.answer, Page):
            errors |= {InvalidInput}
        if isinstance(declared.answer, Page):
            errors |= {keyset.InvalidCursor}
        if "{" in self.path or self.endpoint.flag:
            errors |= {NotFound}
        if declared.idempotent:
            errors |= {idempotency.KeyUsedOtherwise, idempotency.StillUnderWay, InvalidInput}
        if declared.conditional and writes:
            errors |= {StaleVersion}
        by_status: dict[int, set[type[DomainError]]] = defaultdict(set)
        for error in errors:
            by_status[error.status].add(error)
        return by_status

    def get_override_parameters(self) -> list[Any]:
        declared = self.declared
        made = []
        if declared.filters:
            for name, declared_filter in declared.filters.base_filters.items():
                made.append(
                    OpenApiParameter(
                        name,
                        filter_schema(declared_filter),
                        description=str(declared_filter.extra.get("help_text", "")),
                        required=bool(declared_filter.extra.get("required")),
                    )
                )
        if isinstance(declared.answer, Page):
            bounds = {"type": "integer", "minimum": 1, "maximum": keyset.MAX_LIMIT, "default": keyset.DEFAULT_LIMIT}
            made.append(OpenApiParameter("limit", bounds, description="Rows a page."))
            made.append(OpenApiParameter("cursor", str, description="From `next` or `previous`; opaque and signed."))
        headers = []
        if declared.idempotent:
            headers.append(("Idempotency-Key", "The same key and body within a day replays the first answer."))
        if declared.conditional:
            match = "If-None-Match" if self.method == "GET" else "If-Match"
            headers.append((match, "An ETag of this resource."))
        made += [OpenApiParameter(name, str, "header", description=about) for name, about in headers]
        return made
