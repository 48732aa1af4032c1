"""REST, tokens, passwords, limits and the OpenAPI document."""

from __future__ import annotations

from datetime import timedelta

from config.settings.base import SECRET_KEY, VERSION, env

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.auth.authentication.BearerAuthentication"],
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
        "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
    },
    "PREPROCESSING_HOOKS": ["config.api.schema.only_versioned_paths"],
    "POSTPROCESSING_HOOKS": [
        "config.api.schema.describe_conventions",
    ],
}

# Signing keys as `kid:secret`, the first signs, the others only verify (retired); a key left out is withdrawn.
JWT_KEYS = env.words("JWT_KEYS", [])
JWT_ISSUER = "sigma-playground"
JWT_AUDIENCE = "sigma-playground-api"
ACCESS_TOKEN_LIFETIME = timedelta(seconds=env.whole("ACCESS_TOKEN_SECONDS", 900, least=10, most=86_400))
REFRESH_TOKEN_LIFETIME = timedelta(seconds=env.whole("REFRESH_TOKEN_SECONDS", 604_800, least=60, most=31_536_000))
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

# Limits by name; a view names the ones that hold for it. THROTTLES=off lifts all of them, for load tests.
THROTTLES = env.flag("THROTTLES", True)
THROTTLE_RATES = {
    "client": env.rate("THROTTLE_CLIENT", "100/minute"),
    "sign-in-account": env.rate("THROTTLE_SIGN_IN_ACCOUNT", "5/minute"),
    "sign-in-address": env.rate("THROTTLE_SIGN_IN_ADDRESS", "30/minute"),
    "register": env.rate("THROTTLE_REGISTER", "10/minute"),
    "password": env.rate("THROTTLE_PASSWORD", "5/minute"),
    "mail": env.rate("THROTTLE_MAIL", "5/minute"),
    "follow": env.rate("THROTTLE_FOLLOW", "60/minute"),
    "comment": env.rate("THROTTLE_COMMENT", "20/minute"),
    "rename": env.rate("THROTTLE_RENAME", "5/day"),
}
