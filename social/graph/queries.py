"""The expressions that every `visible_to` is made of.

Each takes the viewer and the name of the column that holds the other person's id (`"author_id"`, `"pk"`), and fits into
`filter`, `exclude`, `annotate` and `When` of any queryset, negated or joined with `&` and `|`. For a viewer who has not
signed in they are constants and read no table.

One EXISTS for each direction, never an OR inside of one: PostgreSQL can then answer each from its index, or hash a
short list once, whichever it finds cheaper. What is no short list, whom one follows and is friends with, is looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import BooleanField, Count, Exists, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from config.errors import refuse
from config.roles import SIGNED_IN_STATES, Role, Viewer, at_least
from social.graph.errors import PersonNotFound
from social.graph.models import Block, Follow, FollowRequest, Friendship, Mute

if TYPE_CHECKING:
    from accounts.users.models import User

EVERYONE, FOLLOWERS, FRIENDS = "everyone", "followers", "friends"


def never() -> Value:
    """The condition that no row meets."""
    return Value(False, output_field=BooleanField())


def _edge(viewer: Viewer, model: type[Model], **ends: UUID | OuterRef | None) -> Exists | Value:
    """Whether an edge with these ends exists; nobody who is not signed in has one."""
    return never() if viewer.pk is None else Exists(model._default_manager.filter(**ends))


def _probe(viewer: Viewer, model: type[Model], **ends: UUID | OuterRef | None) -> Coalesce | Value:
    """As `_edge`, of edges that one viewer may have thousands of. As a scalar it stays one look into an index for each
    row; EXISTS may be planned as a hash of all of the viewer's edges, which costs more the more there are."""
    if viewer.pk is None:
        return never()
    rows = model._default_manager.filter(**ends).order_by().values_list(Value(True))
    return Coalesce(Subquery(rows[:1], output_field=BooleanField()), Value(False), output_field=BooleanField())


def follows(viewer: Viewer, person: str) -> Coalesce | Value:
    """The viewer follows the person."""
    return _probe(viewer, Follow, follower_id=viewer.pk, followee_id=OuterRef(person))


def followed_by(viewer: Viewer, person: str) -> Exists | Value:
    """The person follows the viewer."""
    return _edge(viewer, Follow, follower_id=OuterRef(person), followee_id=viewer.pk)


def asks_to_follow(viewer: Viewer, person: str) -> Exists | Value:
    """The viewer asks to follow the person, who has not answered yet."""
    return _edge(viewer, FollowRequest, requester_id=viewer.pk, followee_id=OuterRef(person))


def friends_with(viewer: Viewer, person: str) -> Coalesce | Value:
    """The viewer and the person are friends."""
    return _probe(viewer, Friendship, member_id=viewer.pk, friend_id=OuterRef(person))


def mutes(viewer: Viewer, person: str) -> Exists | Value:
    """The viewer has muted the person."""
    return _edge(viewer, Mute, muter_id=viewer.pk, muted_id=OuterRef(person))


def muted_by(viewer: Viewer, person: str) -> Exists | Value:
    """The person has muted the viewer."""
    return _edge(viewer, Mute, muter_id=OuterRef(person), muted_id=viewer.pk)


def has_blocked(viewer: Viewer, person: str) -> Exists | Value:
    """The viewer has blocked the person."""
    return _edge(viewer, Block, blocker_id=viewer.pk, blocked_id=OuterRef(person))


def is_blocked_by(viewer: Viewer, person: str) -> Exists | Value:
    """The person has blocked the viewer."""
    return _edge(viewer, Block, blocker_id=OuterRef(person), blocked_id=viewer.pk)


def blocked_between(viewer: Viewer, person: str) -> Q:
    """A block stands between the two, whoever set it."""
    if viewer.pk is None:
        return Q(never())
    return Q(has_blocked(viewer, person)) | Q(is_blocked_by(viewer, person))


def allowed_by(viewer: Viewer, person: str, audience: str) -> Q:
    """The person's choice in the column `audience` (`"author__profile__show_favorites"`) lets the viewer see.

    One always sees one's own; friends count as followers; a role opens nothing. Blocks and account states are not in
    it: a row's `visible_to` joins those itself.
    """
    everyone = Q(**{audience: EVERYONE})
    if viewer.pk is None:
        return everyone
    by_friends = Q(**{f"{audience}__in": [FOLLOWERS, FRIENDS]}) & Q(friends_with(viewer, person))
    by_followers = Q(**{audience: FOLLOWERS}) & Q(follows(viewer, person))
    return everyone | Q(**{person: viewer.pk}) | by_friends | by_followers


def stands(viewer: Viewer, prefix: str = "") -> Q:
    """The account is in a state that may be seen, and its profile not hidden by moderation.

    Hidden ones are left to their owners and to moderators. `prefix` leads to the user: `"follower__"`.
    """
    account = Q(**{f"{prefix}status__in": SIGNED_IN_STATES})
    if at_least(viewer, Role.MODERATOR):
        return account
    shown = Q(**{f"{prefix}profile__hidden_at__isnull": True})
    return account & (shown if viewer.pk is None else shown | Q(**{f"{prefix}pk": viewer.pk}))


def block_stands(one: UUID, other: UUID) -> bool:
    """Whether a block stands between these two now, whoever set it."""
    ends = Q(blocker_id=one, blocked_id=other) | Q(blocker_id=other, blocked_id=one)
    return Block.objects.filter(ends).exists()


def follow_stands(follower_id: UUID, followee_id: UUID) -> bool:
    """Whether the one follows the other now."""
    return Follow.objects.filter(follower_id=follower_id, followee_id=followee_id).exists()


def must_ask(actor_id: UUID, person_id: UUID) -> bool:
    """Whether a follow of the person waits for their approval: not where the two are friends or it stands already."""
    follow = Follow.objects.filter(follower_id=actor_id, followee_id=person_id)
    friendship = Friendship.objects.filter(member_id=actor_id, friend_id=person_id)
    people = get_user_model()._default_manager.filter(pk=person_id, profile__approves_followers=True)
    return people.filter(~Exists(follow), ~Exists(friendship)).exists()


def follow_requests_between(
    requester_id: UUID, person_id: UUID, *, either_way: bool = False
) -> QuerySet[FollowRequest]:
    """The request of the one to follow the other; `either_way`, that of the other, too."""
    ends = Q(requester_id=requester_id, followee_id=person_id)
    if either_way:
        ends |= Q(requester_id=person_id, followee_id=requester_id)
    return FollowRequest.objects.filter(ends)


def number_of_follow_requests(requester_id: UUID) -> int:
    """How many people the member asks to follow."""
    return FollowRequest.objects.filter(requester_id=requester_id).count()


def follow_requests_to(viewer: Viewer) -> QuerySet[FollowRequest]:
    """Who asks to follow the viewer."""
    return FollowRequest.objects.filter(followee_id=viewer.pk)


def follow_requests_by(viewer: Viewer) -> QuerySet[FollowRequest]:
    """Whom the viewer asks to follow."""
    return FollowRequest.objects.filter(requester_id=viewer.pk)


def friendship_stands(one: UUID, other: UUID) -> bool:
    """Whether these two are friends now."""
    return Friendship.objects.filter(member_id=one, friend_id=other).exists()


def friendships_of(viewer: Viewer) -> QuerySet[Friendship]:
    """The viewer's halves of their friendships."""
    return Friendship.objects.filter(member_id=viewer.pk)


def friendships_shared(viewer: Viewer, person_id: UUID) -> QuerySet[Friendship]:
    """The viewer's halves of their friendships with those who are friends of the person, too."""
    theirs = Friendship.objects.filter(member_id=person_id, friend_id=OuterRef("friend_id"))
    return friendships_of(viewer).filter(Exists(theirs))


def followers_of(person_id: UUID) -> QuerySet[Follow]:
    """The follows that point at the person."""
    return Follow.objects.filter(followee_id=person_id)


def followed_by_person(person_id: UUID) -> QuerySet[Follow]:
    """The follows that come from the person."""
    return Follow.objects.filter(follower_id=person_id)


def blocks_of(viewer: Viewer) -> QuerySet[Block]:
    """The blocks that the viewer has set."""
    return Block.objects.filter(blocker_id=viewer.pk)


def mutes_of(viewer: Viewer) -> QuerySet[Mute]:
    """The mutes that the viewer has set."""
    return Mute.objects.filter(muter_id=viewer.pk)


def reachable_person(viewer: Viewer, username: str) -> User:
    """Whoever bears that name, if they can be seen and have not blocked the viewer: for making an edge."""
    people: QuerySet[User] = get_user_model()._default_manager.filter(username=username.lower())
    return people.filter(stands(viewer), ~Q(is_blocked_by(viewer, "pk"))).first() or refuse(PersonNotFound())


def person_to_leave(viewer: Viewer, username: str) -> User:
    """Whoever bears that name, for ending an edge: one's own, and a follow of oneself, can be ended out of sight."""
    own = Q(follows(viewer, "pk")) | Q(has_blocked(viewer, "pk")) | Q(mutes(viewer, "pk"))
    own |= Q(asks_to_follow(viewer, "pk")) | Q(followed_by(viewer, "pk"))
    seen = stands(viewer) & ~Q(is_blocked_by(viewer, "pk"))
    people: QuerySet[User] = get_user_model()._default_manager.filter(username=username.lower())
    return people.filter(own | seen).first() or refuse(PersonNotFound())


def requester_to_decline(viewer: Viewer, username: str) -> User:
    """Whoever bears that name, for declining their request: that can be done though they are out of sight by now."""
    asks = Exists(FollowRequest.objects.filter(requester_id=OuterRef("pk"), followee_id=viewer.pk))
    seen = stands(viewer) & ~Q(is_blocked_by(viewer, "pk"))
    people: QuerySet[User] = get_user_model()._default_manager.filter(username=username.lower())
    return people.filter(Q(asks) | seen).first() or refuse(PersonNotFound())


def kept_counts(person_id: UUID) -> tuple[int, int]:
    """The counts on the person's profile: followers, following."""
    people = get_user_model()._default_manager.filter(pk=person_id)
    return people.values_list("profile__followers_count", "profile__following_count").get()


def follow_state(viewer: Viewer, person_id: UUID) -> dict[str, Any]:
    """What a member is told after a follow: the count is left unsaid (None) where the profile is closed to them."""
    person = (
        get_user_model()
        ._default_manager.filter(pk=person_id)
        .annotate(
            follows_them=follows(viewer, "pk"),
            asks=asks_to_follow(viewer, "pk"),
            is_open=allowed_by(viewer, "pk", "profile__show_profile"),
        )
        .values("follows_them", "asks", "is_open", "profile__followers_count")
        .get()
    )
    return {
        "is_following": person["follows_them"],
        "followers_count": person["profile__followers_count"] if person["is_open"] else None,
        "requested": person["asks"],
    }


def recounted_followers(members: Sequence[UUID]) -> QuerySet[Follow, tuple[UUID, int]]:
    """How many follow each of these members, by the rows."""
    rows = Follow.objects.filter(followee_id__in=members).order_by()
    return rows.values("followee_id").annotate(n=Count("*")).values_list("followee_id", "n")


def recounted_following(members: Sequence[UUID]) -> QuerySet[Follow, tuple[UUID, int]]:
    """How many each of these members follows, by the rows."""
    rows = Follow.objects.filter(follower_id__in=members).order_by()
    return rows.values("follower_id").annotate(n=Count("*")).values_list("follower_id", "n")


def reached_by(actors: Iterable[UUID], among: Iterable[UUID]) -> set[UUID]:
    """Which of some members follow one of these people or are friends of theirs, and may see what they do.

    Whom they have muted reaches them with nothing; a block leaves neither follows nor friendships.
    """
    actors, among = list(actors), list(among)
    muted = Exists(Mute.objects.filter(muter_id=OuterRef("follower_id"), muted_id=OuterRef("followee_id")))
    shown = {"status__in": SIGNED_IN_STATES, "profile__hidden_at__isnull": True}
    follows_them = Follow.objects.filter(
        ~muted,
        follower_id__in=among,
        followee_id__in=actors,
        followee__profile__show_activity__in=[EVERYONE, FOLLOWERS],
        **{f"followee__{name}": value for name, value in shown.items()},
    )
    muted = Exists(Mute.objects.filter(muter_id=OuterRef("member_id"), muted_id=OuterRef("friend_id")))
    are_friends = Friendship.objects.filter(
        ~muted,
        member_id__in=among,
        friend_id__in=actors,
        friend__profile__show_activity__in=[EVERYONE, FOLLOWERS, FRIENDS],
        **{f"friend__{name}": value for name, value in shown.items()},
    )
    found = follows_them.order_by().values_list("follower_id", flat=True)
    return set(found.union(are_friends.order_by().values_list("member_id", flat=True)))
