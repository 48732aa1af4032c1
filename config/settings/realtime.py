"""The websocket gateway and its twin: how long frames are kept, and what one client may ask of it."""

from __future__ import annotations

from urllib.parse import urlsplit

from config.settings.base import BASE_URL, CORS_ALLOWED_ORIGINS, PORT, env

# For how many hours a client that was away can still get what it missed.
REALTIME_KEPT_HOURS = env.whole("REALTIME_KEPT_HOURS", 24, least=1, most=720)
# Sockets and streams of one member, in all processes together.
REALTIME_SOCKETS_A_MEMBER = env.whole("REALTIME_SOCKETS_A_MEMBER", 10, least=1, most=1_000)
# Messages of one client in a second, and channels that it listens to at a time.
REALTIME_MESSAGES_A_SECOND = env.whole("REALTIME_MESSAGES_A_SECOND", 30, least=1, most=10_000)
REALTIME_CHANNELS_A_SOCKET = env.whole("REALTIME_CHANNELS_A_SOCKET", 100, least=1, most=10_000)
# What waits for a client that reads slowly, in frames and in bytes, before it is closed.
REALTIME_BUFFER_FRAMES = env.whole("REALTIME_BUFFER_FRAMES", 1_000, least=10, most=1_000_000)
REALTIME_BUFFER_BYTES = env.whole("REALTIME_BUFFER_BYTES", 1_048_576, least=65_536, most=1_073_741_824)
# How long a socket may stay without saying whose it is, in seconds.
REALTIME_AUTH_SECONDS = env.whole("REALTIME_AUTH_SECONDS", 10, least=1, most=60)
# How often the table is looked at, and revocations are, in seconds.
REALTIME_POLL_SECONDS = 1.0
REALTIME_REVOCATION_SECONDS = 0.4
# How long a ticket for a socket is good, in seconds (accounts/auth).
SOCKET_TICKET_SECONDS = 30

_base = urlsplit(BASE_URL)
_host = _base.hostname or ""
# As passkeys have it: an installation on this machine is reached as localhost, too.
_local = [f"http://localhost:{PORT}"] if _host.replace(".", "").isdigit() or ":" in _host else []
# Which pages may open a socket: our own, and the front ends that the API answers.
REALTIME_ORIGINS = [f"{_base.scheme}://{_base.netloc}", *_local, *CORS_ALLOWED_ORIGINS]
