"""Forms with files, as raw as an attacker would write them: `api.post("/users/profile/avatar", Form(image=data))`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

BOUNDARY = "sigma-boundary-7d1c"


@dataclass(frozen=True)
class File:
    """A file with the name and the type that the client claims, put into the form as they are."""

    data: bytes
    name: str = "picture.png"
    media_type: str = "image/png"


class Form(dict[str, Any]):
    """Fields in their order: texts, `File`s, and bytes, which are files of no special name."""

    content_type = f"multipart/form-data; boundary={BOUNDARY}"

    def raw(self) -> bytes:
        """The body."""
        parts = [self._part(name, value) for name, value in self.items()]
        return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()

    def _part(self, name: str, value: Any) -> bytes:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"'
        if isinstance(value, str):
            return f"{head}\r\n\r\n{value}\r\n".encode()
        file = File(value) if isinstance(value, bytes) else value
        head += f'; filename="{file.name}"\r\nContent-Type: {file.media_type}\r\n\r\n'
        return head.encode("utf-8", "surrogateescape") + file.data + b"\r\n"
