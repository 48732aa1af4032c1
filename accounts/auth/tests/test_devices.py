"""What devices are called."""

from __future__ import annotations

import pytest

from accounts.auth.devices import device_name


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142 Safari/537.36 Edg/142",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/142 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) Version/26 Safari/604.1", "Safari on iPhone"),
        ("curl/8.5.0", "curl"),
        ("", ""),
        ("x" * 500, "x" * 80),
    ],
)
def test_a_device_is_called_by_program_and_system(agent, name):
    assert device_name(agent) == name
