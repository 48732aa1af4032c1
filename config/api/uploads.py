"""Forms that bring one file: read into memory up to its cap, never written anywhere under a name of the client's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.http.request import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import exceptions as drf
from rest_framework import serializers
from rest_framework.parsers import BaseParser, DataAndFiles
from rest_framework.response import Response

from config.api import fields as f
from config.api.endpoint import Endpoint
from config.api.errors import UnsupportedMedia
from config.api.permissions import IsMember
from config.api.request import Request
from config.api.shapes import Answer, Body
from config.errors import DomainError, InvalidInput
from config.images import ImageTooHeavy
from config.images.variants import MOST_BYTES, Variant
from config.storage.direct import TYPES, Prepared
from config.storage.pictures import REFUSALS

MEDIA = "multipart/form-data"


class NotAForm(UnsupportedMedia):
    """The endpoint reads a form with a file."""

    detail = _("Send a form, as multipart/form-data.")


class MalformedForm(DomainError):
    """The form cannot be read to its end."""

    code = "malformed_form"
    status = 400
    detail: object = _("The form is malformed or incomplete.")


@dataclass(frozen=True, slots=True)
class Received:
    """A file that came with a form. Its name and its type are the client's tale, and are not kept."""

    data: bytes

    @property
    def size(self) -> int:
        return len(self.data)

    def close(self) -> None:
        """Django closes what came with a form; there is nothing to close."""


class _OneFile(FileUploadHandler):
    """Takes one file of at most 10 MiB, and refuses in the middle of more."""

    chunk_size = 64 * 1024

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[bytes] = []
        self.read = self.files = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.files += 1
        if self.files > 1:
            raise InvalidInput.of(self.field_name or "", "too_many_files", _("Send one file."))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.read += len(raw_data)
        if self.read > MOST_BYTES:
            raise ImageTooHeavy(megabytes=MOST_BYTES // (1024 * 1024))
        self.parts.append(bytes(raw_data))

    def file_complete(self, file_size: int) -> Any:
        return Received(b"".join(self.parts))


class _Counted:
    """The body's stream, and how much came of it."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        part: bytes = self.stream.read(size)
        self.count += len(part)
        return part


def read_form(meta: Mapping[str, Any], stream: Any) -> tuple[QueryDict, MultiValueDict[str, Any]]:
    """The fields and files of a form; a `MalformedForm` where it ends before its length is reached."""
    counted: Any = _Counted(stream)
    try:
        fields, files = MultiPartParser(dict(meta), counted, [_OneFile()], "utf-8").parse()
    except MultiPartParserError:
        raise MalformedForm from None
    if counted.count < int(meta.get("CONTENT_LENGTH") or 0):
        raise MalformedForm
    return fields, files


class FormParser(BaseParser):
    """Reads `multipart/form-data` with one file in it."""

    media_type = MEDIA

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> DataAndFiles[Any, Any]:
        assert parser_context is not None
        meta = parser_context["request"].META | {"CONTENT_TYPE": media_type}
        return DataAndFiles(*read_form(meta, stream))


@extend_schema_field(OpenApiTypes.BINARY)
class ImageField(serializers.FileField):
    """An image file; its value is its bytes, of which nothing is known yet but that they are at most 10 MiB."""

    def to_internal_value(self, data: Any) -> bytes:  # type: ignore[override] # the bytes alone, not a file
        if not isinstance(data, Received):
            self.fail("invalid")
        if not data.data:
            self.fail("empty")
        return data.data


class ImageBody(Body):
    """A form with one image: JPEG, PNG, WebP or GIF by its content, at most 10 MiB and 40 megapixels."""

    image = ImageField()

    class Meta:
        example = {"image": "(the file)"}


class UploadEndpoint(Endpoint):
    """An endpoint that reads forms with an image instead of JSON."""

    parser_classes = [FormParser]

    def handle_exception(self, exc: Exception) -> Response:
        return super().handle_exception(NotAForm() if isinstance(exc, drf.UnsupportedMediaType) else exc)


class PreparingEndpoint(Endpoint):
    """An endpoint that prepares direct uploads."""

    permissions = [IsMember]
    throttles = ["upload"]

    def prepare(self, request: Request, prepare: Callable[..., Prepared], **of: Any) -> Response:
        """What `prepare(media_type=…, size=…)` makes of the file that the request announces; `of` says whose."""
        data = self.read(request, PrepareBody)
        made = prepare(**of, media_type=data["content_type"], size=data["size"])
        return Response(prepared(made), status=201)


class ConfirmingEndpoint(Endpoint):
    """An endpoint that has a direct upload taken."""

    permissions = [IsMember]
    throttles = ["upload"]

    def ticket(self, request: Request) -> str:
        """The ticket of the upload."""
        return str(self.read(request, TicketBody)["ticket"])


def addresses_like(folder: str, variants: Sequence[Variant]) -> dict[str, str]:
    """An example of the addresses of a picture's variants."""
    stem = f"/media/{folder}/4f/4f1c1a0e9b7d4c55a1e2b3c4d5e6f708"
    return {variant.name: f"{stem}-{variant.name}.webp" for variant in variants}


UPLOAD_ERRORS = [*REFUSALS, NotAForm, MalformedForm]
"""What an endpoint that takes an image refuses."""


class PrepareBody(Body):
    """A file that is to be uploaded: its type, and its size in bytes."""

    content_type = f.Choice(TYPES)
    size = f.Integer(min_value=1, max_value=MOST_BYTES)

    class Meta:
        example = {"content_type": "image/jpeg", "size": 482_133}


class TicketBody(Body):
    """The ticket of a prepared upload."""

    ticket = f.Secret()

    class Meta:
        example = {"ticket": "eyJrZXkiOiJpbmNvbWluZy9hdmF0YXJzLzRmMWMifQ:1tQ2Zy:5s0Y"}


class PreparedAnswer(Answer):
    """Post a form to `url` with `fields` as they are and then the file as `file`; then confirm with the ticket."""

    url = f.Url()
    fields_ = f.Mapping(f.Secret())
    ticket = f.Secret()
    expires_at = f.Moment()

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        return {name.rstrip("_"): field for name, field in fields.items()}

    class Meta:
        example = {
            "url": "/api/uploads",
            "fields": {"key": "incoming/avatars/4f1c1a0e9b7d4c55a1e2b3c4d5e6f708", "Content-Type": "image/jpeg"},
            "ticket": TicketBody.Meta.example["ticket"],
            "expires_at": "2026-11-20T16:30:00Z",
        }


def prepared(made: Prepared) -> dict[str, Any]:
    """A prepared upload as clients see it."""
    return {"url": made.form.url, "fields": made.form.fields, "ticket": made.ticket, "expires_at": made.expires_at}


def most_bytes(content_type: str) -> int:
    """How long a body of that type may be."""
    return settings.UPLOAD_LIMIT if content_type.strip().lower().startswith(MEDIA) else settings.BODY_LIMIT
