"""Index of the app's models: imports only, one line a slice."""

from accounts.auth.models import OneTimeToken, RefreshToken, ResetRequest, Revocation, Session, SignInFailures
from accounts.profiles.models import Profile
from accounts.users.models import EmailChange, KeptUsername, User

__all__ = [
    "EmailChange",
    "KeptUsername",
    "OneTimeToken",
    "Profile",
    "RefreshToken",
    "ResetRequest",
    "Revocation",
    "Session",
    "SignInFailures",
    "User",
]
