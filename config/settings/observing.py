"""Logs, metrics and error reports."""

from __future__ import annotations

from config.observing import configure_logging, configure_sentry
from config.settings.base import VERSION, env

LOG_FORMAT = env.choice("LOG_FORMAT", "console", ["console", "json"])
LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", ["DEBUG", "INFO", "WARNING", "ERROR"])
LOGGING = configure_logging(LOG_FORMAT, LOG_LEVEL)
LOGGING_CONFIG = "logging.config.dictConfig"

METRICS_TOKEN = env.text("METRICS_TOKEN")
SENTRY_DSN = env.url("SENTRY_DSN", "", ["http", "https"])
configure_sentry(SENTRY_DSN, VERSION)
