"""`flags`: which there are and for whom they are on; switching them; who is in a group."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from config.errors import DomainError
from config.flags import queries, services
from config.flags.queries import Shown


class Command(BaseCommand):
    help = (
        "`flags list` shows every feature flag; `flags set NAME …` decides for whom one is on (what is left out stays);"
        " `flags group NAME …` shows a group of members and changes it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", nargs="?", default="list", choices=["list", "set", "group"])
        parser.add_argument("name", nargs="?", default="", help="of the flag or the group")
        whole = parser.add_mutually_exclusive_group()
        whole.add_argument("--everyone", action="store_true", help="on for everyone, visitors too")
        whole.add_argument("--nobody", action="store_true", help="off for everyone")
        whole.add_argument("--some", action="store_true", help="on for whom the rest says")
        parser.add_argument("--percent", metavar="P", help="for so many members of a hundred, always the same ones")
        parser.add_argument("--role", action="append", metavar="ROLE", help="for this role; repeatable, replaces")
        parser.add_argument("--member", action="append", metavar="USERNAME", help="for them; repeatable, replaces")
        parser.add_argument("--group", action="append", metavar="NAME", help="for this group; repeatable, replaces")
        parser.add_argument("--clear", action="store_true", help="take the old percentage, roles, members, groups out")
        parser.add_argument("--add", action="append", default=[], metavar="USERNAME", help="bring into the group")
        parser.add_argument("--remove", action="append", default=[], metavar="USERNAME", help="take out of the group")
        parser.add_argument("--reason", default="", help="kept in the audit")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] != "list" and not options["name"]:
            raise CommandError(f"Say which: flags {options['act']} NAME.")
        try:
            {"list": self._list, "set": self._set, "group": self._group}[options["act"]](options)
        except DomainError as refused:
            raise CommandError(" ".join(error.message for error in refused.errors) or refused.message) from None

    def _list(self, options: dict[str, Any]) -> None:
        for shown in queries.flags():
            self._say(shown)

    def _say(self, shown: Shown) -> None:
        self.stdout.write(f"{shown.name:<24} {shown.whom}" + ("" if shown.is_declared else "  (no code asks for it)"))

    def _set(self, options: dict[str, Any]) -> None:
        changes: dict[str, Any] = {}
        if options["clear"]:
            changes = {"percent": None, "roles": [], "users": [], "groups": []}
        for option, name in (("percent", "percent"), ("role", "roles"), ("group", "groups")):
            if options[option] is not None:
                changes[name] = options[option]
        if options["member"] is not None:
            changes["users"] = self._ids(options["member"])
        if options["everyone"] or options["nobody"]:
            changes["everyone"] = options["everyone"]
        elif options["some"] or changes:
            changes["everyone"] = None
        if not changes:
            raise CommandError("Say for whom: --everyone, --nobody, --percent, --role, --member, --group.")
        services.change_flag(name=options["name"], actor=None, changes=changes, reason=options["reason"])
        for shown in queries.flags():
            if shown.name == options["name"]:
                self._say(shown)

    def _group(self, options: dict[str, Any]) -> None:
        add, remove = self._ids(options["add"]), self._ids(options["remove"])
        group = services.change_group(
            name=options["name"], actor=None, add=add, remove=remove, reason=options["reason"]
        )
        count = group.members.count()
        self.stdout.write(f"{group.name}: {count} member{'' if count == 1 else 's'}")
        for member in group.members.order_by("username")[:100]:
            self.stdout.write(f"  {member.get_username()}")

    def _ids(self, usernames: list[str]) -> list[UUID]:
        people = get_user_model()._default_manager
        ids = []
        for username in usernames:
            person = people.filter(**{get_user_model().USERNAME_FIELD: username.lower()}).first()
            if person is None:
                raise CommandError(f"No member is called {username!r}.")
            ids.append(person.pk)
        return ids
