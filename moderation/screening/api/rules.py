"""Rules: listed, made, changed, retired."""

from __future__ import annotations

from uuid import UUID

import django_filters
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.urls import URLPattern, path
from rest_framework.response import Response

from config.api import AtLeast, Endpoint, Filters, Page, Request, operation
from config.api.shapes import invalid
from config.errors import StaleVersion
from config.roles import Role
from moderation.screening import queries, services, shapes
from moderation.screening.api.bodies import EditRuleBody, NewRuleBody, Rule
from moderation.screening.choices import Sort, State
from moderation.screening.errors import RuleExists, RuleNotFound, RuleNotTried, RuleRetired, TooManyRules

CHANGE_ERRORS = [RuleNotFound, RuleNotTried, RuleRetired, TooManyRules, StaleVersion]


class RuleFilters(Filters):
    """Narrows the list of rules."""

    state = django_filters.ChoiceFilter(choices=State.choices)
    sort = django_filters.ChoiceFilter(choices=Sort.choices)


class Rules(Endpoint):
    """The rules by which texts are screened, the newest first. Moderators see them; managers keep them."""

    permissions = {"GET": [AtLeast(Role.MODERATOR)], "POST": [AtLeast(Role.MANAGER)]}
    tag = "moderation"

    @operation("List screening rules", answer=Page(Rule), filters=RuleFilters)
    def get(self, request: Request) -> Response:
        rows = self.filtered(request, RuleFilters, queries.rules_visible_to(request.user))
        return self.page(request, rows, order=("-id",), shape=shapes.rules)

    @operation("Make a screening rule", body=NewRuleBody, answer=Rule, status=201, errors=[RuleExists], idempotent=True)
    def post(self, request: Request) -> Response:
        """It is a draft, and catches nothing until it has been tried and is put live."""
        data = self.read(request, NewRuleBody)
        slug, note = _slug(data.pop("slug")), data.pop("note", "")
        made = services.make_rule(actor=request.user, slug=slug, definition=data, note_of_it=note)
        row = queries.visible_rule(request.user, made.pk)
        answer = self.tagged(request, shapes.rule(row), version=row.version, status=201)
        answer["Location"] = f"{request.path}/{made.pk}"
        return answer


def _slug(text: str) -> str:
    try:
        validate_slug(text)
    except ValidationError as error:
        raise invalid("slug", "invalid", error.messages[0]) from None
    return text.lower()


class OneRule(Endpoint):
    """One rule. Edits honour `If-Match`."""

    permissions = {
        "GET": [AtLeast(Role.MODERATOR)],
        "PATCH": [AtLeast(Role.MANAGER)],
        "DELETE": [AtLeast(Role.MANAGER)],
    }
    tag = "moderation"

    @operation("See a screening rule", answer=Rule, errors=[RuleNotFound], conditional=True)
    def get(self, request: Request, rule_id: UUID) -> Response:
        row = queries.visible_rule(request.user, rule_id)
        return self.tagged(request, shapes.rule(row), version=row.version)

    @operation(
        "Change a screening rule, or put it live",
        body=EditRuleBody,
        answer=Rule,
        errors=CHANGE_ERRORS,
        conditional=True,
    )
    def patch(self, request: Request, rule_id: UUID) -> Response:
        """What goes live was tried in that form (see trials), unless `without_trial` says that it was not."""
        expected = self.expected_version(request)
        data = self.read(request, EditRuleBody)
        services.change_rule(
            actor=request.user,
            rule_id=rule_id,
            without_trial=data.pop("without_trial", False),
            reason=data.pop("reason", ""),
            changes=data,
            expected_version=expected,
        )
        row = queries.visible_rule(request.user, rule_id)
        return self.tagged(request, shapes.rule(row), version=row.version)

    @operation(
        "Retire a screening rule", answer=None, status=204, errors=[RuleNotFound, StaleVersion], conditional=True
    )
    def delete(self, request: Request, rule_id: UUID) -> Response:
        """It catches nothing any more, within a second; what it caught keeps its reasons. Again is no error."""
        expected = self.expected_version(request)
        services.retire_rule(actor=request.user, rule_id=rule_id, expected_version=expected)
        return Response(status=204)


urlpatterns: list[URLPattern] = [
    path("moderation/rules", Rules.as_view(), name="screening-rules"),
    path("moderation/rules/<uuid:rule_id>", OneRule.as_view(), name="screening-rule"),
]
