"""Addresses over HTTP: one's own, and nobody else's."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from rest_framework.response import Response

from accounts.auth import lockout
from config.api import Answer, Body, Endpoint, IsMember, IsSignedIn, Page, Request, operation
from config.api import fields as f
from config.api.keyset import page
from config.api.throttles import spend
from config.errors import InvalidInput
from config.flags import is_on
from notifications.addresses import checking, queries, services, shapes, vapid
from notifications.addresses.checking import Checked
from notifications.addresses.errors import AddressInUse, AddressNotFound, KindNotOffered, TooManyAddresses, WrongCode
from notifications.addresses.flags import PUSH
from notifications.addresses.models import Kind

CHANNEL: dict[str, Any] = {
    "id": "0193a5b0-7c1e-7a3b-9d2e-4f5a6b7c8d9e",
    "kind": "web_push",
    "address": "updates.push.services.mozilla.com",
    "label": "Firefox on my laptop",
    "is_verified": True,
    "created_at": "2026-11-20T16:25:00Z",
}


class OneChannel(Answer):
    """An address. Of a browser, `address` names its push service."""

    id = f.Id()
    kind = f.Choice(Kind.values)
    address = f.Text()
    label = f.Text()  # type: ignore[assignment] # a field, not DRF's attribute of that name
    is_verified = f.Flag()
    created_at = f.Moment()

    class Meta:
        example = CHANNEL


class Offered(Answer):
    """What a browser needs to subscribe (`applicationServerKey`); empty where the installation sends no web push."""

    vapid_public_key = f.Text()

    class Meta:
        example = {"vapid_public_key": "BFyLSqCN8kcZD1YbqXFriP9ypBtKrgn7LydwV5LK_i30Tt_Re706zha92oqKgGsqiDQTKGFsiDIrfA"}


class BrowserKeys(Body):
    """The keys of a subscription, as `PushSubscription.toJSON()` has them."""

    p256dh = f.Text(max_length=100)
    auth = f.Text(max_length=40)

    class Meta:
        example = {
            "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            "auth": "BTBZMqHH6r4Tts7J_aSIgg",
        }


class NewChannelBody(Body):
    """An e-mail address (`email`), a browser (`endpoint` and `keys`), or an app (`subscription_id` of OneSignal)."""

    kind = f.Choice(Kind.values)
    label = f.Text(max_length=80, required=False, allow_blank=True)  # type: ignore[assignment] # a field, as above
    email = f.Text(max_length=checking.LONGEST_EMAIL, required=False)
    endpoint = f.Url(max_length=2_048, required=False)
    keys = BrowserKeys(required=False)
    subscription_id = f.Id(required=False)

    class Meta:
        example: ClassVar[dict[str, Any]] = {"kind": "email", "email": "ana.work@example.org", "label": "At work"}


class AddressCodeBody(Body):
    """The code from the mail."""

    code = f.Text(min_length=6, max_length=6)

    class Meta:
        example: ClassVar[dict[str, Any]] = {"code": "402815"}


def _needed(data: dict[str, Any], *names: str) -> list[Any]:
    for name in names:
        if data.get(name) is None:
            raise InvalidInput.of(name, "required", _("This kind of address needs it."))
    return [data[name] for name in names]


def _checked(request: Request, data: dict[str, Any]) -> Checked:
    kind = data["kind"]
    if kind == Kind.EMAIL:
        return checking.email(*_needed(data, "email"))
    is_offered = settings.VAPID_PRIVATE_KEY if kind == Kind.WEB_PUSH else settings.ONESIGNAL_APP_ID
    if not is_offered or not is_on(PUSH, request.user):
        raise KindNotOffered()
    if kind == Kind.WEB_PUSH:
        endpoint, keys = _needed(data, "endpoint", "keys")
        return checking.web_push(endpoint, keys["p256dh"], keys["auth"])
    return checking.onesignal(*_needed(data, "subscription_id"))


class Channels(Endpoint):
    """Where the caller is reached beside their account's own address: at most 20 addresses, oldest first."""

    permissions = {"GET": [IsSignedIn], "POST": [IsMember]}
    throttles = {"POST": ("mail",)}
    tag = "notifications"

    @operation("List your channels", answer=Page(OneChannel, beside=Offered))
    def get(self, request: Request) -> Response:
        key = vapid.public_key(settings.VAPID_PRIVATE_KEY) if is_on(PUSH, request.user) else ""
        rows = queries.addresses_of(request.user.pk)
        return page(rows, request, order=("id",), shape=shapes.channels, beside={"vapid_public_key": key})

    @operation(
        "Add a channel",
        body=NewChannelBody,
        answer=OneChannel,
        status=201,
        again=200,
        errors=[TooManyAddresses, AddressInUse, KindNotOffered],
        idempotent=True,
    )
    def post(self, request: Request) -> Response:
        """An e-mail address is used once the code that is mailed to it has come back; asked again, another is mailed.

        A browser or an app that another member had registered is the caller's from now on.
        """
        data = self.read(request, NewChannelBody)
        checked = _checked(request, data)
        if checked.kind == Kind.EMAIL:
            # By addressee as well, whoever asks: nobody's mailbox is filled from many accounts.
            spend("mail", f"to:{lockout.key_of(checked.value)}")
        row, is_new = services.register(actor=request.user, checked=checked, label=data.get("label", ""))
        return Response(shapes.channel(row), status=201 if is_new else 200)


class Channel(Endpoint):
    """One address of the caller's own."""

    permissions = [IsSignedIn]
    tag = "notifications"

    @operation("Remove a channel", answer=None, status=204)
    def delete(self, request: Request, address_id: UUID) -> Response:
        """Again is no error."""
        services.remove(actor=request.user, address_id=address_id)
        return Response(status=204)


class Verification(Endpoint):
    """Proves an e-mail address."""

    permissions = [IsSignedIn]
    throttles = ("mfa",)
    tag = "notifications"

    @operation("Verify an e-mail address", body=AddressCodeBody, answer=OneChannel, errors=[AddressNotFound, WrongCode])
    def post(self, request: Request, address_id: UUID) -> Response:
        """A code is good for 30 minutes and five tries; add the address again for another."""
        data = self.read(request, AddressCodeBody)
        row = services.verify(actor=request.user, address_id=address_id, code=data["code"])
        return Response(shapes.channel(row))


urlpatterns: list[URLPattern] = [
    path("notifications/channels", Channels.as_view(), name="notification-channels"),
    path("notifications/channels/<uuid:address_id>", Channel.as_view(), name="notification-channel"),
    path("notifications/channels/<uuid:address_id>/verify", Verification.as_view(), name="notification-channel-verify"),
]
