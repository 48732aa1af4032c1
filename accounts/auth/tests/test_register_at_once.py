"""Many who want the same name at once."""

from __future__ import annotations

import pytest

from accounts.auth import services
from accounts.users.models import User
from config.errors import InvalidInput
from config.testing.crowd import at_once


def register(username, email):
    """`registered`, or the codes of what was refused."""
    try:
        services.register(username=username, email=email, password="correct horse battery 7")
    except InvalidInput as refused:
        return {error.field: error.code for error in refused.errors}
    return "registered"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_fifty_registrations_of_one_name_make_one_account():
    results = at_once(lambda number: register("ana", f"ana{number}@example.com"), 50)
    assert results.count("registered") == 1
    assert results.count({"username": "taken"}) == 49
    assert User.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_fifty_registrations_of_one_address_make_one_account():
    results = at_once(lambda number: register(f"ana{number}", "Ana@example.com"), 50)
    assert results.count("registered") == 1
    assert results.count({"email": "taken"}) == 49
    assert User.objects.count() == 1
