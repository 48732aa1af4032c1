"""The peer: the same endpoints on the same tables as most projects write them. Settings and WSGI application.

Django's usual middleware, ModelSerializer with related rows fetched ahead, simplejwt's own views. It records no facts,
screens no text and opens no session that could be ended.
"""

from __future__ import annotations

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.peer"

from config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.peer_api"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework_simplejwt.authentication.JWTAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "PAGE_SIZE": 20,
}

_made = None


def application(environ: dict[str, object], start_response: object) -> object:
    """Made at the first request, when Django may be set up."""
    global _made
    if _made is None:
        from django.core.wsgi import get_wsgi_application

        _made = get_wsgi_application()
    return _made(environ, start_response)
