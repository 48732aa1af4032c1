"""The columns that stay after an erasure, each with its reason: words of our own, ids that lead nowhere, others' text.

Whatever text column is not named here, nor gone with its row, must hold nothing of the person afterwards.
"""

from __future__ import annotations

_OURS = "a word of our own code, never of a person"
_REQUEST = "a random id of a request"

KEPT: dict[str, dict[str, str]] = {
    "audit.AuditEntry": {
        "action": _OURS,
        "target_type": _OURS,
        "target_id": "the id of the account, which leads nowhere",
        "request_id": _REQUEST,
    },
    "events.DomainEvent": {
        "name": _OURS,
        "subject": "a noun and the id of the account, which leads nowhere",
        "request_id": _REQUEST,
        "payload": "ids and moments; the test puts its texts into a payload that has some",
    },
    "events.Delivery": {"subscriber": _OURS, "subject": "as in the event"},
    "jobs.TaskRun": {
        "name": _OURS,
        "counts": "numbers by words of our own code",
        "request_id": _REQUEST,
        "arguments": "the test finds the run by them",
    },
    "accounts.Revocation": {"role": _OURS, "status": _OURS},
    "accounts.Deletion": {"counts": "numbers by names of models"},
    "api.IdempotentAnswer": {"actor": "the id of the account: the test finds the row by it"},
    "admin.LogEntry": {"object_id": "the test finds the row by it"},
    "accounts.SignInFailures": {"key": "a keyed digest: the test finds the row by it"},
    "accounts.ResetRequest": {"email": "the test finds the row by it, and it holds a canary already"},
    "sessions.Session": {
        "session_key": "the test finds the row by it",
        "session_data": "encoded; the test looks that the row has gone",
    },
    "notifications.Template": dict.fromkeys(
        ["type", "title", "body", "html"], "the wording of the installation, for which managers answer"
    ),
    "notifications.WebhookEndpoint": dict.fromkeys(
        ["url", "description", "types", "secret", "previous_secret"], "the installation's, whoever registered it"
    ),
    "notifications.Broadcast": {
        "title": "the installation's words, for which managers answer",
        "body": "as the title",
        "audience": "words of our own code and ids of accounts, which lead nowhere",
    },
    "moderation.ScreeningRule": dict.fromkeys(
        ("slug", "values", "kinds", "note"), "rules are the installation's, whoever wrote them down"
    ),
    "moderation.RuleTrial": {
        "digest": "of the rule",
        "definition": "the rule as it was tried",
        "samples": "the test of trials plants texts in them",
    },
    "moderation.Screening": {"kind": _OURS},
    "moderation.ScreeningReason": {"code": _OURS},
    "moderation.Case": {"kind": _OURS},
    "moderation.CaseEntry": {"data": "words of lists and ids"},
    "moderation.Sanction": {"kind": _OURS},
    "moderation.Report": {"kind": _OURS},
    "workbooks.Workbook": {"label": "a moderator's word, of a list of four"},
    "workbooks.Comment": {"label": "a moderator's word, of a list of four"},
    "moderation.PendingAnalysis": {"kind": "the test finds the row by it"},
    "workbooks.Embedding": {"url_key": "a digest by which the probe is found"},
    "workbooks.Probe": {"url_key": "a digest by which the probe is found"},
    "accounts.Enrolment": dict.fromkeys(
        ("totp_secret", "next_secret"), "sealed, and bound to other columns by a constraint; the row goes"
    ),
    "workbooks.FeaturedPick": {},
    "workbooks.WorkbookVersion": {"embed_url": "the address by whose digest a probe is found"},
}

GIVEN_AWAY: dict[str, dict[str, str]] = {
    "workbooks.Workbook": dict.fromkeys(
        ("title", "slug", "description", "embed_url", "embed_allowed_on", "thumbnail", "import_key", "import_digest"),
        "the member chose to leave what they published",
    ),
    "workbooks.Comment": {"body": "the member chose to leave what they published"},
    "workbooks.Embedding": {"broken_as": "what we saw at the address of a workbook that stays"},
    "workbooks.Probe": dict.fromkeys(
        ("url", "content_type", "x_frame_options", "frame_ancestors", "title", "image_url", "preview", "preview_of"),
        "what we saw at the address of a workbook that stays",
    )
    | {"reasons": "what we saw at the address of a workbook that stays"},
}
"""What stays beside, where the member had their content given to the account of deleted members."""

_FOUND = "the search index of what the member chose to leave"
GIVEN_AWAY_TABLES: dict[str, dict[str, str]] = {
    "workbooks_searchentry": {"document": _FOUND},
    "workbooks_searchword": {"word": _FOUND},
    "workbooks_searchentry_fts": dict.fromkeys(("title", "tags", "body", "keys"), _FOUND),
    "workbooks_searchentry_fts_content": dict.fromkeys(("c0", "c1", "c2", "c3"), _FOUND),
    "workbooks_searchentry_fts_data": {"block": _FOUND},
    "workbooks_searchentry_fts_idx": {"term": _FOUND},
}
"""The same, in tables of the search index that are no models."""
