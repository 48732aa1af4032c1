"""REST conventions, made once: endpoints, problems, pages, throttles, idempotency, versions, permissions, the schema.

`from config.api import Endpoint, operation, Page, Body, Answer, Filters, fields` and the permissions is all that a
slice's `api.py` needs. The names are resolved when first asked for, because this package is also a Django app and is
imported before models are ready.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from config.api import fields, keyset
    from config.api.endpoint import Endpoint
    from config.api.filters import Filters
    from config.api.operations import Either, File, Page, operation
    from config.api.permissions import Anyone, AtLeast, IsMember, IsSignedIn, IsVerified
    from config.api.request import Request
    from config.api.shapes import Answer, Body

_MODULES = {"fields", "keyset"}
_HOMES = {
    "Endpoint": "endpoint",
    "operation": "operations",
    "Either": "operations",
    "File": "operations",
    "Page": "operations",
    "Filters": "filters",
    "Request": "request",
    "Body": "shapes",
    "Answer": "shapes",
    "Anyone": "permissions",
    "AtLeast": "permissions",
    "IsMember": "permissions",
    "IsSignedIn": "permissions",
    "IsVerified": "permissions",
}

__all__ = [
    "Answer",
    "Anyone",
    "AtLeast",
    "Body",
    "Either",
    "Endpoint",
    "File",
    "Filters",
    "IsMember",
    "IsSignedIn",
    "IsVerified",
    "Page",
    "Request",
    "fields",
    "keyset",
    "operation",
]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"config.api.{name}")
    if name in _HOMES:
        return getattr(import_module(f"config.api.{_HOMES[name]}"), name)
    raise AttributeError(name)
