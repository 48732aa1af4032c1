"""The request as endpoints see it. At run time it is DRF's own; to the type checker its `user` is a viewer of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework.request import Request as DrfRequest

if TYPE_CHECKING:

    class Request(DrfRequest):
        """`user` is accounts' `Principal`, which the ground cannot name, or `config.roles.ANONYMOUS`."""

        user: Any

else:
    Request = DrfRequest
