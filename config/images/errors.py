"""What is refused of an image. Every refusal but the busy one names the field `image`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import DomainError, FieldError, ServiceUnavailable

FIELD = "image"


class ImageRefused(DomainError):
    """The image cannot be taken."""

    code = "image_refused"
    status = 400
    detail: object = _("This image cannot be taken.")

    def __init__(self, **values: object) -> None:
        super().__init__(**values)  # type: ignore[arg-type] # the values fill the sentence
        self.errors = [FieldError(FIELD, self.code, self.message)]


class ImageTypeNotAllowed(ImageRefused):
    """By its content it is none of the types that are read here, whatever its name or declared type."""

    code = "image_type_not_allowed"
    detail: object = _("Send a JPEG, PNG, WebP or GIF image.")


class ImageTooHeavy(ImageRefused):
    """The file has more bytes than an image may have."""

    code = "image_too_heavy"
    status = 413
    detail: object = _("The image may have at most %(megabytes)s MiB.")


class ImageTooLarge(ImageRefused):
    """It would have more pixels than an image may have; told before anything is decoded."""

    code = "image_too_large"
    detail: object = _("The image may have at most %(megapixels)s megapixels.")


class ImageTooComplex(ImageRefused):
    """It is made of so many layers of detail that decoding it would take minutes."""

    code = "image_too_complex"
    detail: object = _("The image is built in too complicated a way. Save it anew and try again.")


class BrokenImage(ImageRefused):
    """It cannot be decoded to its end."""

    code = "image_broken"
    detail: object = _("The image is damaged or incomplete.")


class ImagesBusy(ServiceUnavailable):
    """As many images as may be decoded at once are under way, and none came to its end in time."""

    code = "images_busy"
    detail: object = _("Too many images are being worked on; try again soon.")
