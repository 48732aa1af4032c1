"""Mail to an SMTP server in as few round trips as it allows: two a mail where it takes commands in groups (RFC 2920).

Everything about the connection (its opening, TLS, signing in, its end) is Django's.
"""

from __future__ import annotations

import re
import smtplib
from email.utils import parseaddr
from functools import lru_cache
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

from notifications.delivery.providers import written

_LINE_OF_A_DOT = re.compile(rb"(?m)^\.")
_GONE = 421  # the server ends the connection with this answer
_TAKEN = (250, 251)
_GO_ON = 354


class GroupingBackend(EmailBackend):
    """Django's backend, which hands mails over by `hand_over`."""

    def _send(self, mail: Any) -> bool:
        sender = written.sender(mail.from_email)
        (recipient,) = (written.bare(each) for each in mail.recipients())
        assert self.connection is not None  # `send_messages` has opened it
        hand_over(self.connection, sender, recipient, mail.written())
        return True


def hand_over(smtp: smtplib.SMTP, sender: str, recipient: str, content: bytes) -> None:
    """Hand one mail over. Raises what `smtplib` raises where a server refuses the sender, the recipient or the mail."""
    smtp.ehlo_or_helo_if_needed()
    if not smtp.has_extn("pipelining"):
        smtp.sendmail(sender, [recipient], content)
        return
    _introduce(smtp, sender, recipient, len(content))
    # Each line ends as SMTP wants it already.
    smtp.send(_LINE_OF_A_DOT.sub(b"..", content) + b".\r\n")
    code, said = smtp.getreply()
    if code != 250:
        _forget(smtp, code)
        raise smtplib.SMTPDataError(code, said)


def _introduce(smtp: smtplib.SMTP, sender: str, recipient: str, size: int) -> None:
    """Say from whom, to whom, and that the mail follows, in one group; returns once the server waits for the mail."""
    size_of_it = f" size={size}" if smtp.has_extn("size") else ""
    smtp.send(f"MAIL FROM:{_quoted(sender)}{size_of_it}\r\nRCPT TO:{_quoted(recipient)}\r\nDATA\r\n")
    refused: smtplib.SMTPException | None = None
    code, said = smtp.getreply()
    if code != 250:
        refused = smtplib.SMTPSenderRefused(code, said, parseaddr(sender)[1])
    if code != _GONE:
        code, said = smtp.getreply()
        if code not in _TAKEN and refused is None:
            refused = smtplib.SMTPRecipientsRefused({recipient: (code, said)})
    if code != _GONE:
        code, said = smtp.getreply()
        if code == _GO_ON and refused is not None:
            # It waits for a mail that has nobody to go to: an empty one, which it refuses.
            smtp.send(b".\r\n")
            code, said = smtp.getreply()
        elif code != _GO_ON and refused is None:
            refused = smtplib.SMTPDataError(code, said)
    if refused is not None:
        _forget(smtp, code)
        raise refused


@lru_cache(maxsize=1_000)
def _quoted(address: str) -> str:
    return smtplib.quoteaddr(address)


def _forget(smtp: smtplib.SMTP, code: int) -> None:
    """After a refusal, have the server begin anew with the next mail."""
    if code == _GONE:
        smtp.close()
        return
    try:
        smtp.rset()
    except smtplib.SMTPServerDisconnected:
        return  # its next mail opens a connection of its own
