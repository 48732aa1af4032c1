"""The model of one member's tokens: which refresh and which access tokens are good at a moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

ACCESS, REFRESH, LEEWAY = timedelta(minutes=15), timedelta(days=7), timedelta(seconds=2)


@dataclass
class Refresh:
    """One refresh token."""

    token: str
    since: datetime
    used_at: datetime | None = None

    def has_run_out(self, now: datetime) -> bool:
        return now >= self.since + REFRESH


@dataclass
class Access:
    """One access token, and whether its account was closed since."""

    token: str
    since: datetime
    is_void: bool = False

    def has_run_out(self, now: datetime) -> bool:
        return now >= self.since + ACCESS


@dataclass
class Family:
    """One session: it may have ended for refreshing alone, or altogether."""

    id: str
    refreshes: list[Refresh] = field(default_factory=list)
    accesses: list[Access] = field(default_factory=list)
    is_refreshable: bool = True
    has_ended: bool = False

    def end(self) -> None:
        self.is_refreshable, self.has_ended = False, True

    def take(self, body: dict[str, str], now: datetime) -> None:
        self.refreshes.append(Refresh(body["refresh"], now))
        self.accesses.append(Access(body["access"], now))


@dataclass
class Account:
    """The member."""

    password: str
    status: str = "active"
    role: str = "member"
    families: list[Family] = field(default_factory=list)

    @property
    def may_sign_in(self) -> bool:
        return self.status in {"active", "muted"}

    def is_good(self, family: Family, access: Access, now: datetime) -> bool:
        return not access.has_run_out(now) and not family.has_ended and not access.is_void and self.may_sign_in

    def close(self) -> None:
        """Every token that is out is void, and stays so."""
        for family in self.families:
            family.is_refreshable = False
            for access in family.accesses:
                access.is_void = True

    def refresh(self, family: Family, refresh: Refresh, now: datetime) -> bool:
        """Whether the token gives a new pair; what its use does to the family is done here."""
        if refresh.used_at is None:
            if refresh.has_run_out(now) or not family.is_refreshable or not self.may_sign_in:
                return False
            refresh.used_at = now
            return True
        if refresh.used_at < now - LEEWAY and not refresh.has_run_out(now):
            family.end()
        return False
