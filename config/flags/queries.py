"""Flags as operators see them: what is declared, and for whom each is on, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.flags import registry
from config.flags.models import Flag, Group


@dataclass(frozen=True, slots=True)
class Shown:
    """One flag. `whom` says for whom it is on; `is_declared` whether any code still asks for it."""

    name: str
    title: str
    whom: str
    is_declared: bool


def flags() -> list[Shown]:
    """Every declared flag and every row, by name."""
    groups = Prefetch("groups", Group.objects.order_by("name"))
    rows = {
        flag.name: flag for flag in Flag.objects.prefetch_related(groups).annotate(named=Count("users", distinct=True))
    }
    known = {declared.name: declared for declared in registry.declared()}
    shown = []
    for name in sorted({*rows, *known}):
        default = Flag(name=name, everyone=known[name].on_by_default) if name in known else None
        flag = rows.get(name) or default
        assert flag is not None
        title = str(known[name].title) if name in known else ""
        shown.append(Shown(name, title, whom(flag, saved=name in rows), name in known))
    return shown


def whom(flag: Flag, *, saved: bool = True) -> str:
    """For whom the flag is on, in one line."""
    if flag.everyone is not None:
        return _("everyone") if flag.everyone else _("nobody")
    parts = []
    if flag.percent:
        parts.append(_("%(percent)s %% of members") % {"percent": f"{flag.percent.normalize():f}"})
    if flag.roles:
        parts.append(_("roles: %s") % ", ".join(flag.roles))
    if saved:
        named = getattr(flag, "named", None)
        if named is None:
            named = flag.users.count()
        if named:
            parts.append(ngettext("%d named member", "%d named members", named) % named)
        parts += [_("group %s") % group.name for group in flag.groups.all()]
    return "; ".join(parts) or _("nobody")
