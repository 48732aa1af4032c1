"""Pictures as files over HTTP, and the form that direct uploads to our own folder are posted to."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from config.api.uploads import MEDIA, MalformedForm, NotAForm, Received, read_form
from config.errors import InvalidInput, NotFound
from config.images import MEDIA_TYPE
from config.storage import PUBLIC, FileMissing, signing, store
from config.storage.pictures import LARGEST
from config.storage.s3 import FOR_EVER


class Media(View):
    """One picture. What lies under an address never changes, so it may be kept for ever."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        if not PUBLIC.fullmatch(key):
            raise NotFound
        etag = f'"{key.rpartition("/")[2]}"'
        try:
            data = store().get(key, LARGEST)
        except FileMissing:
            raise NotFound from None
        if etag in {tag.strip().removeprefix("W/") for tag in request.headers.get("If-None-Match", "").split(",")}:
            response = HttpResponse(status=304)
        else:
            response = HttpResponse(data, content_type=MEDIA_TYPE)
        response["ETag"] = etag
        response["Cache-Control"] = FOR_EVER
        response["Content-Disposition"] = "inline"
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response


@method_decorator(csrf_exempt, name="dispatch")
class Uploads(View):
    """Takes one file that `config.storage.direct` prepared; what S3 does where there is S3."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        if settings.S3_BUCKET:
            raise NotFound
        if not (request.content_type or "").lower() == MEDIA:
            raise NotAForm
        fields, files = read_form(request.META, request)
        policy = signing.opened(fields.get("policy", ""))
        if fields.get("key") != policy.key or fields.get("Content-Type") != policy.media_type:
            raise signing.PolicyRefused
        file: Any = files.get("file")
        if not isinstance(file, Received):
            raise MalformedForm
        if file.size != policy.size:
            raise InvalidInput.of("file", "wrong_size", signing.WRONG_SIZE)
        self._put_once(policy.key, file.data, policy.media_type)
        return HttpResponse(status=204)

    def _put_once(self, key: str, data: bytes, media_type: str) -> None:
        kept = store()
        if any(True for _file in kept.listed(key)):
            raise signing.PolicyRefused
        kept.put(key, data, media_type)
