"""What is handed to an SMTP server reads as Python's own writer would have written it."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest
from django.core.mail import BadHeaderError

from config.db import uuid7
from notifications.delivery.providers import Message
from notifications.delivery.providers.mailed import compose
from notifications.delivery.tests.trial import Words

TEXTS = {
    "plain": "Hello Ben,\n\nana follows you.\n",
    "without an end": "Hello",
    "of other letters": "Grüße, 你好 😀\nzweite Zeile\n",
    "of one very long line": "word " * 500,
    "of one very long line of other letters": "wörter " * 500,
    "of dots": ".\n..\n.end\n",
    "of odd ends": "one\r\ntwo\rthree\nfour",
    "of what looks like headers": "From: x\n\n--=_0_=\nTo: y",
}


def mail_of(text="Some text", html="<p>Some text</p>", subject="A subject", address="a@example.com", **more):
    words = Words(subject=subject, text=text, html=html)
    return compose(Message(delivery_id=uuid7(), type="user.followed", words=words, address=address, **more))


def read(raw: bytes):
    return message_from_bytes(raw, policy=policy.default)


def plainly(text: str) -> str:
    return "\n".join(text.splitlines()).rstrip("\n")


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("html", ["", "<p>Grüße</p>\n"], ids=["text alone", "with html"])
def test_a_mail_reads_as_djangos_does(text, html):
    mail = mail_of(text, html)
    ours, theirs = read(mail.written()), read(mail.message().as_bytes(linesep="\r\n"))
    assert ours.get_content_type() == theirs.get_content_type()
    for kind in ("plain", "html") if html else ("plain",):
        part, other = ours.get_body((kind,)), theirs.get_body((kind,))
        assert plainly(part.get_content()) == plainly(other.get_content())
        assert part.get_content_charset() == "utf-8"
    assert [ours[name] for name in theirs if name != "Content-Type"] == [
        theirs[name] for name in theirs if name != "Content-Type"
    ]


@pytest.mark.parametrize("subject", ["Überraschung 😀", "a " * 300, "ü " * 300, "x" * 2_000], ids=range(4))
def test_a_subject_comes_as_it_was_said(subject):
    raw = mail_of(subject=subject).written()
    assert " ".join(str(read(raw)["Subject"]).split()) == " ".join(subject.split())


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_line_is_longer_than_smtp_allows_and_each_ends_as_it_wants(text):
    raw = mail_of(text, subject="ü" * 300).written()
    lines = raw.split(b"\r\n")
    assert raw.endswith(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert not any(b"\r" in line or b"\n" in line for line in lines)


@pytest.mark.parametrize("address", ["a@example.com", "o'neil+x@sub.example.org", "a.b-c_d@xn--bcher-kva.example"])
def test_plain_addresses_stay_what_they_are(address):
    assert read(mail_of(address=address).written())["To"] == address


def test_an_address_of_another_script_is_written_for_the_wire():
    assert b"To: a@xn--bcher-kva.example\r\n" in mail_of(address="a@bücher.example").written()


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"], ids=["lf", "cr", "crlf"])
def test_a_header_never_becomes_two(end):
    mail = mail_of()
    mail.extra_headers["X-Note"] = f"one{end}Bcc: b@example.com"
    with pytest.raises(BadHeaderError, match="X-Note"):
        mail.written()


def test_a_subject_of_two_lines_is_one():
    found = read(mail_of(subject="one\r\nBcc: b@example.com").written())
    assert (found["Subject"], found["Bcc"]) == ("one Bcc: b@example.com", None)


@pytest.mark.parametrize("address", ["a@example.com\r\nBcc: b@example.com", "a@b, c@d"])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(ValueError, match="Invalid address"):
        mail_of(address=address).written()
