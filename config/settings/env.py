"""Settings from the environment, each checked at start: a wrong value stops the start with a sentence naming it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")


class Env:
    """Reads variables, and keeps the names it was asked for, so that the documentation can be held to them."""

    def __init__(self, source: Mapping[str, str] | None = None) -> None:
        self.source = os.environ if source is None else source
        self.asked: dict[str, str] = {}

    def _read(self, name: str, default: T, parse: Callable[[str], T], must: str) -> T:
        self.asked[name] = must
        raw = self.source.get(name, "").strip()
        if raw == "":
            return default
        try:
            return parse(raw)
        except ValueError:
            shown = "" if "SECRET" in name or "KEY" in name or "URL" in name or "DSN" in name else f", not {raw!r}"
            raise ImproperlyConfigured(f"{name} must be {must}{shown}.") from None

    def text(self, name: str, default: str = "") -> str:
        return self._read(name, default, str, "a text")

    def whole(self, name: str, default: int, *, least: int = 0, most: int = 2**31 - 1) -> int:
        def parse(raw: str) -> int:
            value = int(raw)
            if not least <= value <= most:
                raise ValueError
            return value

        return self._read(name, default, parse, f"a whole number from {least} to {most}")

    def flag(self, name: str, default: bool) -> bool:
        words = {
            "1": True,
            "true": True,
            "yes": True,
            "on": True,
            "0": False,
            "false": False,
            "no": False,
            "off": False,
        }

        def parse(raw: str) -> bool:
            if raw.lower() not in words:
                raise ValueError
            return words[raw.lower()]

        return self._read(name, default, parse, "on or off")

    def words(self, name: str, default: list[str]) -> list[str]:
        return self._read(
            name, default, lambda raw: [word.strip() for word in raw.split(",") if word.strip()], "a list with commas"
        )

    def wholes(self, name: str, default: dict[str, int], *, least: int = 0, most: int = 2**31 - 1) -> dict[str, int]:
        """A whole number for each word of `default`, as `word:number` with commas; none left out, none twice."""

        def parse(raw: str) -> dict[str, int]:
            pairs = [part.partition(":") for part in raw.split(",")]
            values = {word.strip(): int(number) for word, _, number in pairs}
            if len(pairs) != len(default) or values.keys() != default.keys():
                raise ValueError
            if not all(least <= value <= most for value in values.values()):
                raise ValueError
            return {word: values[word] for word in default}

        shape = ",".join(f"{word}:{value}" for word, value in default.items())
        return self._read(name, default, parse, f"whole numbers from {least} to {most} as {shape}")

    def choice(self, name: str, default: str, allowed: list[str]) -> str:
        def parse(raw: str) -> str:
            if raw not in allowed:
                raise ValueError
            return raw

        return self._read(name, default, parse, "one of " + ", ".join(allowed))

    def rate(self, name: str, default: str) -> str:
        """A rate such as `100/minute`."""

        def parse(raw: str) -> str:
            count, _, unit = raw.partition("/")
            if int(count) < 1 or unit not in {"second", "minute", "hour", "day"}:
                raise ValueError
            return raw

        return self._read(name, default, parse, "a rate such as 100/minute (second, minute, hour or day)")

    def steps(self, name: str, default: list[tuple[int, str]], allowed: list[str]) -> list[tuple[int, str]]:
        """Ascending numbers, each with what it leads to: `3:mute,5:suspend`."""

        def parse(raw: str) -> list[tuple[int, str]]:
            found = [
                (int(number), word.strip()) for number, _, word in (step.partition(":") for step in raw.split(","))
            ]
            numbers = [number for number, _word in found]
            if numbers != sorted(set(numbers)) or numbers[0] < 1 or not {word for _, word in found} <= set(allowed):
                raise ValueError
            return found

        example = ",".join(f"{number}:{word}" for number, word in default)
        return self._read(name, default, parse, f"ascending steps such as {example}, of {', '.join(allowed)}")

    def url(self, name: str, default: str, schemes: list[str]) -> str:
        def parse(raw: str) -> str:
            parts = urlsplit(raw)
            if parts.scheme not in schemes or not (parts.netloc or parts.path):
                raise ValueError
            _ = parts.port
            return raw

        return self._read(name, default, parse, "a URL that begins with " + " or ".join(f"{s}://" for s in schemes))

    def database(self, name: str, default: dict[str, Any]) -> dict[str, Any]:
        """`postgres://user:password@host:port/name` or `sqlite:///path`, as Django's database settings."""

        def parse(raw: str) -> dict[str, Any]:
            parts = urlsplit(raw)
            path = unquote(parts.path.removeprefix("/"))
            if parts.scheme == "sqlite" and path:
                return {"ENGINE": "django.db.backends.sqlite3", "NAME": path}
            if parts.scheme in {"postgres", "postgresql"} and path:
                return {
                    "ENGINE": "config.postgresql",
                    "NAME": path,
                    "USER": unquote(parts.username or ""),
                    "PASSWORD": unquote(parts.password or ""),
                    "HOST": parts.hostname or "",
                    "PORT": str(parts.port or ""),
                }
            raise ValueError

        return self._read(name, default, parse, "postgres://USER:PASSWORD@HOST:PORT/NAME or sqlite:///PATH")
