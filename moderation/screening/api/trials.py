"""Trials: a rule, or what it would be, tried on what was written before."""

from __future__ import annotations

from uuid import UUID

from django.urls import URLPattern, path
from rest_framework.response import Response

from config.api import AtLeast, Endpoint, Page, Request, operation
from config.roles import Role
from moderation.screening import queries, services, shapes
from moderation.screening.api.bodies import Trial, TrialBody
from moderation.screening.errors import RuleNotFound, TrialNotFound


class Trials(Endpoint):
    """The trials of a rule, the newest first."""

    permissions = [AtLeast(Role.MODERATOR)]
    throttles = {"POST": ("rule-trial",)}
    tag = "moderation"

    @operation("List the trials of a rule", answer=Page(Trial), errors=[RuleNotFound])
    def get(self, request: Request, rule_id: UUID) -> Response:
        return self.page(request, queries.trials_of(request.user, rule_id), order=("-id",), shape=shapes.trials)

    @operation("Try a rule on past content", body=TrialBody, answer=Trial, status=201, errors=[RuleNotFound])
    def post(self, request: Request, rule_id: UUID) -> Response:
        """Up to 500 texts of each kind are looked at once; beyond that a job does it, and the trial is `waiting`."""
        data = self.read(request, TrialBody)
        bounds = {name: data.pop(name) for name in ("days", "most") if name in data}
        made = services.try_rule(actor=request.user, rule_id=rule_id, changes=data, **bounds)
        row = queries.visible_trial(request.user, rule_id, made.pk)
        return Response(shapes.trial(row, request.user), status=201, headers={"Location": f"{request.path}/{made.pk}"})


class OneTrial(Endpoint):
    """One trial: how far it is, how much it caught, and samples that you may see."""

    permissions = [AtLeast(Role.MODERATOR)]
    tag = "moderation"

    @operation("See a trial of a rule", answer=Trial, errors=[RuleNotFound, TrialNotFound])
    def get(self, request: Request, rule_id: UUID, trial_id: UUID) -> Response:
        row = queries.visible_trial(request.user, rule_id, trial_id)
        return Response(shapes.trial(row, request.user))


urlpatterns: list[URLPattern] = [
    path("moderation/rules/<uuid:rule_id>/trials", Trials.as_view(), name="screening-trials"),
    path("moderation/rules/<uuid:rule_id>/trials/<uuid:trial_id>", OneTrial.as_view(), name="screening-trial"),
]
