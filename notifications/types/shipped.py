"""The types that come with the platform. Names are the verbs of the events that cause them, and stay."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from notifications.types.registry import Category, Channel, NotificationType, Value, register

_IN_APP = frozenset({Channel.IN_APP})
_IN_APP_AND_PUSH = frozenset({Channel.IN_APP, Channel.PUSH})
_EVERYWHERE = frozenset(Channel)
_IN_APP_AND_MAIL = frozenset({Channel.IN_APP, Channel.EMAIL})

# People
FOLLOWED = register(
    NotificationType("user.followed", Category.PEOPLE, _IN_APP_AND_MAIL, label=_("Somebody follows you"))
)
FOLLOW_REQUESTED = register(
    NotificationType("follow_request.sent", Category.PEOPLE, _EVERYWHERE, label=_("Somebody would like to follow you"))
)
FOLLOW_ACCEPTED = register(
    NotificationType("follow_request.accepted", Category.PEOPLE, _IN_APP, label=_("Somebody lets you follow them"))
)
FRIEND_REQUESTED = register(
    NotificationType(
        "friend_request.sent", Category.PEOPLE, _EVERYWHERE, label=_("Somebody would like to be your friend")
    )
)
FRIEND_ACCEPTED = register(
    NotificationType(
        "friend_request.accepted", Category.PEOPLE, _IN_APP_AND_PUSH, label=_("Somebody becomes your friend")
    )
)

# Workbooks and comments
FAVORITED = register(
    NotificationType("workbook.favorited", Category.CONTENT, _IN_APP, label=_("Somebody likes a workbook of yours"))
)
PUBLISHED = register(
    NotificationType(
        "workbook.published", Category.CONTENT, _IN_APP, label=_("Somebody whom you follow publishes a workbook")
    )
)
REMIXED = register(
    NotificationType(
        "workbook.remixed", Category.CONTENT, _IN_APP_AND_MAIL, label=_("Somebody makes a remix of a workbook of yours")
    )
)
FEATURED = register(
    NotificationType("workbook.featured", Category.CONTENT, _EVERYWHERE, label=_("A workbook of yours is featured"))
)
COMMENTED = register(
    NotificationType(
        "comment.created",
        Category.CONTENT,
        _EVERYWHERE,
        variables={"excerpt": Value.TEXT, "is_reply": Value.FLAG},
        example={"excerpt": "Which source are the delays from?", "is_reply": False},
        label=_("Somebody comments on a workbook of yours, or replies to you"),
    )
)
MENTIONED = register(
    NotificationType(
        "comment.mentioned",
        Category.CONTENT,
        _EVERYWHERE,
        variables={"excerpt": Value.TEXT},
        example={"excerpt": "@ana have a look at this one"},
        label=_("Somebody mentions you"),
    )
)
LIKED = register(
    NotificationType(
        "comment.liked",
        Category.CONTENT,
        _IN_APP,
        variables={"excerpt": Value.TEXT},
        example={"excerpt": "The second sheet says it best."},
        label=_("Somebody likes a comment of yours"),
    )
)
EMBED_BROKEN = register(
    NotificationType(
        "workbook.embed_broken",
        Category.CONTENT,
        _IN_APP_AND_MAIL,
        variables={"verdict": Value.TEXT},
        example={"verdict": "gone"},
        label=_("A workbook of yours cannot be shown"),
    )
)
EMBED_RESTORED = register(
    NotificationType(
        "workbook.embed_restored", Category.CONTENT, _IN_APP_AND_MAIL, label=_("A workbook of yours can be shown again")
    )
)

# Moderation: what was decided about somebody's things, their account, their reports and their appeals
DECIDED = register(
    NotificationType(
        "case.decided",
        Category.MODERATION,
        _IN_APP_AND_MAIL,
        is_mandatory=True,
        variables={"outcome": Value.TEXT},
        example={"outcome": "acted"},
    )
)
OVERTURNED = register(NotificationType("decision.overturned", Category.MODERATION, _IN_APP_AND_MAIL, is_mandatory=True))
REPORT_ANSWERED = register(
    NotificationType(
        "report.answered",
        Category.MODERATION,
        _IN_APP,
        variables={"state": Value.TEXT},
        example={"state": "upheld"},
        label=_("A report of yours was looked at"),
    )
)
APPEAL_ANSWERED = register(
    NotificationType(
        "appeal.decided",
        Category.MODERATION,
        _IN_APP_AND_MAIL,
        is_mandatory=True,
        reaches_closed=True,
        variables={"state": Value.TEXT},
        example={"state": "upheld"},
    )
)
APPEAL_MESSAGE = register(
    NotificationType(
        "appeal.message_written",
        Category.MODERATION,
        _IN_APP_AND_MAIL,
        reaches_closed=True,
        label=_("There is a message about your objection"),
    )
)

# The site
ADDRESS_SUPPRESSED = register(
    NotificationType(
        "address.suppressed",
        Category.SYSTEM,
        _IN_APP,
        is_mandatory=True,
        variables={"address": Value.TEXT, "reason": Value.TEXT},
        example={"address": "a…@example.org", "reason": "bounced"},
    )
)
WEBHOOK_DISABLED = register(
    NotificationType(
        "webhook.disabled",
        Category.SYSTEM,
        _IN_APP_AND_MAIL,
        variables={"host": Value.TEXT, "reason": Value.TEXT},
        example={"host": "hooks.example.org", "reason": "failing"},
        label=_("A webhook that you registered was disabled"),
    )
)
ANNOUNCED = register(
    NotificationType(
        "announcement.made",
        Category.SYSTEM,
        _IN_APP_AND_MAIL,
        variables={"title": Value.TEXT, "body": Value.TEXT},
        example={"title": "New this month", "body": "Workbooks can be remixed now."},
        label=_("Announcements of those who run this place"),
    )
)
DIGEST = register(
    NotificationType(
        "digest.due",
        Category.SYSTEM,
        frozenset({Channel.EMAIL}),
        variables={"frequency": Value.TEXT, "has_more": Value.FLAG},
        example={"frequency": "daily", "has_more": False},
        label=_("Collected mails"),
    )
)
