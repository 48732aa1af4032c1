"""REST, tokens, passwords, limits and the OpenAPI document."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import BASE_URL, PORT, SECRET_KEY, VERSION, env

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.api_keys.authentication.BearerOrKeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["config.api.permissions.NobodyStated"],
    "DEFAULT_PARSER_CLASSES": ["config.api.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["config.api.renderers.FastJSONRenderer"],
    "DEFAULT_THROTTLE_CLASSES": ["config.api.throttles.ClientThrottle"],
    "DEFAULT_SCHEMA_CLASS": "config.api.schema.OperationSchema",
    "EXCEPTION_HANDLER": "config.api.problems.exception_handler",
    "UNAUTHENTICATED_USER": "config.roles.Anonymous",
    "URL_FORMAT_OVERRIDE": None,
    "FORMAT_SUFFIX_KWARG": None,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Sigma Playground",
    "DESCRIPTION": "A self-hosted community platform for people who share analytics workbooks.",
    "VERSION": VERSION,
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["config.api.permissions.Anyone"],
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": False,
    "PATH_CONVERTER_OVERRIDES": {"username": {"type": "string", "minLength": 3, "maxLength": 30}},
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "AUTHENTICATION_WHITELIST": [],
    "APPEND_COMPONENTS": {
        "securitySchemes": {
            "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
            "api_key": {
                "type": "http",
                "scheme": "bearer",
                "bearerFormat": "sp_<prefix>_<secret>",
                "description": "An API key. An operation names the scope that it asks for.",
            },
        },
    },
    "PREPROCESSING_HOOKS": ["config.api.schema_hooks.only_versioned_paths"],
    "POSTPROCESSING_HOOKS": [
        "config.api.schema_hooks.describe_conventions",
    ],
}

# Signing keys as `kid:secret`, the first signs, the others only verify (retired); a key left out is withdrawn.
JWT_KEYS = env.words("JWT_KEYS", [])
JWT_ISSUER = "sigma-playground"
JWT_AUDIENCE = "sigma-playground-api"
ACCESS_TOKEN_LIFETIME = timedelta(seconds=env.whole("ACCESS_TOKEN_SECONDS", 900, least=10, most=86_400))
REFRESH_TOKEN_LIFETIME = timedelta(seconds=env.whole("REFRESH_TOKEN_SECONDS", 604_800, least=60, most=31_536_000))
SESSION_COOKIE_AGE = int(REFRESH_TOKEN_LIFETIME.total_seconds())
REFRESH_LEEWAY = timedelta(seconds=2)
REVOCATION_POLL_SECONDS = 0.4
SIGNING_SECRET = SECRET_KEY

AUTHENTICATION_BACKENDS = ["accounts.auth.backends.SignInBackend"]
PASSWORD_HASHERS = ["accounts.auth.hashers.BoundedArgon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "email", "full_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "accounts.auth.passwords.MaximumLengthValidator", "OPTIONS": {"max_length": 256}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

BODY_LIMIT = env.whole("BODY_LIMIT", 1_048_576, least=1_024, most=104_857_600)
DATA_UPLOAD_MAX_MEMORY_SIZE = BODY_LIMIT

# API keys: how long one lives, its quotas unless it has its own (0 is none), how often its use is written down, and
# for how many days that is kept.
API_KEY_MAX_DAYS = env.whole("API_KEY_MAX_DAYS", 365, least=1, most=3_650)
API_KEY_DAILY_QUOTA = env.whole("API_KEY_DAILY_QUOTA", 50_000)
API_KEY_MONTHLY_QUOTA = env.whole("API_KEY_MONTHLY_QUOTA", 0)
API_KEY_USAGE_SECONDS = env.whole("API_KEY_USAGE_SECONDS", 5, least=1, most=300)
API_KEY_USAGE_DAYS = env.whole("API_KEY_USAGE_DAYS", 400, least=31, most=3_650)

# Presence: how often who was here is written down, in seconds, and for how many days that is kept.
PRESENCE_SECONDS = env.whole("PRESENCE_SECONDS", 5, least=1, most=60)
PRESENCE_DAYS = env.whole("PRESENCE_DAYS", 90, least=1, most=3_650)
# Passkeys: the domain that they belong to, and where pages that ask for them may stand. An address in numbers can have
# none, so that an installation on this machine has them under localhost.
_BASE = urlsplit(BASE_URL)
_HOST = _BASE.hostname or "localhost"
_IN_NUMBERS = _HOST.replace(".", "").isdigit() or ":" in _HOST
PASSKEY_RP_ID = env.text("PASSKEY_RP_ID", "localhost" if _IN_NUMBERS else _HOST)
_LOCAL = [f"http://localhost:{PORT}"] if _IN_NUMBERS else []
PASSKEY_ORIGINS = env.words("PASSKEY_ORIGINS", [f"{_BASE.scheme}://{_BASE.netloc}", *_LOCAL])
if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*", PASSKEY_RP_ID) or PASSKEY_RP_ID.replace(".", "").isdigit():
    raise ImproperlyConfigured("PASSKEY_RP_ID must be a host name in lower case, without scheme and port.")
for _origin in PASSKEY_ORIGINS:
    if not re.fullmatch(r"(https?://[^/?#\s]+|android:apk-key-hash:[\w-]+)", _origin):
        raise ImproperlyConfigured(
            "PASSKEY_ORIGINS must be origins with commas, as https://example.org, without a path."
        )

# Which roles must have a second step before the desk and the API's staff operations open to them.
MFA_REQUIRED_ROLES = env.words("MFA_REQUIRED_ROLES", [])
if not set(MFA_REQUIRED_ROLES) <= {"moderator", "manager", "admin"}:
    raise ImproperlyConfigured("MFA_REQUIRED_ROLES must be some of moderator, manager and admin, with commas.")

# Limits by name; a view names the ones that hold for it. THROTTLES=off lifts all of them, for load tests.
THROTTLES = env.flag("THROTTLES", True)
THROTTLE_RATES = {
    "client": env.rate("THROTTLE_CLIENT", "100/minute"),
    "sign-in-account": env.rate("THROTTLE_SIGN_IN_ACCOUNT", "5/minute"),
    "sign-in-address": env.rate("THROTTLE_SIGN_IN_ADDRESS", "30/minute"),
    "register": env.rate("THROTTLE_REGISTER", "10/minute"),
    "password": env.rate("THROTTLE_PASSWORD", "5/minute"),
    "mail": env.rate("THROTTLE_MAIL", "5/minute"),
    "mfa": env.rate("THROTTLE_MFA", "20/minute"),
    "follow": env.rate("THROTTLE_FOLLOW", "60/minute"),
    "friend-request": env.rate("THROTTLE_FRIEND_REQUEST", "20/minute"),
    "comment": env.rate("THROTTLE_COMMENT", "20/minute"),
    "embed-check": env.rate("THROTTLE_EMBED_CHECK", "30/minute"),
    "rename": env.rate("THROTTLE_RENAME", "5/day"),
    "api-key": env.rate("THROTTLE_API_KEY", "100/minute"),
    "upload": env.rate("THROTTLE_UPLOAD", "30/hour"),
    "export": env.rate("THROTTLE_EXPORT", "20/hour"),
    "report": env.rate("THROTTLE_REPORT", "20/minute"),
    "track": env.rate("THROTTLE_TRACK", "60/minute"),
    "appeal": env.rate("THROTTLE_APPEAL", "30/hour"),
    "webhook": env.rate("THROTTLE_WEBHOOK", "1200/minute"),
    "rule-trial": env.rate("THROTTLE_RULE_TRIAL", "20/minute"),
}
