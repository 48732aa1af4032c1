"""The floor of HTTP: Django's own hello, with its Security and Common middleware and a database left alone.

Settings, WSGI and ASGI application in one file.
"""

from __future__ import annotations

import os
from typing import Any

from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, JsonResponse
from django.urls import path

from config.settings.env import Env

DEBUG = False
SECRET_KEY = "only-for-the-hello-of-the-benchmark"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "benchmarks.hello"
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"]
DATABASES = {"default": Env(os.environ).database("DATABASE_URL", {})}


def hello(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"hello": "world"})


urlpatterns = [path("hello", hello)]

_made: Any = None


def application(environ: dict[str, object], start_response: object) -> object:
    """Made at the first request, when Django may be set up."""
    global _made
    if _made is None:
        _made = get_wsgi_application()
    return _made(environ, start_response)


async def asynchronous(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """The same for uvicorn."""
    global _made
    if _made is None:
        _made = get_asgi_application()
    await _made(scope, receive, send)
