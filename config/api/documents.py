"""The schema and its two readers, served from this installation alone, and the answer to unknown API paths."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.views import SpectacularAPIView, SpectacularRedocView, SpectacularSwaggerSplitView
from rest_framework.renderers import JSONRenderer, TemplateHTMLRenderer

from config.api.permissions import Anyone
from config.api.problems import problem_response
from config.api.renderers import OneRepresentation
from config.errors import NotFound


class SchemaJSON(JSONRenderer):
    """The document as JSON, under its registered media type."""

    media_type = "application/vnd.oai.openapi+json"


class Schema(SpectacularAPIView):
    """`/api/schema`: OpenAPI 3.1."""

    permission_classes = [Anyone]
    authentication_classes: list[Any] = []
    renderer_classes = [SchemaJSON]
    content_negotiation_class = OneRepresentation


# The readers set styles from their scripts; nothing else on the site may.
_reader_policy = csp_update({"style-src": ["'unsafe-inline'"], "worker-src": ["blob:"], "img-src": ["data:", "blob:"]})


@method_decorator(_reader_policy, name="dispatch")
class Swagger(SpectacularSwaggerSplitView):
    """`/api/docs`: try the API in the browser."""

    permission_classes = [Anyone]
    authentication_classes: list[Any] = []
    renderer_classes = [TemplateHTMLRenderer]
    url_name = "schema"


@method_decorator(_reader_policy, name="dispatch")
class Redoc(SpectacularRedocView):
    """`/api/redoc`: read the API."""

    permission_classes = [Anyone]
    authentication_classes: list[Any] = []
    renderer_classes = [TemplateHTMLRenderer]
    template_name = "api/redoc.html"
    url_name = "schema"


@csrf_exempt
def no_such_path(request: HttpRequest) -> HttpResponse:
    """404 for every path under `/api` that is not ours, whatever the method."""
    return problem_response(NotFound())
