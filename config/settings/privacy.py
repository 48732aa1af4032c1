"""Personal data: models that hold none, how long what is asked for waits, and which documents members agree to."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import DATA_DIR, env
from config.settings.media import S3_BUCKET

# How long a deleted account can come back, and how long the link of an export is good.
DELETION_GRACE = timedelta(days=env.whole("DELETION_GRACE_DAYS", 30, least=0, most=365))
EXPORT_LIFETIME = timedelta(hours=env.whole("EXPORT_HOURS", 24, least=1, most=720))

# Files that no address shows: exports. With S3 a bucket of their own can be named, since the other may be public.
PRIVATE_FOLDER = DATA_DIR / "private"
S3_PRIVATE_BUCKET = env.text("S3_PRIVATE_BUCKET")
if S3_PRIVATE_BUCKET and not S3_BUCKET:
    raise ImproperlyConfigured("S3_BUCKET must be set where S3_PRIVATE_BUCKET is.")

# All other models say in their slice's privacy.py what becomes of them; `manage.py check` fails for one that does not.
PRIVACY_NO_PERSON: dict[str, str] = {
    "audit.AuditSeal": "hashes that chain entries of the audit together",
    "audit.AuditRedaction": "hashes of entries of the audit that were redacted",
    "auth.Group": "Django's own, used by nobody: roles are columns of accounts",
    "auth.Group_permissions": "Django's own, used by nobody: roles are columns of accounts",
    "auth.Permission": "Django's own names of what can be done to which model",
    "contenttypes.ContentType": "Django's own names of models",
    "flags.Flag": "rules of the operators; the members they name are rows of their own",
    "flags.Flag_groups": "which rule is for which group",
    "flags.Group": "names of groups; who is in one is a row of its own",
    "flags.Version": "one row that says that rules have changed",
    "host.HostFigures": "figures of the machine",
    "jobs.Heartbeat": "signs of life of processes",
    "moderation.RulesVersion": "one row that says that rules have changed",
    "notifications.ProviderHealth": "how the installation's mail and push providers fare",
    "notifications.FanOut": "which event is being told to many, and how far that has come",
    "notifications.Gateway": "processes that hold sockets; whose they are is a row of its own",
    "notifications.WebhookAttempt": "what programs of integrators answered; gone after WEBHOOKS_KEPT_DAYS",
    "notifications.WebhookMessage": "ids of what everyone could see, for integrators; gone after WEBHOOKS_KEPT_DAYS",
    "waffle.Sample": "waffle's own, used by nobody",
    "waffle.Switch": "waffle's own, used by nobody",
    "workbooks.DailySalt": "random bytes of a day, gone after two",
    "workbooks.EmbedSource": "sites that workbooks may come from, as operators entered them",
    "workbooks.SearchVariant": "spellings of the words of the lexicon",
    "workbooks.SearchWord": "single words of public workbooks; those that only erased ones had go with them",
    "workbooks.SigningKey": "keys of the operators for such sites",
    "workbooks.Tag": "words of the vocabulary that everybody shares, kept by moderators",
    "workbooks.TagSynonym": "other spellings of those words",
    "accounts.ConsentDocument": "texts that members are asked to agree to, as operators publish them",
}
