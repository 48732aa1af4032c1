"""Index of the app's models: imports only, one line a slice."""

from accounts.api_keys.models import ApiKey, ApiKeyUsage
from accounts.auth.models import (
    OneTimeToken,
    RefreshToken,
    ResetRequest,
    Revocation,
    Session,
    SignInFailures,
    SocketTicket,
)
from accounts.mfa.models import Ceremony, Enrolment, MailedCode, Passkey, PendingSignIn, RecoveryCode
from accounts.presence.models import Presence, SharedLocation
from accounts.privacy.models import Consent, ConsentDocument, DataExport, Deletion
from accounts.profiles.models import Profile
from accounts.users.models import EmailChange, KeptUsername, User

__all__ = [
    "ApiKey",
    "ApiKeyUsage",
    "Ceremony",
    "Consent",
    "ConsentDocument",
    "DataExport",
    "Deletion",
    "EmailChange",
    "Enrolment",
    "KeptUsername",
    "MailedCode",
    "OneTimeToken",
    "Passkey",
    "PendingSignIn",
    "Presence",
    "Profile",
    "RecoveryCode",
    "RefreshToken",
    "ResetRequest",
    "Revocation",
    "Session",
    "SharedLocation",
    "SignInFailures",
    "SocketTicket",
    "User",
]
