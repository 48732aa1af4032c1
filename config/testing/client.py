"""The API as a test sees it: `api.as_(owner).post("/workbooks", {...})`, paths relative to /api/v1."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from django.test import Client

from accounts.auth import services as auth
from config.testing.forms import Form

ROOT = "/api/v1"


class Api:
    """A client of the REST API; anonymous until `as_`."""

    def __init__(self, token: str | None = None, **headers: str) -> None:
        self.client = Client(raise_request_exception=False)
        self.token = token
        self.headers = headers

    def as_(self, person: Any) -> Api:
        """The same API with a session of `person`."""
        return Api(auth.open_session(user=person).access)

    def with_token(self, token: str) -> Api:
        return Api(token)

    def request(
        self, method: str, path: str, body: Any = None, *, params: Any = None, absolute: bool = False, **headers: str
    ) -> Any:
        sent = {"Content-Type": "application/json"} | {
            n.replace("_", "-"): v for n, v in (self.headers | headers).items()
        }
        if self.token:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        content_type = sent.pop("Content-Type")
        if isinstance(body, Form):
            content_type, body = body.content_type, body.raw()
        raw = body if isinstance(body, bytes | str) else b"" if body is None else msgspec.json.encode(body)
        path = path if absolute or path.startswith(("/api", "http")) else ROOT + path
        extra = {"query_params": params} if params else {}
        return self.client.generic(method, path, raw, content_type=content_type, headers=sent, **extra)

    def get(self, path: str, params: Any = None, **headers: str) -> Any:
        return self.request("GET", path, params=params, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.request("POST", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.request("PUT", path, body, **headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.request("PATCH", path, body, **headers)

    def delete(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.request("DELETE", path, body, **headers)


def body_of(answer: Any) -> bytes:
    """The body of an answer, also of one that is streamed."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def codes(answer: Any) -> dict[str, str]:
    """The fields of a problem answer and their codes."""
    return {error["field"]: error["code"] for error in json.loads(answer.content).get("errors", [])}
