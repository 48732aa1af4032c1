"""Keys and service accounts for tests, made by the deeds themselves."""

from __future__ import annotations

from typing import Any

from accounts.api_keys import services
from config.roles import Role
from config.scopes import Scope
from config.testing.cast import PASSWORD
from config.testing.client import Api

READING = [scope for scope in Scope.values if scope.endswith(":read")]


def key_of(person: Any, *scopes: str, **said: Any) -> services.Issued:
    """A key of `person` with these scopes; with all that read, unless told."""
    return services.create_key(
        maker=person, name="A key", scopes=scopes or READING, proof={"current_password": PASSWORD}, **said
    )


def service_account(admin: Any, username: str = "nightly-report") -> Any:
    return services.create_service_account(actor=admin, username=username)


def key_for(admin: Any, account: Any, *scopes: str, **said: Any) -> services.Issued:
    """A key of a service account, made by an admin."""
    assert account.role == Role.API_USER
    return key_of(admin, *scopes, account=account.username, **said)


def by(issued: services.Issued) -> Api:
    """The API as the key's holder asks it."""
    return Api(issued.text)
