"""Databases, caches, the broker, and the embedded mode that does without them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import DATA_DIR, PRODUCTION, env

DATABASE_IS_GIVEN = bool(env.source.get("DATABASE_URL", "").strip())
_database: dict[str, Any] = env.database(
    "DATABASE_URL", {"ENGINE": "django.db.backends.sqlite3", "NAME": str(DATA_DIR / "sigma.sqlite3")}
)
DATABASE_POOL = env.whole("DATABASE_POOL", 8, least=0, most=200)
# Off where something between here and PostgreSQL hands a connection to others between two transactions.
PREPARED_STATEMENTS = env.flag("PREPARED_STATEMENTS", True)
STATEMENT_TIMEOUT_MS = env.whole("STATEMENT_TIMEOUT_MS", 5_000, least=100, most=600_000)

if _database["ENGINE"].endswith("postgresql"):
    _database["OPTIONS"] = {
        "connect_timeout": 5,
        "application_name": "sigma-playground",
        "options": (
            f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c lock_timeout=2000 "
            "-c idle_in_transaction_session_timeout=30000 "
            # What is prepared (config.prepared) is planned once: left to itself, the server may plan it at each run.
            "-c plan_cache_mode=force_generic_plan "
            # Compiling a plan takes hundreds of milliseconds, and what is asked here takes few to run. A page out of
            # order costs what the next one does: in memory or on a solid-state disk.
            "-c jit=off -c random_page_cost=1.1"
        ),
    }
    if DATABASE_POOL:
        # A try to connect is given up soon and begun anew: otherwise the pauses between tries double, and after a long
        # absence the database is found long after it is back.
        waits = {"timeout": 5, "reconnect_timeout": 2, "max_lifetime": 1800}
        _database["OPTIONS"]["pool"] = {"min_size": 1, "max_size": DATABASE_POOL, **waits}
        _database["CONN_MAX_AGE"] = 0
    else:
        _database["CONN_MAX_AGE"] = 60
        _database["CONN_HEALTH_CHECKS"] = True
else:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
DATABASES = {"default": _database}

# Requests worked on at once in a process, those that wait for a place, and how long (config/api/admission.py).
# On SQLite a writer may wait for another while it holds a place, so there are more of them.
WEB_PLACES = env.whole("WEB_PLACES", 32 if _database["ENGINE"].endswith("sqlite3") else 8, least=1, most=1_000)
WEB_QUEUE = env.whole("WEB_QUEUE", 64, least=0, most=10_000)
WEB_QUEUE_MS = env.whole("WEB_QUEUE_MS", 500, least=0, most=60_000)

REDIS_URL = env.url("REDIS_URL", "", ["redis", "rediss", "unix"])
EMBEDDED = not REDIS_URL
_is_postgres = not _database["ENGINE"].endswith("sqlite3")
if REDIS_URL and not _is_postgres:
    raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL where REDIS_URL is set: SQLite serves one process.")
if PRODUCTION and _is_postgres and not REDIS_URL:
    raise ImproperlyConfigured("REDIS_URL must be set in production where DATABASE_URL names a PostgreSQL.")

_redis_timeouts = {"socket_timeout": 1, "socket_connect_timeout": 1}
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "sigma"}
    if EMBEDDED
    else {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "sigma",
        "OPTIONS": {"IGNORE_EXCEPTIONS": True, "CONNECTION_POOL_KWARGS": _redis_timeouts},
    }
}
DJANGO_REDIS_IGNORE_EXCEPTIONS = True
DJANGO_REDIS_LOG_IGNORED_EXCEPTIONS = True
CHANNEL_LAYERS: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}
    if EMBEDDED
    else {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
}

# Celery carries wake-ups and jobs; what must not be lost lies in the database (docs/decisions/0002).
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_TASK_ALWAYS_EAGER = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_CREATE_MISSING_QUEUES = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# A broker that goes takes nothing along that runs: its effects lie in the database, and a message that was handed over
# and not noted yet would go out again.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900, "socket_timeout": 5, "socket_connect_timeout": 1}
CELERY_TIMEZONE = "UTC"

# How long a worker may hold deliveries before the sweep gives them to another, in seconds (config/events).
EVENTS_LEASE_SECONDS = env.whole("EVENTS_LEASE_SECONDS", 30, least=1, most=600)
EVENTS_MAX_ATTEMPTS = env.whole("EVENTS_MAX_ATTEMPTS", 8, least=1, most=50)

# How many days the figures of the machine are kept (config/host).
HOST_FIGURES_DAYS = env.whole("HOST_FIGURES_DAYS", 30, least=1, most=3_650)
