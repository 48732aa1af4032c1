"""The flag that push stands behind."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.flags import declare

PUSH = declare("push", title=_("Members are reached in browsers and apps by push messages"), on_by_default=True)
