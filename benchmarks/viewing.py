"""A view of ours asked in this process: no HTTP and no middleware, the JSON made."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from accounts.auth.principal import Principal
from config.api import Endpoint, renderers


def answer(endpoint: type[Endpoint], viewer: Principal, path: str, **captured: Any) -> bytes:
    """The body that the endpoint answers a GET with; `captured` is what the route takes from the path."""
    request = APIRequestFactory().get(path)
    request.sigma_principal = viewer
    view: Any = endpoint()
    view.setup(request, **captured)
    wrapped = Request(request)
    wrapped._user, wrapped._auth = viewer, None
    view.request = wrapped
    return renderers.encode(view.get(wrapped, **captured).data)
