"""Delivery: who carries mail and push out of the house, how fast, and how long what was sent is kept."""

from __future__ import annotations

import base64
import binascii
from email.utils import parseaddr

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import DEFAULT_FROM_EMAIL, env

# Providers of mail in the order in which they are tried. `smtp` is EMAIL_HOST; `console` prints.
EMAIL_PROVIDERS = env.words("EMAIL_PROVIDERS", ["smtp" if env.source.get("EMAIL_HOST", "").strip() else "console"])
SENDGRID_API_KEY = env.text("SENDGRID_API_KEY")
SENDGRID_URL = env.url("SENDGRID_URL", "https://api.sendgrid.com/v3/", ["http", "https"])
MAILGUN_API_KEY = env.text("MAILGUN_API_KEY")
MAILGUN_DOMAIN = env.text("MAILGUN_DOMAIN")
MAILGUN_URL = env.url("MAILGUN_URL", "https://api.mailgun.net/v3", ["http", "https"])
RESEND_API_KEY = env.text("RESEND_API_KEY")
RESEND_URL = env.url("RESEND_URL", "https://api.resend.com/", ["http", "https"])
SES_REGION = env.text("SES_REGION")
SES_ACCESS_KEY_ID = env.text("SES_ACCESS_KEY_ID")
SES_SECRET_ACCESS_KEY = env.text("SES_SECRET_ACCESS_KEY")
SES_URL = env.url("SES_URL", "", ["http", "https"])

_NEEDS = {
    "smtp": (),
    "console": (),
    "sendgrid": ("SENDGRID_API_KEY",),
    "mailgun": ("MAILGUN_API_KEY", "MAILGUN_DOMAIN"),
    "resend": ("RESEND_API_KEY",),
    "ses": ("SES_REGION", "SES_ACCESS_KEY_ID", "SES_SECRET_ACCESS_KEY"),
}
if unknown := sorted(set(EMAIL_PROVIDERS) - set(_NEEDS)):
    raise ImproperlyConfigured(f"EMAIL_PROVIDERS must be of {', '.join(_NEEDS)}, not {', '.join(unknown)}.")
if len(set(EMAIL_PROVIDERS)) != len(EMAIL_PROVIDERS):
    raise ImproperlyConfigured("EMAIL_PROVIDERS must name each provider once.")
for _name in EMAIL_PROVIDERS:
    for _needed in _NEEDS[_name]:
        if not globals()[_needed]:
            raise ImproperlyConfigured(f"{_needed} must be set where EMAIL_PROVIDERS names {_name}.")

# Web push: our own key (`manage.py make_vapid_keys`), and whom push services may write to about it.
VAPID_PRIVATE_KEY = env.text("VAPID_PRIVATE_KEY")
VAPID_SUBJECT = env.url("VAPID_SUBJECT", f"mailto:{parseaddr(DEFAULT_FROM_EMAIL)[1]}", ["https", "mailto"])
if VAPID_PRIVATE_KEY:
    try:
        _length = len(base64.urlsafe_b64decode(VAPID_PRIVATE_KEY + "=" * (-len(VAPID_PRIVATE_KEY) % 4)))
    except (binascii.Error, ValueError):
        _length = 0
    if _length != 32:
        raise ImproperlyConfigured("VAPID_PRIVATE_KEY must be a key as `manage.py make_vapid_keys` makes it.")
ONESIGNAL_APP_ID = env.text("ONESIGNAL_APP_ID")
ONESIGNAL_API_KEY = env.text("ONESIGNAL_API_KEY")
ONESIGNAL_URL = env.url("ONESIGNAL_URL", "https://api.onesignal.com/notifications", ["http", "https"])
if bool(ONESIGNAL_APP_ID) != bool(ONESIGNAL_API_KEY):
    raise ImproperlyConfigured("ONESIGNAL_APP_ID and ONESIGNAL_API_KEY must both be set, or neither.")

# Messages that a provider is given in a second; 0 for as many as there are.
EMAIL_PER_SECOND = env.whole("EMAIL_PER_SECOND", 0, most=100_000)
PUSH_PER_SECOND = env.whole("PUSH_PER_SECOND", 0, most=100_000)
# How long a worker may hold messages before the sweep gives them to another, in seconds.
DELIVERY_LEASE_SECONDS = env.whole("DELIVERY_LEASE_SECONDS", 40, least=1, most=600)
# A provider that fails this often in a row is passed over for so many seconds.
PROVIDER_FAILURES = env.whole("PROVIDER_FAILURES", 5, least=1, most=1_000)
PROVIDER_DOWN_SECONDS = env.whole("PROVIDER_DOWN_SECONDS", 60, least=1, most=3_600)
# Days that a delivery is kept once nothing more happens to it, with its attempts and receipts.
DELIVERIES_KEPT_DAYS = env.whole("DELIVERIES_KEPT_DAYS", 90, least=1, most=3_650)

# What providers sign their reports with (docs/guides/delivery.md). A provider without one is not listened to.
SENDGRID_WEBHOOK_KEY = env.text("SENDGRID_WEBHOOK_KEY")
MAILGUN_WEBHOOK_KEY = env.text("MAILGUN_WEBHOOK_KEY")
RESEND_WEBHOOK_SECRET = env.text("RESEND_WEBHOOK_SECRET")
SES_WEBHOOK_SECRET = env.text("SES_WEBHOOK_SECRET")
DELIVERY_WEBHOOK_SECRET = env.text("DELIVERY_WEBHOOK_SECRET")

# Webhooks to integrators (docs/guides/webhooks.md): days that a message is kept with its attempts, and days of nothing
# but failures after which an endpoint is disabled.
WEBHOOKS_KEPT_DAYS = env.whole("WEBHOOKS_KEPT_DAYS", 30, least=1, most=365)
WEBHOOKS_DISABLED_AFTER_DAYS = env.whole("WEBHOOKS_DISABLED_AFTER_DAYS", 5, least=1, most=90)
