"""`docs/asyncapi.yaml` and the gateway in step: no type, code or field in one that is not in the other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import jsonschema
import pytest
import yaml

from notifications.realtime import closing, messages
from notifications.realtime.consumer import DEEDS

ROOT = Path(__file__).resolve().parent.parent.parent.parent
DOCUMENT = yaml.safe_load((ROOT / "docs" / "asyncapi.yaml").read_text())
MESSAGES = DOCUMENT["components"]["messages"]


def name_of(key: str) -> str:
    return MESSAGES[key].get("name", key)


def of(operation: str) -> dict[str, dict[str, Any]]:
    """The messages of an operation by their type, with their schemas."""
    keys = [each["$ref"].rpartition("/")[2] for each in DOCUMENT["operations"][operation]["messages"]]
    return {name_of(key): MESSAGES[key]["payload"] for key in keys}


def validate(frame: dict[str, Any], schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator({**schema, "components": DOCUMENT["components"]}).validate(frame)


def told(frame: dict[str, Any]) -> None:
    """A frame of the gateway is as the document says."""
    known = of("tell")
    validate(frame, known.get(frame["type"], known["frame"]))


def test_every_message_of_a_client_is_in_both() -> None:
    assert set(of("say")) == set(messages.FIELDS) == set(DEEDS)
    for type_, schema in of("say").items():
        must, may = messages.FIELDS[type_]
        assert set(schema["properties"]) - {"type", "cid"} == set(must) | set(may), type_
        assert set(schema["required"]) - {"type"} == set(must), type_


def test_every_closing_code_is_in_both() -> None:
    documented = {(each["code"], each["reason"]) for each in DOCUMENT["x-closing-codes"]}
    assert documented == {(each.code, each.reason) for each in closing.CLOSINGS}


def test_every_type_and_code_that_the_gateway_says_is_documented() -> None:
    sources = "".join(path.read_text() for path in (ROOT / "notifications" / "realtime").glob("*.py"))
    said = set(re.findall(r'(?:\bsay|\banswer)\(\s*"([a-z_.]+)"', sources)) | {"resumed", "reset", "typing"}
    assert said == set(of("tell")) - {"frame"}
    codes = set(re.findall(r'refuse\(\s*"([a-z_]+)"', sources)) | set(re.findall(r'Wrong\("([a-z_]+)"', sources))
    assert codes == set(MESSAGES["error"]["payload"]["allOf"][1]["properties"]["data"]["properties"]["code"]["enum"])


def test_every_message_stands_in_the_channel() -> None:
    assert set(DOCUMENT["channels"]["socket"]["messages"]) == set(MESSAGES)
    for operation in DOCUMENT["operations"].values():
        for each in operation["messages"]:
            assert each["$ref"].rpartition("/")[2] in MESSAGES


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "auth"},
        {"type": "auth", "token": "a", "ticket": "b"},
        {"type": "subscribe"},
        {"type": "resume", "channel": "user", "seq": -1},
        {"type": "ping", "more": 1},
    ],
)
def test_the_document_refuses_what_the_gateway_refuses(frame: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        validate(frame, of("say")[frame["type"]])


def test_what_is_said_and_told_on_a_socket_is_as_the_document_says(rooms: Any) -> None:
    ana, ben = (rooms.member(f"{name}-{uuid4().hex[:12]}") for name in ("ana", "ben"))
    rooms.do("follow", who=ben.username, whom=ana.username)
    channel = f"room:{ana.id}"
    said = [
        {"type": "subscribe", "channel": channel},
        {"type": "subscribe", "channel": "feed"},
        {"type": "subscribe", "channel": "staff", "cid": "a"},
        {"type": "resume", "channel": channel, "seq": 0},
        {"type": "resume", "channel": "feed", "seq": 99},
        {"type": "ack", "channel": channel, "seq": 1},
        {"type": "ping"},
        {"type": "auth", "token": ben.token},
        {"type": "auth", "ticket": "nothing"},
        {"type": "typing", "channel": channel},
    ]
    with rooms.connect(ben) as his, rooms.connect(ana) as hers:
        hers.ask("subscribe", channel=channel)
        rooms.post((channel, "said", {"n": 1}))
        hers.next("said")
        for each in said:
            validate(each, of("say")[each["type"]])
            fields = {"cid": f"s{len(his.seen)}"} | each
            his.say(fields.pop("type"), **fields)
        hers.next("typing")
        his.next("resumed")
        his.ask("unsubscribe", channel=channel)
        for frame in [*his.seen, *hers.seen]:
            told(frame)
    types = {frame["type"] for frame in [*his.seen, *hers.seen]}
    assert {"welcome", "subscribed", "unsubscribed", "resumed", "reset", "pong", "error", "typing", "said"} <= types
