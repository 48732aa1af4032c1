"""Cases for tests, made through the services. The thing is a member's profile unless another is named."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from accounts.profiles import services as profiles
from config import entities
from config.entities import Kind, Summary
from moderation.cases import services
from moderation.cases.asked import Action
from moderation.cases.choices import Sort
from moderation.cases.models import Case, Decision
from social.models import Follow

HIDE, WARN, DISMISS = (Action("hide"),), (Action("warn"),), (Action("dismiss"),)
ACTIONS = {"acted": HIDE, "dismissed": DISMISS, "restored": (Action("restore"),)}


def held_against(
    owner: Any, *, by: Any = None, category: str = "spam", kind: str = "profile", thing_id: UUID | None = None
) -> Case:
    """The case of a member's profile, with one report more: `held_against(owner, by=stranger)`."""
    return services.gather(
        kind=kind,
        thing_id=thing_id or owner.pk,
        category=category,
        sort=Sort.REPORTED,
        actor_id=by.pk if by else None,
    ).case


def decide(case: Case, actor: Any, outcome: str = "dismissed", **said: Any) -> Decision:
    """A decision from the present version of the case; `acted` hides unless told otherwise."""
    case.refresh_from_db()
    said = {"actions": ACTIONS[outcome]} | said
    if outcome == "acted":
        said = {"reason": "This is advertising."} | said
    return services.decide(actor=actor, case_id=case.pk, expected_version=case.version, **said)


def edit(owner: Any, bio: str) -> None:
    """Have a member say something else of themselves."""
    profiles.edit_profile(user_id=owner.pk, changes={"bio": bio})


def stone(reach: int = 0) -> Kind:
    """A kind that nobody writes: it has no texts, and reaches so many people."""
    return Kind(
        name="stone",
        visible_to=lambda viewer: Follow.objects.none(),
        summaries=lambda ids: {pk: Summary("stone", pk, "A stone", f"/stones/{pk}") for pk in ids},
        owner_of=lambda pk: None,
        hide=lambda pk: None,
        restore=lambda pk: None,
        reach=lambda pk: reach,
    )


def forget(kind: Kind) -> None:
    """Take a kind out of the registry."""
    entities._kinds.pop(kind.name, None)
