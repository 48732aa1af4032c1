"""Who comes and what they call themselves reaches the index."""

from __future__ import annotations

from accounts.profiles.events import ProfileEdited
from accounts.users.events import UsernameChanged, UserRegistered
from config.events import DomainEvent, subscribe
from social.people import services


@subscribe(UserRegistered, UsernameChanged, ProfileEdited, as_="people.index")
def index(event: UserRegistered | UsernameChanged | ProfileEdited, *, cause: DomainEvent) -> None:
    services.index_people(user_ids=[event.user_id])
