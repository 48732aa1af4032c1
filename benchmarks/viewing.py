"""A view of ours asked in this process: no HTTP and no middleware, the route found beforehand, the JSON made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import resolve
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from accounts.auth.principal import Principal
from config.api import renderers


def asking(viewer: Principal, path: str) -> Callable[[], bytes]:
    """What gives the body that a GET of the path is answered with."""
    route = resolve(path.partition("?")[0])
    endpoint: Any = route.func.view_class

    def ask() -> bytes:
        request = APIRequestFactory().get(path)
        request.sigma_principal = viewer
        view = endpoint()
        view.setup(request, **route.kwargs)
        wrapped = Request(request)
        wrapped._user, wrapped._auth = viewer, None
        view.request = wrapped
        return renderers.encode(view.get(wrapped, **route.kwargs).data)

    return ask
