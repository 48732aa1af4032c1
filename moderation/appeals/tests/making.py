"""Decisions to appeal against, and appeals, made through the services."""

from __future__ import annotations

from typing import Any

from accounts.auth.appeals import appeal_token
from config.testing.client import Api
from moderation.appeals import services
from moderation.appeals.models import Appeal
from moderation.cases.asked import Action
from moderation.cases.models import Decision
from moderation.cases.tests.making import decide, held_against

HIDE, WARN = Action("hide"), Action("warn")
SUSPEND, MUTE = Action("suspend", hours=48), Action("mute", hours=48)


def acted(owner: Any, by: Any, *acts: Action, reporter: Any = None) -> Decision:
    """A decision about a member's profile, which hides it unless told otherwise."""
    return decide(held_against(owner, by=reporter), by, "acted", actions=acts or (HIDE,))


def appealed(owner: Any, by: Any, *acts: Action, reporter: Any = None) -> Appeal:
    """An appeal of the member's against such a decision."""
    return services.file_appeal(
        actor=owner, decision_id=acted(owner, by, *acts, reporter=reporter).pk, text="This is wrong."
    )


def locked_out(person: Any) -> Api:
    """The API as somebody who is suspended or banned reaches it."""
    return Api(Authorization=f"Appeal {appeal_token(person.pk)}")


def decide_over_http(api: Api, appeal: Any, *, overturn: bool = True, etag: str = "", **headers: str) -> Any:
    """The answer to a decision on the appeal, from its version now unless `etag` is another."""
    path = f"/moderation/appeals/{appeal.pk}"
    seen = etag or api.get(path)["ETag"]
    body = {"outcome": "overturn" if overturn else "uphold", "reason": "Looked at again."}
    return api.post(f"{path}/decide", body, If_Match=seen, **headers)
