"""The envelope of a frame, encoded once for all who get it: `{"id","type","channel","seq","ts","data"}`."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import msgspec

from config.realtime.channels import shown_name

MOST_BYTES = 60_000
"""How long the data of one frame may be, encoded: a client takes messages of 64 KiB."""


def encoded(data: dict[str, Any]) -> str:
    """The data as JSON; refused where a database or a client could not take it."""
    if not isinstance(data, dict):
        raise TypeError("the data of a frame are an object")
    text = msgspec.json.encode(data).decode()
    if len(text) > MOST_BYTES:
        raise ValueError(f"the data of a frame are longer than {MOST_BYTES} bytes")
    if "\\u0000" in text:
        _refuse_nul(msgspec.json.decode(text))
    return text


def _refuse_nul(value: Any) -> None:
    if isinstance(value, str):
        if "\x00" in value:
            raise ValueError("the data of a frame hold a NUL")
    elif isinstance(value, dict):
        for key, inner in value.items():
            _refuse_nul(key)
            _refuse_nul(inner)
    elif isinstance(value, list):
        for inner in value:
            _refuse_nul(inner)


def envelope(*, id: str, type: str, channel: str, seq: int | None, at: datetime, data: str) -> str:
    """The text of a frame. Names and ids are of letters that JSON leaves alone; `data` is encoded already."""
    ts = _written(at)
    number = "null" if seq is None else seq
    return f'{{"id":"{id}","type":"{type}","channel":"{shown_name(channel)}","seq":{number},"ts":"{ts}","data":{data}}}'


@lru_cache(maxsize=16)
def _written(at: datetime) -> str:
    # Many frames are of one moment.
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
