"""Reading what clients say, strictly."""

from __future__ import annotations

import pytest

from notifications.realtime.messages import Unreadable, Wrong, read


@pytest.mark.parametrize(
    "text",
    [
        "", "nothing", "[]", "1", "null", '"ping"', "{}", '{"type":1}', '{"type":null}', '{"type":"ping","type"',
        '{"type":"ping","cid":"\\u0000"}', '{"type":"ping","cid":"\\ud800"}', '{"type":"ping","x":1e999}',
        '{"type":"ping","x":' + "[" * 500 + "]" * 500 + "}", '{"type":"ping","x":' + "9" * 5_000 + "}",
    ],
)  # fmt: skip
def test_what_is_no_message_is_unreadable(text):
    with pytest.raises(Unreadable):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        '{"type":"chat.message"}', '{"type":"websocket.disconnect"}', '{"type":"__init__"}', '{"type":"_auth"}',
        '{"type":"close"}', '{"type":"PING"}', '{"type":"ping","cid":7}', '{"type":"ping","cid":"' + "x" * 65 + '"}',
        '{"type":"subscribe","channel":"' + "x" * 5_000 + '"}', '{"type":"resume","channel":"user","seq":1.0}',
        '{"type":"resume","channel":"user","seq":9223372036854775807,"more":1}',
    ],
)  # fmt: skip
def test_what_is_in_no_table_is_refused(text):
    with pytest.raises(Wrong):
        read(text)


def test_a_message_has_its_fields_and_what_is_to_be_echoed():
    said = read('{"type":"resume","channel":"user","seq":7,"cid":"a"}')
    assert (said.type, said.fields, said.cid) == ("resume", {"channel": "user", "seq": 7}, "a")
