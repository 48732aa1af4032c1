"""A hostile corner of the network, on loopback: servers that misbehave, names whose answers change, canaries.

    def test_it_gives_up(hostile):
        hostile.names["slow.test"] = [["93.184.215.14"]]
        hostile.serves("/", trickle)
        fetching.fetch("https://slow.test/")

`hostile` stands in for the resolver, for what connects, and for the certificate authorities of the safe fetch; its
rules stay. Every public address leads to the one server, every other address to a canary, which counts who comes. The
server speaks TLS with a certificate of the test's own authority for whatever name is asked.
"""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from config.fetching import Ways, addresses, hops

PUBLIC, PUBLIC_TOO, PUBLIC_6 = "93.184.215.14", "151.101.1.6", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"

Serve = Callable[[socket.socket, str], None]


def answer(body: bytes = b"", *, status: str = "200 OK", length: int | None = None, **headers: str) -> Serve:
    """A well-formed answer."""
    lines = [f"HTTP/1.1 {status}"] + [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    lines.append(f"Content-Length: {len(body) if length is None else length}")
    return raw("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)


def raw(data: bytes) -> Serve:
    """These bytes, whatever they are."""
    return lambda connection, _request: connection.sendall(data)


def redirect(location: str, status: str = "302 Found") -> Serve:
    return answer(status=status, Location=location)


class Authority:
    """A certificate authority of the test's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A test's authority")])
        self.certificate = self._sign(self.name, self.key, None, is_authority=True)
        self.pem = folder / "authority.pem"
        self.pem.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))
        self._made: dict[str, ssl.SSLContext] = {}
        self._making = threading.Lock()

    def trusted(self) -> ssl.SSLContext:
        """What the safe fetch believes in a test: this authority alone."""
        made = ssl.create_default_context(cafile=str(self.pem))
        made.minimum_version = ssl.TLSVersion.TLSv1_2
        return made

    def context(self, host: str) -> ssl.SSLContext:
        """A server's side for `host`: `expired.test` is expired, `other.test` is another's, `self.test` self-signed."""
        with self._making:
            if host not in self._made:
                self._made[host] = self._make(host)
            return self._made[host]

    def _make(self, host: str) -> ssl.SSLContext:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host[:64])])
        made = self._sign(name, key, "elsewhere.test" if host == "other.test" else host, is_own=host == "self.test")
        path = self.folder / f"{len(self._made)}.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + made.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    def _sign(
        self, name: x509.Name, key: Any, host: str | None, *, is_authority: bool = False, is_own: bool = False
    ) -> x509.Certificate:
        now = datetime.datetime.now(datetime.UTC)
        end = now - datetime.timedelta(days=1) if host == "expired.test" else now + datetime.timedelta(days=2)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name if is_own else self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=9))
            .not_valid_after(end)
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        )
        if host:
            made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        return made.sign(key if is_own else self.key, hashes.SHA256())


class Listener:
    """A socket that listens, and a thread that takes whoever comes."""

    def __init__(self, address: str, take: Callable[[socket.socket], None]) -> None:
        self.address = address
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.socket = socket.socket(family, socket.SOCK_STREAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind((address, 0))
        self.socket.listen(64)
        self.port: int = self.socket.getsockname()[1]
        self.take = take
        self.came = 0
        threading.Thread(target=self._run, name=f"listener-{address}", daemon=True).start()

    def _run(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.came += 1
            threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError, ssl.SSLError), connection:
            connection.settimeout(10)
            self.take(connection)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


class Hostile:
    """Names, a server, canaries, and what was done to them."""

    def __init__(self, authority: Authority) -> None:
        self.authority = authority
        self.names: dict[str, list[list[str]]] = {}
        self.look_ups: list[str] = []
        self.connections: list[tuple[str, int]] = []
        self.requests: list[str] = []
        self.paths: dict[str, Serve] = {}
        self.at_once: Serve | None = None
        self.server = Listener("127.0.0.1", self._serve)
        self.canaries = {own: Listener(own, lambda connection: None) for own in own_addresses()}

    def serves(self, path: str, serve: Serve) -> None:
        """What the server does when `path` is asked for, under any name."""
        self.paths[path] = serve

    def resolve(self, host: str, _seconds: float) -> list[str]:
        """The next answer for a name; the last one stays. A name that nobody set is read as the system reads it."""
        self.look_ups.append(host)
        answers = self.names.get(host)
        if answers:
            return answers.pop(0) if len(answers) > 1 else answers[0]
        if host in {"localhost", socket.gethostname()} or host.endswith(".localhost"):
            return sorted(self.canaries)
        try:  # numbers in every spelling that the system knows
            found = socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
        except (OSError, UnicodeError):
            raise addresses.NameNotFound from None
        return [str(entry[4][0]) for entry in found]

    def connect(self, address: addresses.Address, port: int, seconds: float) -> socket.socket:
        """Public addresses lead to the server, any other to a canary: 443 there would be a service of ours."""
        self.connections.append((str(address), port))
        if addresses.is_public(address):
            return socket.create_connection(("127.0.0.1", self.server.port), timeout=seconds)
        canary = self.canaries.get(str(address), self.canaries["127.0.0.1"])
        return socket.create_connection((canary.address, canary.port), timeout=seconds)

    def ways(self) -> Ways:
        return Ways(resolve=self.resolve, connect=self.connect, trust=self.authority.trusted)

    @property
    def visits(self) -> int:
        """How many connections the canaries saw."""
        return sum(canary.came for canary in self.canaries.values())

    def _serve(self, connection: socket.socket) -> None:
        first = connection.recv(1, socket.MSG_PEEK)
        if self.at_once is not None:
            self.at_once(connection, "")
            return
        if first == b"\x16":
            connection = self._in_tls(connection)
        with connection:
            request = b""
            while b"\r\n\r\n" not in request:
                data = connection.recv(65_536)
                if not data:
                    return
                request += data
            text = request.decode("latin-1")
            self.requests.append(text)
            path = text.split(" ")[1]
            serve = self.paths.get(path) or self.paths.get(path.partition("?")[0]) or answer(status="404 Not Found")
            serve(connection, text)

    def _in_tls(self, connection: socket.socket) -> socket.socket:
        def choose(wrapped: ssl.SSLObject, host: str | None, _context: ssl.SSLContext) -> None:
            wrapped.context = self.authority.context(host or "nobody.test")

        outer = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        outer.load_cert_chain(self.authority.folder / "first.pem")
        outer.sni_callback = choose  # type: ignore[assignment] # a socket's wrapped object has the attribute too
        return outer.wrap_socket(connection, server_side=True)

    def close(self) -> None:
        for listener in (self.server, *self.canaries.values()):
            listener.close()


def own_addresses() -> list[str]:
    """Loopback in both families, and every address of this machine that can be listened on."""
    found = {"127.0.0.1"}
    candidates = {"::1"} | {str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None)}
    for target in ("192.0.2.1", "2001:db8::1"):  # no packet is sent: the kernel only says which address it would use
        family = socket.AF_INET6 if ":" in target else socket.AF_INET
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as trial:
            trial.connect((target, 9))
            candidates.add(trial.getsockname()[0])
    for each in candidates:
        address = ipaddress.ip_address(each.partition("%")[0])
        if not address.is_link_local and addresses.is_own(address):
            found.add(str(address))
    return sorted(found)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    made = Authority(tmp_path_factory.mktemp("authority"))
    made.context("first.test")
    (made.folder / "0.pem").rename(made.folder / "first.pem")
    return made


@pytest.fixture
def hostile(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hostile]:
    """The hostile corner, in place of the network."""
    made = Hostile(authority)
    monkeypatch.setattr(hops, "ways", made.ways())
    yield made
    made.close()


@pytest.fixture
def run_jobs(deliver: Callable[..., int]) -> Callable[[], int]:
    """Deliver what is owed and run the jobs that wait, until nothing is left; how many jobs ran. Each must succeed."""
    from config.jobs import registry, running
    from config.jobs.models import Outcome

    def run() -> int:
        count = 0
        deliver()
        while waiting := list(running.due().values_list("pk", "name")):
            for pk, name in waiting:
                declared, taken = registry.find(name), running.take_waiting(pk)
                assert declared is not None
                assert taken is not None
                done = running.perform(declared, taken)
                assert done.outcome == Outcome.DONE, done.error
                count += 1
            deliver()
        return count

    return run
