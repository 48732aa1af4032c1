"""Logs and error reports: structured lines with the request's id and user, Sentry where there is a DSN."""

from __future__ import annotations

import re
from typing import Any

import structlog

# An API key by its form (accounts/api_keys/minting.py), whole or cut short: wherever one was put, it is not kept.
_API_KEY = re.compile(r"(sp_[0-9a-z]{12}_)[0-9A-Za-z]+")
# A signed token by its form, of ours or in the URL of a signed embed (`:jwt=`).
_JWT = re.compile(r"eyJ[A-Za-z0-9_-]{5,}\.eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]*")
# What the link of an export carries (accounts/privacy): whoever has it can fetch the file.
_EXPORT_LINK = re.compile(r"(/profile/export/[0-9a-fA-F-]{36}/)[^/?#\s\"']+")
SECRET_NAMES = (
    "password",
    "token",
    "secret",
    "authorization",
    "refresh",
    "access",
    "cookie",
    "api_key",
    "jwt",
    "ticket",
)


def scrub(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Hide the values of names that hold secrets, and keep control characters from starting lines of their own."""
    for name, value in event.items():
        if any(secret in name.lower() for secret in SECRET_NAMES):
            event[name] = "[hidden]"
            continue
        if isinstance(value, str) and ("sp_" in value or "eyJ" in value or "/profile/export/" in value):
            value = event[name] = without_keys(value)
        if isinstance(value, str) and name not in {"exception", "stack"}:
            event[name] = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in value)
    return event


def without_keys(value: Any) -> Any:
    """The value with every API key in its texts cut down to the prefix and tokens hidden, however deep they stand."""
    if isinstance(value, str):
        if "eyJ" in value:
            value = _JWT.sub("[hidden]", value)
        if "/profile/export/" in value:
            value = _EXPORT_LINK.sub(r"\1[hidden]", value)
        return _API_KEY.sub(r"\1[hidden]", value) if "sp_" in value else value
    if isinstance(value, dict):
        return {without_keys(key): without_keys(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(without_keys(item) for item in value) if type(value) in {list, tuple} else value
    return value


def configure_logging(style: str, level: str) -> dict[str, Any]:
    """Django's LOGGING: every line, ours and the libraries', goes through structlog to standard error."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        scrub,
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer: Any = (
        structlog.processors.JSONRenderer() if style == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processor": renderer,
                "foreign_pre_chain": shared,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            "django.request": {"level": "ERROR"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            "uvicorn.access": {"level": "WARNING"},
            "celery.redirected": {"level": "WARNING"},
        },
    }


def scrub_report(event: dict[str, Any], _hint: dict[str, Any]) -> dict[str, Any]:
    """Sentry's last look: no bodies, cookies, headers or query strings leave the installation."""
    request = event.get("request")
    if isinstance(request, dict):
        event["request"] = {key: request[key] for key in ("method", "url") if key in request}
    hidden: dict[str, Any] = without_keys(event)
    return hidden


def configure_sentry(dsn: str, version: str) -> None:
    """Report errors to `dsn`; nothing at all without one."""
    if not dsn:
        return
    import sentry_sdk

    sentry_sdk.init(
        dsn=dsn,
        release=version,
        send_default_pii=False,
        max_request_body_size="never",
        include_local_variables=False,
        before_send=scrub_report,  # type: ignore[arg-type]
    )
