"""What Django itself needs: apps, middleware, secrets, addresses, languages."""

from __future__ import annotations

import secrets
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


def _kept_secret(name: str) -> str:
    """A secret made at the first start and kept under DATA_DIR, readable by its owner alone."""
    path = DATA_DIR / "secrets" / name
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


SECRET_KEY = env.text("SECRET_KEY")
if not SECRET_KEY:
    if PRODUCTION:
        raise ImproperlyConfigured("SECRET_KEY must be set in production, to at least 32 random characters.")
    SECRET_KEY = _kept_secret("secret-key")
if len(SECRET_KEY.encode()) < 32 or len(set(SECRET_KEY)) < 8 or SECRET_KEY.startswith(("change", "django-insecure")):
    raise ImproperlyConfigured("SECRET_KEY must be at least 32 random characters and not one from an example.")

INSTALLED_APPS = [
    "django.contrib.admin",
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
    "config.api",
    "config.events",
    "config.audit",
    "config.jobs",
    "accounts",
    "moderation",
    "social",
    "workbooks",
    "notifications",
    "analytics",
]

MIDDLEWARE = [
    "config.api.middleware.RequestContextMiddleware",
    "config.api.metrics.MetricsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.api.middleware.ResponseHeadersMiddleware",
    "config.api.middleware.Static",
    "django.middleware.gzip.GZipMiddleware",
    "config.api.middleware.ContentPolicy",
    "config.api.middleware.HardEdgesMiddleware",
    "config.api.middleware.Languages",
    "config.api.middleware.Sessions",
    "config.api.middleware.Common",
    "config.api.middleware.Csrf",
    "config.api.middleware.PageUsers",
    "config.api.middleware.Messages",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
# Modules whose `websocket_urlpatterns` are served under /ws.
WEBSOCKET_ROUTES: list[str] = []
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
            ]
        },
    }
]

AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
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
    MIDDLEWARE.insert(
        MIDDLEWARE.index("django.middleware.gzip.GZipMiddleware"), "corsheaders.middleware.CorsMiddleware"
    )
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
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = env.whole("EMAIL_TIMEOUT", 5, least=1, most=120)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Sigma Playground <noreply@localhost>")
