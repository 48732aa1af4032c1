"""The floor of HTTP: Django's own hello, no middleware, no database. Settings and WSGI application in one file."""

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

DEBUG = False
SECRET_KEY = "only-for-the-hello-of-the-benchmark"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "benchmarks.hello"
USE_I18N = False


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello", headers={"Content-Length": "5"})


urlpatterns = [path("hello", hello)]


def application(environ: dict[str, object], start_response: object) -> object:
    """Made at the first request, when Django may be set up."""
    global _made
    if _made is None:
        _made = get_wsgi_application()
    return _made(environ, start_response)


_made = None
