"""Having an avatar, another one, none: what clients see, what is told, and which files there are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from accounts.profiles import avatars, queries, services
from accounts.profiles.events import AvatarChanged
from accounts.profiles.models import Profile
from accounts.profiles.tasks import sweep_avatars
from config import context
from config.events.models import Delivery
from config.storage import StorageAway, pictures
from config.testing.forms import File, Form
from config.testing.images import jpeg, png

AVATAR = "/users/profile/avatar"

pytestmark = pytest.mark.usefixtures("media_folder")


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def stem_of(member: Any) -> str:
    return Profile.objects.get(pk=member.pk).avatar


def test_an_avatar_is_shown_wherever_its_owner_is(api: Any, owner: Any, client: Any, recorded: Any) -> None:
    answer = api.as_(owner).post(AVATAR, Form(image=jpeg(900, 700)))
    assert answer.status_code == 200
    addresses = answer.json()["avatar"]
    assert set(addresses) == {"original", "medium", "small", "thumb"}
    for address in addresses.values():
        assert client.get(address).status_code == 200
    small = addresses["small"]
    assert api.as_(owner).get("/users/profile").json()["avatar_url"] == small
    assert api.as_(owner).get("/auth/profile").json()["avatar_url"] == small
    assert api.get("/users/owner").json()["avatar_url"] == small
    assert queries.author_summaries([owner.pk])[owner.pk]["avatar_url"] == small
    (told,) = recorded(AvatarChanged)
    assert (told.user_id, told.actor_id, told.replaced, told.has_avatar) == (owner.pk, owner.pk, "", True)


def test_the_address_costs_no_statement_of_its_own(owner: Any, stranger: Any, django_assert_num_queries: Any) -> None:
    avatars.change_avatar(user_id=owner.pk, image=png())
    with django_assert_num_queries(1):
        summaries = queries.author_summaries([owner.pk, stranger.pk])
    assert summaries[stranger.pk]["avatar_url"] is None


def test_the_old_files_go_once_the_new_ones_are_named(
    owner: Any, client: Any, media_folder: Path, deliver: Any, recorded: Any
) -> None:
    old = avatars.change_avatar(user_id=owner.pk, image=png())
    new = avatars.change_avatar(user_id=owner.pk, image=jpeg())
    assert old != new
    assert recorded(AvatarChanged)[1].replaced == old
    assert len(files(media_folder)) == 8
    deliver()
    assert {name.rpartition("-")[0] for name in files(media_folder)} == {new}
    assert stem_of(owner) == new


def test_a_removed_avatar_is_gone_and_removing_nothing_tells_nothing(
    api: Any, owner: Any, media_folder: Path, deliver: Any, recorded: Any
) -> None:
    avatars.change_avatar(user_id=owner.pk, image=png())
    for _ in range(2):
        assert api.as_(owner).delete(AVATAR).status_code == 204
    deliver()
    assert files(media_folder) == set()
    assert api.get("/users/owner").json()["avatar_url"] is None
    assert [told.has_avatar for told in recorded(AvatarChanged)] == [True, False]


def test_files_that_could_not_be_removed_are_removed_later(
    owner: Any, media_folder: Path, deliver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    avatars.change_avatar(user_id=owner.pk, image=png())
    avatars.remove_avatar(user_id=owner.pk)
    forget = pictures.forget

    def away(stem: str) -> None:
        if stem:
            raise StorageAway

    monkeypatch.setattr(pictures, "forget", away)
    deliver(may_fail=True)
    assert Delivery.objects.filter(subscriber="profiles.forget_avatar").exists()
    assert len(files(media_folder)) == 4
    monkeypatch.setattr(pictures, "forget", forget)
    Delivery.objects.update(due_at="2020-01-01T00:00:00Z")
    deliver()
    assert files(media_folder) == set()


def test_an_avatar_that_did_not_reach_its_row_is_swept(
    owner: Any, media_folder: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    kept = avatars.change_avatar(user_id=owner.pk, image=png())

    def fails(*args: Any) -> None:
        raise RuntimeError("the database went away")

    monkeypatch.setattr(avatars, "_set", fails)
    with pytest.raises(RuntimeError):
        avatars.change_avatar(user_id=owner.pk, image=png())
    assert len(files(media_folder)) == 8
    assert sweep_avatars()["removed"] == 0
    monkeypatch.setattr("config.storage.sweeping.KEPT_FOR", -sweep_margin())
    assert sweep_avatars()["removed"] == 4
    assert {name.rpartition("-")[0] for name in files(media_folder)} == {kept}


def sweep_margin() -> Any:
    from datetime import timedelta

    return timedelta(minutes=5)


def test_a_hidden_profile_shows_no_avatar_and_its_addresses_lead_nowhere(
    api: Any, owner: Any, client: Any, moderator: Any, deliver: Any
) -> None:
    known = api.as_(owner).post(AVATAR, Form(image=png())).json()["avatar"]["small"]
    with context.within(context.Context(actor_id=moderator.pk)):
        services.hide(owner.pk)
    assert queries.author_summaries([owner.pk])[owner.pk]["avatar_url"] is None
    deliver()
    assert client.get(known).status_code == 404
    assert queries.author_summaries([owner.pk])[owner.pk]["avatar_url"] is None
    services.restore(owner.pk)
    again = queries.author_summaries([owner.pk])[owner.pk]["avatar_url"]
    assert again != known
    assert client.get(again).status_code == 200


def test_a_direct_upload_becomes_an_avatar_once_it_is_confirmed(
    api: Any, owner: Any, stranger: Any, client: Any, media_folder: Path
) -> None:
    data, me = jpeg(700, 700), api.as_(owner)
    prepared = me.post(f"{AVATAR}/upload", {"content_type": "image/jpeg", "size": len(data)})
    assert prepared.status_code == 201
    made = prepared.json()
    assert api.as_(owner).post(f"{AVATAR}/confirm", {"ticket": made["ticket"]}).status_code == 404
    form = Form(**made["fields"], file=File(data, "x.jpg", "image/jpeg"))
    assert client.generic("POST", made["url"], form.raw(), content_type=form.content_type).status_code == 204
    refused = api.as_(stranger).post(f"{AVATAR}/confirm", {"ticket": made["ticket"]})
    assert (refused.status_code, refused.json()["code"]) == (404, "upload_not_found")
    answer = me.post(f"{AVATAR}/confirm", {"ticket": made["ticket"]})
    assert answer.status_code == 200
    assert client.get(answer.json()["avatar"]["thumb"]).status_code == 200
    assert {name.split("/")[0] for name in files(media_folder)} == {"avatars"}


def test_a_direct_upload_passes_the_same_rules(api: Any, owner: Any, client: Any, media_folder: Path) -> None:
    data, me = b"<svg/>" * 50, api.as_(owner)
    made = me.post(f"{AVATAR}/upload", {"content_type": "image/png", "size": len(data)}).json()
    form = Form(**made["fields"], file=File(data))
    assert client.generic("POST", made["url"], form.raw(), content_type=form.content_type).status_code == 204
    answer = me.post(f"{AVATAR}/confirm", {"ticket": made["ticket"]})
    assert (answer.status_code, answer.json()["code"]) == (400, "image_type_not_allowed")
    assert files(media_folder) == set()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"content_type": "image/svg+xml", "size": 10}, "content_type"),
        ({"content_type": "image/png", "size": 10 * 1024 * 1024 + 1}, "size"),
        ({"content_type": "image/png", "size": 0}, "size"),
        ({"content_type": "image/png"}, "size"),
    ],
)
def test_no_form_is_made_for_what_could_never_be_taken(api: Any, owner: Any, body: Any, field: str) -> None:
    answer = api.as_(owner).post(f"{AVATAR}/upload", body)
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_an_avatar_in_a_bucket_is_put_replaced_and_removed(bucket: Any, owner: Any, deliver: Any) -> None:
    old = avatars.change_avatar(user_id=owner.pk, image=png())
    new = avatars.change_avatar(user_id=owner.pk, image=jpeg())
    deliver()
    keys = {each["Key"].rpartition("-")[0] for each in bucket.list_objects_v2(Bucket="pictures")["Contents"]}
    assert keys == {new} != {old}
    avatars.remove_avatar(user_id=owner.pk)
    deliver()
    assert bucket.list_objects_v2(Bucket="pictures")["KeyCount"] == 0


def test_the_muted_may_take_their_avatar_away_and_not_have_another(api: Any, muted: Any) -> None:
    assert api.as_(muted).post(AVATAR, Form(image=png())).status_code == 403
    assert api.as_(muted).delete(AVATAR).status_code == 204


def test_uploads_have_a_limit_of_their_own(api: Any, owner: Any, settings: Any) -> None:
    settings.THROTTLES = True
    settings.THROTTLE_RATES = settings.THROTTLE_RATES | {"upload": "2/hour"}
    me = api.as_(owner)
    seen = [me.post(AVATAR, Form(image=png())).status_code for _ in range(3)]
    assert seen == [200, 200, 429]
    assert me.delete(AVATAR).status_code == 204
