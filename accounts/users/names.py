"""What a username may be."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from config.errors import InvalidInput

LONGEST = 30
_SHAPE = re.compile(r"[a-z0-9][a-z0-9._-]{1,28}[a-z0-9]")

# Words that stand under `/users/` or `/friends/` in a path.
_IN_PATHS = """
activity avatar blocked competitions count export favorites follow-requests followers following friends me mutual muted
profile requests search self settings stats suggestions username workbooks
"""
# Words that a reader would take for the platform itself, or a program for a value.
_OFFICIAL = """
abuse account accounts admin admins administrator anonymous api api-docs app auth billing blog bot contact daemon
deleted deleted-user docs embed everyone events false feed guest health help host hostmaster info legal localhost login
logout mail mailer-daemon market media member members metrics moderation moderator moderators nan news nobody noreply
no-reply notifications null official operator policy postmaster press privacy redoc register root schema security
service sigma sigma-playground sign-in sign-out sign-up signin signout signup staff static status superuser support
sysadmin system team terms test true undefined unknown user users webmaster workbook ws www
"""
RESERVED = frozenset(_IN_PATHS.split()) | frozenset(_OFFICIAL.split())


def checked_username(text: str) -> str:
    """The username as it is kept, in lower case; refused if it is malformed or reserved.

    Only ASCII is looked at further: some foreign letters become ASCII ones when lowered.
    """
    name = text.lower() if text.isascii() else ""
    if not _SHAPE.fullmatch(name):
        raise InvalidInput.of(
            "username",
            "invalid",
            _(
                "A username has 3 to 30 letters, digits, dots, dashes or underscores, "
                "and begins and ends with a letter or digit."
            ),
        )
    if name in RESERVED or name.strip("._-").replace(".", "-").replace("_", "-") in RESERVED:
        raise InvalidInput.of("username", "reserved", _("This username is reserved."))
    return name
