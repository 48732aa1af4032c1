"""What becomes of the second step in exports and in erasure: when and by what, and never a secret."""

from __future__ import annotations

from config.privacy import Delete, Export, NotExported, register

_SEALED = "what the member's app makes its codes from, a secret"
_KEY = "what a device proves itself by; it lies in the device too"
_DIGEST = "of a code, a secret"


def declare() -> None:
    register(
        "accounts.Enrolment",
        of="user",
        export=Export(
            left_out={
                "totp_secret": _SEALED,
                "next_secret": _SEALED,
                "next_session_id": "which session set up what waits",
                "totp_last_step": "which code was used last",
            }
        ),
        erase=Delete(),
    )
    register("accounts.RecoveryCode", of="user", export=Export(left_out={"digest": _DIGEST}), erase=Delete())
    register(
        "accounts.MailedCode",
        of="user",
        export=Export(left_out={"digest": _DIGEST, "bound_to": "which sign-in of ours the code was for"}),
        erase=Delete(),
    )
    register(
        "accounts.Passkey",
        of="user",
        export=Export(left_out={"credential_id": _KEY, "public_key": _KEY, "sign_count": _KEY}),
        erase=Delete(),
    )
    register(
        "accounts.Ceremony", of="user", export=NotExported("a challenge under way, gone in minutes"), erase=Delete()
    )
    register(
        "accounts.PendingSignIn", of="user", export=NotExported("a sign-in under way, gone in minutes"), erase=Delete()
    )
