"""What one has agreed to."""

from __future__ import annotations

from django.urls import URLPattern, path
from rest_framework.response import Response

from accounts.privacy import queries, services, shapes
from accounts.privacy.choices import ConsentKind
from accounts.privacy.errors import DocumentNotFound, NotTheNewest
from config.api import Answer, Body, Endpoint, IsSignedIn, Request, operation
from config.api import fields as f

KINDS = [kind.value for kind in ConsentKind]


class Consent(Answer):
    """The newest version of a document, and how one stands to it. `given_version` is the one last said yes to."""

    kind = f.Choice(KINDS)
    version = f.Text()
    title = f.Text()
    url = f.Text()
    published_at = f.Moment()
    is_given = f.Flag()
    given_version = f.Text(allow_null=True)
    at = f.Moment(allow_null=True)

    class Meta:
        example = {
            "kind": "marketing",
            "version": "2026-11",
            "title": "News by mail",
            "url": "https://example.com/news",
            "published_at": "2026-11-01T00:00:00Z",
            "is_given": True,
            "given_version": "2026-11",
            "at": "2026-11-20T16:25:00Z",
        }


class Consents(Answer):
    """How one stands to each kind of document."""

    results = f.Nested(Consent, many=True)

    class Meta:
        example = {"results": [Consent.Meta.example]}


class ConsentBody(Body):
    """A yes or a no. `version` is the one that was read; a yes to another than the newest is refused."""

    kind = f.Choice(KINDS)
    is_given = f.Flag()
    version = f.Text(max_length=40, required=False)

    class Meta:
        example = {"kind": "marketing", "is_given": True, "version": "2026-11"}


class MyConsents(Endpoint):
    """What one has agreed to, in which version and when. Every yes and no is kept; the newest of a kind holds."""

    permissions = [IsSignedIn]
    tag = "privacy"

    @operation("Show my consents", answer=Consents)
    def get(self, request: Request) -> Response:
        return self._all(request)

    @operation("Give or withdraw a consent", body=ConsentBody, answer=Consents, errors=[DocumentNotFound, NotTheNewest])
    def post(self, request: Request) -> Response:
        data = self.read(request, ConsentBody)
        if data["is_given"]:
            services.give_consent(user_id=request.user.pk, kind=data["kind"], version=data.get("version", ""))
        else:
            services.withdraw_consent(user_id=request.user.pk, kind=data["kind"])
        return self._all(request)

    def _all(self, request: Request) -> Response:
        return Response({"results": [shapes.consent(each) for each in queries.consents_of(request.user.pk)]})


urlpatterns: list[URLPattern] = [path("users/profile/consents", MyConsents.as_view(), name="my-consents")]
