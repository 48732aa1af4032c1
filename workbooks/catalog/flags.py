"""What of this slice operators can switch: declared here, imported when the app is ready."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.flags import declare

REMIXES = declare("remixes", title=_("Members copy others' workbooks into drafts of their own"), on_by_default=True)
