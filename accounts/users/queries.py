"""Finding accounts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.users.errors import UserNotFound
from accounts.users.models import EmailChange, KeptUsername, User
from config import clock
from config.db import estimated_rows
from config.roles import SIGNED_IN_STATES, Role, Status


@dataclass(frozen=True, slots=True)
class MailFacts:
    """What it takes to write to someone."""

    email: str
    username: str
    full_name: str
    locale: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class EmailChangeFacts:
    """The two addresses of a change."""

    user_id: UUID
    old_email: str
    new_email: str


def user_by_id(user_id: UUID) -> User | None:
    """The account of that id, in whatever state."""
    return User.objects.filter(pk=user_id).first()


def user_by_username(username: str) -> User | None:
    """The account of that name, whatever its case and state."""
    return User.objects.filter(username=username.lower()).first()


def user_by_email(email: str) -> User | None:
    """The account of that address, whatever its case and state."""
    return User.objects.filter(email=email.lower()).first()


def user_by_kept_username(username: str) -> User | None:
    """Whoever gave this name up less than 90 days ago: requests for it are redirected to them."""
    kept = KeptUsername.objects.filter(username=username.lower(), until__gt=clock.now()).select_related("user").first()
    return kept.user if kept else None


def ids_by_usernames(usernames: Iterable[str]) -> dict[str, UUID]:
    """The ids of those names that exist, under the names in lower case."""
    names = {name.lower() for name in usernames}
    return dict(User.objects.filter(username__in=names).values_list("username", "pk"))


def administered() -> QuerySet[User]:
    """All accounts with their profiles, for those who administer them."""
    return User.objects.select_related("profile")


def administered_user(user_id: UUID) -> User:
    """One account with its profile, for those who administer it."""
    user = administered().filter(pk=user_id).first()
    if user is None:
        raise UserNotFound()
    return user


def matching(users: QuerySet[User], text: str) -> QuerySet[User]:
    """Those of `users` whose name, address or full name holds `text`."""
    return users.filter(Q(username__icontains=text) | Q(email__icontains=text) | Q(profile__full_name__icontains=text))


def is_taken(*, username: str = "", email: str = "", besides: UUID | None = None) -> tuple[bool, bool]:
    """Whether the name and the address belong to someone (other than `besides`); kept names count as well."""
    others = User.objects.exclude(pk=besides) if besides else User.objects.all()
    name_taken = bool(username) and (others.filter(username=username).exists() or is_kept(username, besides=besides))
    return name_taken, bool(email) and others.filter(email=email).exists()


def is_kept(username: str, *, besides: UUID | None = None) -> bool:
    """Whether the name is kept for someone other than `besides`."""
    kept = KeptUsername.objects.filter(username=username, until__gt=clock.now())
    return (kept.exclude(user=besides) if besides else kept).exists()


def another_admin_than(user_id: UUID) -> bool:
    """Whether somebody else is an active admin."""
    return User.objects.filter(role=Role.ADMIN, status=Status.ACTIVE).exclude(pk=user_id).exists()


# Tables up to so many rows are counted; of larger ones the database's estimate is told.
COUNTED_UP_TO = 200_000


def count_of_members() -> tuple[int, bool]:
    """How many accounts stand that are somebody's, and whether that is an estimate: then of all accounts."""
    estimate = estimated_rows(User)
    if estimate > COUNTED_UP_TO:
        return estimate, True
    return User.objects.filter(status__in=sorted(SIGNED_IN_STATES), is_claimed=True).count(), False


def due_for_lifting() -> list[UUID]:
    """Accounts whose muting or suspension has come to its end."""
    return list(User.objects.filter(status_until__lte=clock.now()).order_by("pk").values_list("pk", flat=True)[:500])


def mail_facts(user_id: UUID) -> MailFacts | None:
    """How to write to that member; None if there is no such account."""
    row = (
        User.objects.filter(pk=user_id)
        .values_list("email", "username", "profile__full_name", "profile__locale", "status")
        .first()
    )
    if row is None:
        return None
    email, username, full_name, locale, status = row
    return MailFacts(email, username, full_name or "", locale or "en", status in SIGNED_IN_STATES)


def mail_facts_of(user_ids: Iterable[UUID]) -> dict[UUID, MailFacts]:
    """How to write to these members; accounts that nobody has claimed are left out, and those that are gone."""
    rows = User.objects.filter(pk__in=list(user_ids), is_claimed=True).values_list(
        "pk", "email", "username", "profile__full_name", "profile__locale", "status"
    )
    return {
        pk: MailFacts(email, username, full_name or "", locale or "en", status in SIGNED_IN_STATES)
        for pk, email, username, full_name, locale, status in rows
    }


def open_email_change(user_id: UUID) -> EmailChange | None:
    """The newest wish for another address that waits for its proof."""
    return EmailChange.objects.filter(user_id=user_id, confirmed_at__isnull=True).order_by("-created_at", "-pk").first()


def email_change(change_id: UUID) -> EmailChangeFacts | None:
    """The addresses behind an `EmailChanged` event."""
    row = EmailChange.objects.filter(pk=change_id).values_list("user_id", "old_email", "new_email").first()
    return EmailChangeFacts(*row) if row else None


def known_as(user_id: UUID) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names and the addresses of an account: those of now, and those of before that are still kept."""
    user = user_by_id(user_id)
    changes = EmailChange.objects.filter(user_id=user_id).values_list("old_email", "new_email")
    names = dict.fromkeys([user.username] if user else [])
    names |= dict.fromkeys(KeptUsername.objects.filter(user_id=user_id).values_list("username", flat=True))
    addresses = dict.fromkeys([user.email] if user else [])
    addresses |= dict.fromkeys(address for change in changes for address in change)
    return tuple(names), tuple(addresses)
