"""Members with a second step: `with_app(owner)` gives the app and the recovery codes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import pyotp

from accounts.mfa import services, totp
from accounts.mfa.models import Enrolment
from config import clock
from config.testing.authenticator import Authenticator
from config.testing.cast import PASSWORD
from config.testing.client import Api

PROOF = {"current_password": PASSWORD}


@dataclass
class App:
    """An app on a member's phone, and the codes on their paper."""

    secret: str
    codes: list[str]

    def code(self, steps: int = 0) -> str:
        """What the app shows now, or so many steps of half a minute away."""
        step = int(clock.now().timestamp()) // totp.STEP_SECONDS + steps
        return str(pyotp.TOTP(self.secret).generate_otp(step))


def with_app(person: Any) -> App:
    """Turn an app on; its present code is still good afterwards, as if that had been a while ago."""
    made = services.set_up_totp(actor=person, proof=PROOF)
    app = App(made.secret, [])
    app.codes = services.confirm_totp(actor=person, code=app.code())
    Enrolment.objects.filter(user_id=person.pk).update(totp_last_step=0)
    return app


def with_passkey(person: Any, device: Authenticator | None = None, name: str = "My phone") -> Authenticator:
    """Add a passkey that lies in a device of software."""
    device = device or Authenticator()
    made = device.make(services.new_passkey_options(actor=person, proof=PROOF))
    services.add_passkey(actor=person, name=name, answer=json.dumps(made))
    return device


def ask_in(api: Any, name: str = "owner", password: str = PASSWORD) -> str:
    """Give the right password at the API; the token of the second step."""
    answer = api.post("/auth/login", {"username": name, "password": password})
    assert answer.json()["mfa_required"] is True, answer.content
    return str(answer.json()["mfa_token"])


def six_digits(mail: Any) -> str:
    """The code in a mail."""
    (code,) = re.findall(r"^(\d{6})$", mail.body, re.MULTILINE)
    return str(code)


def verify(token: str, code: str, method: str = "totp") -> Any:
    """Give a code for the second step at the API."""
    return Api().post("/auth/mfa/verify", {"mfa_token": token, "method": method, "code": code})


def wrong(app: App) -> str:
    """Six digits that are no code of these minutes."""
    good = {app.code(step) for step in range(-20, 21)}
    return next(code for code in (f"{number:06}" for number in range(1000)) if code not in good)
