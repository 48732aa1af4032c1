"""The base of every endpoint: who may, what comes in, what goes out, and nothing else."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Hashable, Sequence
from typing import Any, ClassVar, TypeVar, cast

from django.db.models import Model, QuerySet
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request as DrfRequest
from rest_framework.response import Response
from rest_framework.views import APIView

from config import compiled, context, flags
from config.api import keyset, rankings, renderers, throttles
from config.api.errors import MethodNotAllowed
from config.api.filters import Filters, refuse_unknown
from config.api.permissions import NobodyStated, Permission, check_scope
from config.api.request import Request
from config.api.shapes import Body
from config.errors import DomainError, NotFound, NotSignedIn, StaleVersion
from config.roles import Viewer
from config.scopes import scope_for

Row = TypeVar("Row", bound=Model)
Permissions = Sequence[type[Permission] | Permission]

_ETAG = re.compile(r'(?:W/)?"v(\d{1,10})(?:-[0-9a-f]+)?"')


class Endpoint(APIView):
    """One resource. `permissions` must be stated, for all methods or by method; so are `throttles`, if any.

    With a `flag` there is no such resource (404) for whoever it is off for, whatever else they may or may not.
    `scopes` is the area whose scopes open it to API keys (`config.scopes`); without one it is closed to them.
    """

    permissions: ClassVar[Permissions | dict[str, Permissions]] = [NobodyStated]
    throttles: ClassVar[Sequence[str] | dict[str, Sequence[str]]] = ()
    tag: ClassVar[str] = ""
    flag: ClassVar[str] = ""
    scopes: ClassVar[str] = ""
    content_negotiation_class = renderers.OneRepresentation
    format_kwarg = None
    http_method_names = ["get", "post", "put", "patch", "delete", "head", "options"]

    def permissions_for(self, method: str) -> list[Permission]:
        """The permissions that stand before `method`; HEAD has GET's."""
        stated = self.permissions
        if isinstance(stated, dict):
            stated = stated.get("GET" if method == "HEAD" else method, [NobodyStated])
        return [permission() for permission in stated]

    @classmethod
    def scope_for(cls, method: str) -> str | None:
        """The scope that an API key needs for `method`; None where none is enough."""
        return scope_for(cls.scopes, method)

    def get_permissions(self) -> Any:
        return self.permissions_for(self.request.method or "")

    def initial(self, request: DrfRequest, *args: Any, **kwargs: Any) -> None:
        """Method, then limits, credentials, the flag, permission; a bad token spends from its address's limit."""
        method = request.method or ""
        is_known = method.lower() in self.http_method_names and hasattr(self, method.lower())
        if self.flag and (method == "OPTIONS" or not is_known) and flags.is_off_for_everyone(self.flag):
            raise NotFound()
        if not is_known:
            raise MethodNotAllowed(headers={"Allow": ", ".join(self.allowed_methods)})
        request.accepted_renderer, request.accepted_media_type = self.perform_content_negotiation(request)
        if method == "OPTIONS":
            return
        refused: Exception | None = None
        try:
            self.perform_authentication(request)
        except (AuthenticationFailed, DomainError) as error:
            refused = error
            request._not_authenticated()  # type: ignore[attr-defined] # DRF's own, not in its stubs
        if request.user.is_authenticated:
            context.current().actor_id = request.user.pk
        throttles.spend_for(cast(Request, request), self._limits(method))
        if refused:
            raise refused
        if self.flag and not flags.is_on(self.flag, cast(Request, request).user):
            raise NotFound()
        check_scope(cast(Request, request).user, self.scope_for(method))
        self.check_permissions(request)

    def permission_denied(self, request: DrfRequest, message: str | None = None, code: str | None = None) -> Any:
        raise NotSignedIn()

    def _limits(self, method: str) -> Sequence[str]:
        if isinstance(self.throttles, dict):
            return self.throttles.get(method, ())
        return self.throttles

    def options(self, request: DrfRequest, *args: Any, **kwargs: Any) -> Response:  # type: ignore[override]
        """Says which methods there are, and nothing more."""
        return Response(status=204, headers={"Allow": ", ".join(self.allowed_methods)})

    def finalize_response(self, request: DrfRequest, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        window = getattr(request._request, "sigma_window", None)
        if window:
            response["RateLimit-Limit"] = str(window.limit)
            response["RateLimit-Remaining"] = str(window.remaining)
            response["RateLimit-Reset"] = str(window.reset)
        if "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-cache"
        return response

    # What methods are made of.

    def read(self, request: Request, body: type[Body], *, partial: bool = False) -> dict[str, Any]:
        """The request's body as `body` has it, or a 400 that names the fields."""
        serializer = body(data=request.data, partial=partial)
        serializer.is_valid(raise_exception=True)
        data: dict[str, Any] = serializer.validated_data
        return data

    def filtered(self, request: Request, filters: type[Filters], queryset: QuerySet[Row]) -> QuerySet[Row]:
        """`queryset` narrowed by the query's filters; an unknown name or value is a 400."""
        return filters.apply(request, queryset)

    def page(
        self,
        request: Request,
        rows: QuerySet[Any],
        *,
        order: Sequence[str],
        shape: Callable[[list[Any], Viewer], list[dict[str, Any]]],
        sealed: bool = False,
    ) -> Response:
        """One keyset page of `rows`; see `config.api.keyset.page`."""
        return keyset.page(rows, request, order=order, shape=shape, sealed=sealed)

    def hot_page(
        self,
        request: Request,
        key: Hashable,
        build: compiled.Build,
        *,
        order: Sequence[str],
        shape: Callable[[list[Any], Viewer], list[dict[str, Any]]],
        known: Sequence[str] = (),
        **values: Any,
    ) -> Response:
        """A page of a list that is read all the time: `build(viewer=…, **values)` is compiled once for each `key`.

        `known` names the parameters that `key` speaks for; any other is a 400.
        """
        refuse_unknown(request, set(known))
        return keyset.hot_page(key, build, request, order=order, shape=shape, **values)

    def only_page(
        self,
        request: Request,
        read: Callable[[int], list[Any]],
        *,
        most: int,
        shape: Callable[[list[Any], Viewer], list[dict[str, Any]]],
    ) -> Response:
        """The one page of a ranking that ends after `most` rows; see `config.api.rankings.only_page`."""
        refuse_unknown(request, set())
        return rankings.only_page(read, request, most=most, shape=shape)

    def tagged(self, request: Request, data: dict[str, Any], *, version: int, status: int = 200) -> Response:
        """`data` with its ETag, `"v<version>-<digest>"` of all that this viewer sees; 304 when the client has it."""
        digest = hashlib.blake2b(renderers.encode(data), digest_size=8).hexdigest()
        etag = f'"v{version}-{digest}"'
        sent = request.headers.get("If-None-Match", "")
        if request.method in {"GET", "HEAD"} and etag in {part.strip().removeprefix("W/") for part in sent.split(",")}:
            return Response(status=304, headers={"ETag": etag})
        return Response(data, status=status, headers={"ETag": etag})

    def expected_version(self, request: Request) -> int | None:
        """The version that `If-Match` asks for; None where it is not sent or is `*`. The unreadable matches nothing."""
        sent = request.headers.get("If-Match")
        if sent is None or sent.strip() == "*":
            return None
        match = _ETAG.fullmatch(sent.strip())
        if not match:
            raise StaleVersion()
        return int(match[1])

    def expect_version(self, request: Request, version: int) -> None:
        """412 where `If-Match` was sent and names another version."""
        expected = self.expected_version(request)
        if expected is not None and expected != version:
            raise StaleVersion()
