"""One cast for all tests: who owns, who is a friend, who is a stranger, who watches over the place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accounts.users import services as users
from config.roles import Role, Status
from social.graph import services as graph

PASSWORD = "correct horse battery 7"

Person = Any


@pytest.fixture
def person(db: None) -> Callable[..., Person]:
    """Makes a member: `person("ana")`, `person("mod", role=Role.MODERATOR, verified=False)`."""

    def make(
        username: str, *, role: Role = Role.MEMBER, verified: bool = True, status: Status = Status.ACTIVE
    ) -> Person:
        from config import clock

        made = users.create_user(username=username, email=f"{username}@example.com", password=PASSWORD, role=role)
        changed = {"email_verified_at": clock.now() if verified else None, "status": status}
        type(made).objects.filter(pk=made.pk).update(**changed)
        made.refresh_from_db()
        return made

    return make


@pytest.fixture
def owner(person: Callable[..., Person]) -> Person:
    """Whose things the others look at."""
    return person("owner")


@pytest.fixture
def friend(person: Callable[..., Person], owner: Person) -> Person:
    """Follows the owner and is friends with them."""
    made = person("friend")
    graph.follow(actor=made, person=owner)
    graph.make_friends(actor=made, person=owner)
    return made


@pytest.fixture
def stranger(person: Callable[..., Person]) -> Person:
    return person("stranger")


@pytest.fixture
def blocked(person: Callable[..., Person], owner: Person) -> Person:
    """Blocked by the owner."""
    made = person("blocked-b")
    graph.block(actor=owner, person=made)
    return made


@pytest.fixture
def unverified(person: Callable[..., Person]) -> Person:
    return person("unverified", verified=False)


@pytest.fixture
def muted(person: Callable[..., Person]) -> Person:
    return person("muted-m", status=Status.MUTED)


@pytest.fixture
def agent(person: Callable[..., Person]) -> Person:
    return person("agent-a", role=Role.AGENT)


@pytest.fixture
def moderator(person: Callable[..., Person]) -> Person:
    return person("moderator-m", role=Role.MODERATOR)


@pytest.fixture
def manager(person: Callable[..., Person]) -> Person:
    return person("manager-m", role=Role.MANAGER)


@pytest.fixture
def admin(person: Callable[..., Person]) -> Person:
    return person("admin-a", role=Role.ADMIN)
