"""The post office, the push service of browsers, and OneSignal, as one process that writes down whatever it is handed.

    with Providers(folder) as providers:
        Workers(app, **providers.variables)
        providers.takes()                       # [Take(at, provider, key, target), …] in the order in which they came

A message is written down before it is answered, under the key by which its provider would know a double: the Message-ID
of a mail, the topic of a web push, the idempotency key of a request to OneSignal. The process is nobody's child that a
trial kills, so what it wrote stands whatever happens to the sender.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import signal
import ssl
import subprocess
import sys
import time
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any, NamedTuple, Self
from uuid import UUID

from aiosmtpd.smtp import SMTP

from config.testing.hostile import Authority
from config.testing.servers import dying_with_us

ROOT = Path(__file__).resolve().parent.parent.parent.parent
MAIL, WEB_PUSH, ONESIGNAL = "mail", "web_push", "onesignal"
PUSH_HOST = "push.test"


class Take(NamedTuple):
    """A message that a provider took: when, which, under what key, and for whom."""

    at: float
    provider: str
    key: str
    target: str


class Providers:
    """The process, and what it has written down so far."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.authority = Authority(folder)
        self.authority.context(PUSH_HOST)  # which the process finds in the folder
        self._read: list[Take] = []
        self._offset = 0

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.tests.faults.providers", str(self.folder)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=dying_with_us(signal.SIGKILL),
        )
        assert self.process.stdout is not None
        self.ports: dict[str, int] = json.loads(self.process.stdout.readline())
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    @property
    def variables(self) -> dict[str, str]:
        """What a worker needs to know to send by them."""
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(self.ports[MAIL]),
            "ONESIGNAL_APP_ID": "app-of-the-trial",
            "ONESIGNAL_API_KEY": "key-of-the-trial",
            "ONESIGNAL_URL": f"http://127.0.0.1:{self.ports[ONESIGNAL]}/notifications",
            "TRIAL_PUSH_PORT": str(self.ports[WEB_PUSH]),
            "TRIAL_AUTHORITY": str(self.authority.pem),
        }

    def takes(self) -> list[Take]:
        """All that was taken so far."""
        with (self.folder / "takes").open("rb") as log:
            log.seek(self._offset)
            whole, newline, _begun = log.read().rpartition(b"\n")
        self._offset += len(whole) + len(newline)
        self._read += [Take(*json.loads(line)) for line in whole.splitlines()]
        return self._read


class Book:
    """The file of all takes, a line each, which is on its way to the reader before the sender has its answer."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("wb", buffering=0)

    def note(self, provider: str, key: str, target: str) -> None:
        self.file.write(json.dumps([time.monotonic(), provider, key, target]).encode() + b"\n")

    async def handle_EHLO(
        self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        """As most servers do, it takes commands in groups."""
        session.host_name = hostname
        return ["250-PIPELINING", *responses]

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        headers = BytesHeaderParser().parsebytes(envelope.content)
        self.note(MAIL, headers["Message-ID"].strip("<>").partition("@")[0], ",".join(envelope.rcpt_tos))
        return "250 OK"

    def web_push(self, path: str, headers: dict[str, str], _body: bytes) -> bytes:
        topic = base64.urlsafe_b64decode(headers["topic"] + "==")
        self.note(WEB_PUSH, str(UUID(bytes=topic)), f"https://{PUSH_HOST}{path}")
        return b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

    def onesignal(self, _path: str, _headers: dict[str, str], body: bytes) -> bytes:
        said = json.loads(body)
        key = said["idempotency_key"]
        self.note(ONESIGNAL, key, ",".join(said["include_subscription_ids"]))
        told = json.dumps({"id": f"os-{key}"}).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(told)}\r\n"
        return head.encode() + b"Connection: close\r\n\r\n" + told


async def answer(answering: Any, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One request and its answer; one that breaks off, its sender killed, was not taken."""
    with contextlib.suppress(OSError, asyncio.IncompleteReadError):
        head, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines if line)}
        body = await reader.readexactly(int(headers["content-length"]))
        writer.write(answering(head.split(" ")[1], headers, body))
        await writer.drain()
    with contextlib.suppress(OSError):
        writer.close()
        await writer.wait_closed()


async def serve(folder: Path) -> None:
    book, loop = Book(folder / "takes"), asyncio.get_running_loop()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(next(folder.glob("[0-9]*.pem")))
    here: tuple[str, int] = ("127.0.0.1", 0)
    servers = {
        MAIL: await loop.create_server(lambda: SMTP(book, hostname="post.test", loop=loop), *here),
        WEB_PUSH: await asyncio.start_server(lambda *ends: answer(book.web_push, *ends), *here, ssl=context),
        ONESIGNAL: await asyncio.start_server(lambda *ends: answer(book.onesignal, *ends), *here),
    }
    ports = {name: each.sockets[0].getsockname()[1] for name, each in servers.items()}
    sys.stdout.write(json.dumps(ports) + "\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
