"""What stands behind a flag is not there where it is off; front ends ask which are on."""

from __future__ import annotations

import pytest
from django.test import override_settings
from django.urls import include, path
from rest_framework.response import Response

from config.api import Anyone, AtLeast, Endpoint, operation
from config.flags import services
from config.roles import Role

pytestmark = pytest.mark.django_db


class New(Endpoint):
    """Something new, for staff alone."""

    permissions = {"GET": [Anyone], "POST": [AtLeast(Role.ADMIN)]}
    flag = "novelty"

    @operation("See it", answer=None)
    def get(self, request):
        return Response({})

    @operation("Do it", answer=None)
    def post(self, request):
        return Response({})


urlpatterns = [path("api/v1/novelty", New.as_view()), path("", include("config.urls"))]


@pytest.fixture(autouse=True)
def routes(novelty):
    with override_settings(ROOT_URLCONF=__name__):
        yield


def test_off_is_a_404_before_any_word_of_who_may(api, owner, switch):
    switch(everyone=False)
    for client in (api, api.as_(owner)):
        for method in ("GET", "POST", "DELETE", "OPTIONS"):
            answer = client.request(method, "/novelty")
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), method


def test_on_is_as_without_a_flag(api, owner, admin, switch):
    switch(everyone=True)
    assert api.get("/novelty").status_code == 200
    assert api.post("/novelty").status_code == 401
    assert api.as_(owner).post("/novelty").status_code == 403
    assert api.as_(admin).post("/novelty").status_code == 200
    assert api.delete("/novelty").status_code == 405
    assert api.request("OPTIONS", "/novelty").status_code == 204


def test_it_is_there_for_those_it_is_on_for_alone(api, owner, stranger, switch):
    switch(users=[owner.pk])
    assert api.as_(owner).get("/novelty").status_code == 200
    assert api.as_(stranger).get("/novelty").status_code == 404
    assert api.get("/novelty").status_code == 404


def test_a_bad_token_is_a_401_all_the_same(api, switch):
    switch(everyone=False)
    assert api.with_token("nonsense").get("/novelty").status_code == 401


def test_a_front_end_asks_which_are_on(api, owner, switch):
    switch(users=[owner.pk])
    assert api.get("/flags").json() == {"novelty": False, "push": True, "remixes": True}
    assert api.as_(owner).get("/flags").json() == {"novelty": True, "push": True, "remixes": True}


def test_copying_workbooks_can_be_switched_off(api, owner, stranger, admin):
    from workbooks.catalog import services as catalog

    made = catalog.create_workbook(
        author=owner, title="Budget", embed_url="https://public.tableau.com/views/Budget/Main"
    )
    catalog.publish_workbook(actor=owner, workbook_id=made.pk)
    copy = f"/workbooks/{made.pk}/duplicate"
    assert api.as_(stranger).post(copy).status_code == 201
    services.change_flag(name="remixes", actor=admin, changes={"everyone": False})
    answer = api.as_(stranger).post(copy)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    services.change_flag(name="remixes", actor=admin, changes={"everyone": None, "users": [stranger.pk]})
    assert api.as_(stranger).post(copy).status_code == 201
    assert api.as_(owner).post(copy).status_code == 404
