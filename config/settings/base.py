"""What Django itself needs: apps, middleware, secrets, addresses, languages."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.settings.env import Env

env = Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "var"))).resolve()
VERSION = "0.1.0"

PRODUCTION = env.flag("PRODUCTION", False)
DEBUG = False
PORT = env.whole("PORT", 8000, least=1, most=65535)
BASE_URL = env.url("BASE_URL", f"http://127.0.0.1:{PORT}", ["http", "https"]).rstrip("/")
ALLOWED_HOSTS = env.words(
    "ALLOWED_HOSTS", sorted({urlsplit(BASE_URL).hostname or "127.0.0.1", "127.0.0.1", "localhost", "[::1]"})
)
if PRODUCTION and "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts in production, not *.")


def _kept_secret(name: str, make: Callable[[], str] = lambda: secrets.token_urlsafe(48)) -> str:
    """A secret made at the first start and kept under DATA_DIR, readable by its owner alone.

    Of several processes that start at once one makes it: it comes into its place whole, or finds one there.
    """
    path = DATA_DIR / "secrets" / name
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = path.with_name(f".{name}-{secrets.token_hex(8)}")
    made.touch(mode=0o600)
    made.write_text(make())
    with suppress(FileExistsError):
        os.link(made, path)
    made.unlink()
    return path.read_text().strip()


SECRET_KEY = env.text("SECRET_KEY")
if not SECRET_KEY:
    if PRODUCTION:
        raise ImproperlyConfigured("SECRET_KEY must be set in production, to at least 32 random characters.")
    SECRET_KEY = _kept_secret("secret-key")
if len(SECRET_KEY.encode()) < 32 or len(set(SECRET_KEY)) < 8 or SECRET_KEY.startswith(("change", "django-insecure")):
    raise ImproperlyConfigured("SECRET_KEY must be at least 32 random characters and not one from an example.")

# What secrets at rest are sealed with (config/secrets.py): the first key seals, all of them open.
ENCRYPTION_KEYS = env.words("ENCRYPTION_KEYS", [])
if not ENCRYPTION_KEYS:
    ENCRYPTION_KEYS = [_kept_secret("encryption-key", lambda: base64.urlsafe_b64encode(os.urandom(32)).decode())]
for _key in ENCRYPTION_KEYS:
    try:
        _length = len(base64.urlsafe_b64decode(_key))
    except (binascii.Error, ValueError):
        _length = 0
    if _length != 32 or len(_key) != 44 or len(set(_key)) < 8:
        raise ImproperlyConfigured(
            "ENCRYPTION_KEYS must be keys with commas, each as `manage.py reseal_secrets --new-key` makes them."
        )

INSTALLED_APPS = [
    "accounts",  # before Django's own, whose commands `createsuperuser` and `changepassword` it replaces
    "config.desk.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "corsheaders",
    "csp",
    "channels",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "waffle",
    "config.api",
    "config.events",
    "config.audit",
    "config.jobs",
    "config.flags",
    "config.host",
    "config.realtime",
    "moderation",
    "social",
    "workbooks",
    "notifications",
    "analytics",
]

MIDDLEWARE = [
    "config.api.middleware.RequestContextMiddleware",
    "config.api.metrics.MetricsMiddleware",
    "accounts.api_keys.middleware.UsageMiddleware",
    "accounts.presence.middleware.PresenceMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.api.middleware.ResponseHeadersMiddleware",
    "config.api.middleware.Static",
    "config.api.middleware.Compression",
    "config.api.middleware.ContentPolicy",
    "config.api.middleware.Languages",
    "config.api.admission.Admission",
    "config.api.middleware.HardEdgesMiddleware",
    "config.api.middleware.Sessions",
    "config.api.middleware.Common",
    "config.api.middleware.Csrf",
    "accounts.auth.pages.sessions.PageUsers",
    "config.api.middleware.Messages",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
# Modules whose `websocket_urlpatterns` are served under /ws.
WEBSOCKET_ROUTES = ["notifications.realtime.routing"]
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "libraries": {"pages": "config.pages.tags"},
        },
    }
]

AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Feature flags are waffle's, kept in a table of ours and asked by our own rules; its own tables are not made.
WAFFLE_FLAG_MODEL = "flags.Flag"
WAFFLE_ENABLE_ADMIN_PAGES = False
MIGRATION_MODULES = {"waffle": None}
# How long a change of a flag takes at most to reach a process, in seconds (config/flags/memory).
FLAGS_POLL_SECONDS = 0.5

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "config" / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "media", "base_url": "/media/"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
HTTPS = BASE_URL.startswith("https://")
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("TRUST_FORWARDED_PROTO", False) else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "config.api.problems.forged_form"
LOGIN_URL = "sign-in-page"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

CORS_ALLOWED_ORIGINS = env.words("CORS_ALLOWED_ORIGINS", [])
if CORS_ALLOWED_ORIGINS:  # before whatever may answer by itself
    MIDDLEWARE.insert(MIDDLEWARE.index("config.api.middleware.Compression"), "corsheaders.middleware.CorsMiddleware")
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_HEADERS = [
    "accept",
    "accept-language",
    "authorization",
    "content-type",
    "idempotency-key",
    "if-match",
    "if-none-match",
    "x-request-id",
]
CORS_EXPOSE_HEADERS = [
    "ETag",
    "Idempotent-Replayed",
    "Link",
    "Location",
    "RateLimit-Limit",
    "RateLimit-Remaining",
    "RateLimit-Reset",
    "Retry-After",
    "X-Request-ID",
]

# What pages call this installation. Without a description they say what the software is for.
SITE_NAME = env.text("SITE_NAME", "Sigma Playground")
SITE_DESCRIPTION = env.text("SITE_DESCRIPTION")
SECURITY_CONTACT = env.url("SECURITY_CONTACT", "", ["https", "mailto", "tel"])

# Whether embedded URLs are looked at; off where the installation cannot reach the sources itself.
EMBED_PROBES = env.flag("EMBED_PROBES", True)
# Whether a reader chooses to load an embedded workbook before their address reaches its source.
EMBED_ASK_FIRST = env.flag("EMBED_ASK_FIRST", False)

# How long a published template takes at most to reach a process (notifications/templates), in seconds.
TEMPLATES_POLL_SECONDS = 3.0

# Screening (moderation/screening). How long a change of a rule takes at most to reach a process, and how often refused
# texts are written down, in seconds; the analyser that runs while a text is written, and the hosted one that follows.
SCREENING_POLL_SECONDS = 0.5
SCREENING_REFUSALS_SECONDS = 2
SCREENING_ANALYSER = env.text("SCREENING_ANALYSER", "moderation.screening.local.analyse")
if not all(part.isidentifier() for part in SCREENING_ANALYSER.split(".")) or "." not in SCREENING_ANALYSER:
    raise ImproperlyConfigured("SCREENING_ANALYSER must be the dotted name of a function.")
SCREENING_ANALYSER_URL = env.url("SCREENING_ANALYSER_URL", "", ["http", "https"])
SCREENING_ANALYSER_TOKEN = env.text("SCREENING_ANALYSER_TOKEN")
SCREENING_ANALYSER_SECONDS = env.whole("SCREENING_ANALYSER_SECONDS", 5, least=1, most=60)

TRUSTED_PROXIES = env.whole("TRUSTED_PROXIES", 0, most=10)

EMAIL_BACKEND = env.choice(
    "EMAIL_BACKEND",
    "django.core.mail.backends.smtp.EmailBackend"
    if env.source.get("EMAIL_HOST")
    else "django.core.mail.backends.console.EmailBackend",
    [
        "django.core.mail.backends.smtp.EmailBackend",
        "django.core.mail.backends.console.EmailBackend",
        "django.core.mail.backends.locmem.EmailBackend",
    ],
)
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.whole("EMAIL_PORT", 25, least=1, most=65535)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
if bool(EMAIL_HOST_USER) != bool(EMAIL_HOST_PASSWORD):
    raise ImproperlyConfigured("EMAIL_HOST_USER and EMAIL_HOST_PASSWORD must both be set, or neither.")
if EMAIL_HOST_USER and not env.source.get("EMAIL_HOST", "").strip():
    raise ImproperlyConfigured("EMAIL_HOST must be set where EMAIL_HOST_USER is.")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = env.whole("EMAIL_TIMEOUT", 5, least=1, most=120)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Sigma Playground <noreply@localhost>")
