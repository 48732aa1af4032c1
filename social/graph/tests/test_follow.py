"""Following and unfollowing over HTTP."""

import pytest

from config.roles import Status
from social.graph import services
from social.graph.events import UserFollowed, UserUnfollowed
from social.graph.models import Follow
from social.graph.services import following

pytestmark = pytest.mark.django_db


def counts(*people):
    for person in people:
        person.profile.refresh_from_db()
    return [(person.profile.followers_count, person.profile.following_count) for person in people]


def test_following_is_answered_with_the_exact_count(api, owner, stranger):
    answer = api.as_(stranger).post("/users/owner/follow")
    assert answer.status_code == 200
    assert answer.json() == {"is_following": True, "followers_count": 1, "requested": False}
    assert counts(owner, stranger) == [(1, 0), (0, 1)]


def test_the_name_is_found_in_any_case(api, owner, stranger):
    assert api.as_(stranger).post("/users/OWNER/follow").status_code == 200
    assert Follow.objects.filter(follower=stranger, followee=owner).count() == 1


def test_following_twice_changes_and_tells_nothing_more(api, owner, stranger, recorded):
    first, second = (api.as_(stranger).post("/users/owner/follow") for _ in range(2))
    assert second.status_code == 200
    assert second.json() == first.json()
    assert counts(owner, stranger) == [(1, 0), (0, 1)]
    told = recorded(UserFollowed)
    assert [(event.actor_id, event.person_id) for event in told] == [(stranger.pk, owner.pk)]


def test_unfollowing_twice_is_as_good_as_once(api, owner, stranger, recorded):
    client = api.as_(stranger)
    client.post("/users/owner/follow")
    assert [client.delete("/users/owner/follow").status_code for _ in range(2)] == [204, 204]
    assert counts(owner, stranger) == [(0, 0), (0, 0)]
    assert len(recorded(UserUnfollowed)) == 1


def test_nobody_follows_themselves(api, owner):
    answer = api.as_(owner).post("/users/owner/follow")
    assert (answer.status_code, answer.json()["code"]) == (400, "self_follow")
    assert not Follow.objects.exists()


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.BANNED, Status.DEACTIVATED])
def test_an_account_that_does_not_stand_cannot_be_followed(api, person, stranger, status):
    person("gone", status=status)
    assert api.as_(stranger).post("/users/gone/follow").status_code == 404
    assert not Follow.objects.exists()


def test_what_is_absent_and_who_has_blocked_you_are_answered_alike(api, owner, blocked):
    absent = api.as_(blocked).post("/users/nobody-at-all/follow").json()
    hidden = api.as_(blocked).post("/users/owner/follow").json()
    assert hidden["status"] == 404
    ignored = {"request_id", "instance"}
    assert {k: v for k, v in hidden.items() if k not in ignored} == {
        k: v for k, v in absent.items() if k not in ignored
    }
    assert not Follow.objects.filter(follower=blocked).exists()


def test_whom_you_have_blocked_cannot_be_followed(api, owner, blocked):
    assert api.as_(owner).post("/users/blocked-b/follow").status_code == 404
    assert not Follow.objects.filter(follower=owner).exists()


def test_one_can_leave_someone_who_is_out_of_sight_by_now(api, owner, stranger):
    services.follow(actor=stranger, person=owner)
    type(owner).objects.filter(pk=owner.pk).update(status=Status.SUSPENDED)
    assert api.as_(stranger).delete("/users/owner/follow").status_code == 204
    assert counts(owner, stranger) == [(0, 0), (0, 0)]


def test_unfollowing_nobody_is_a_404(api, stranger):
    assert api.as_(stranger).delete("/users/nobody-at-all/follow").status_code == 404


def test_the_follow_beyond_the_limit_is_refused_and_leaves_nothing(api, person, stranger, monkeypatch, recorded):
    monkeypatch.setattr(following, "MOST_FOLLOWS", 2)
    people = [person(name) for name in ("one-a", "two-b", "three-c")]
    client = api.as_(stranger)
    assert [client.post(f"/users/{p.username}/follow").status_code for p in people[:2]] == [200, 200]
    refused = client.post("/users/three-c/follow")
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_follows")
    assert client.post("/users/one-a/follow").status_code == 200
    assert Follow.objects.filter(follower=stranger).count() == 2
    assert counts(people[2], stranger) == [(0, 0), (0, 2)]
    assert len(recorded(UserFollowed)) == 2


def test_the_limit_is_the_one_that_is_documented():
    assert following.MOST_FOLLOWS == 10_000


def test_the_count_of_a_closed_profile_is_left_unsaid(api, owner, stranger):
    owner.profile.show_profile = "friends"
    owner.profile.save()
    answer = api.as_(stranger).post("/users/owner/follow").json()
    assert answer == {"is_following": True, "followers_count": None, "requested": False}


def test_following_opens_what_is_open_to_followers(api, owner, stranger):
    owner.profile.show_profile = "followers"
    owner.profile.save()
    assert api.as_(stranger).post("/users/owner/follow").json()["followers_count"] == 1


def test_it_takes_a_signed_in_member_who_may_write(api, owner, muted):
    assert api.post("/users/owner/follow").status_code == 401
    assert api.as_(muted).post("/users/owner/follow").status_code == 403
    assert not Follow.objects.exists()


def test_follows_are_limited_by_the_minute(api, owner, stranger, settings):
    settings.THROTTLES = True
    settings.THROTTLE_RATES = settings.THROTTLE_RATES | {"follow": "2/minute"}
    client = api.as_(stranger)
    answers = [client.post("/users/owner/follow").status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    assert client.delete("/users/owner/follow").status_code == 204
