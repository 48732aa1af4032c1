"""`make pictures`: the pages as they look now, for the README and the guides.

Starts an installation with the demo's data in a folder and on a port of its own, photographs its pages in Chromium, and
writes `docs/pictures/NAME-SCHEME-WIDTH.webp`. Dates and the tints of things without a picture differ each time.
"""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from PIL import Image

from config.testing.browser import CHROMIUM, DESKTOP, FLAGS, PHONE
from config.testing.smoke import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "docs" / "pictures"
MOST_BYTES = 1_000_000
HEIGHTS = {DESKTOP: 900, PHONE: 844}
SCHEMES = ("light", "dark")
QUALITY = 82


def manage(*arguments: str, environment: dict[str, str]) -> str:
    """What a command of the installation says."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout


def wait_for(base: str, server: subprocess.Popen[bytes]) -> None:
    """Until it answers; gives up after a minute and a half."""
    for _ in range(450):
        if server.poll() is not None:
            raise SystemExit("pictures: the server ended before it answered")
        try:
            urllib.request.urlopen(f"{base}/health/live", timeout=2).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("pictures: the server does not answer")


def workbook_of(base: str, title: str) -> str:
    """The path of the demo's workbook of that title."""
    with urllib.request.urlopen(f"{base}/api/v1/workbooks", timeout=20) as answer:
        listed = json.load(answer)["results"]
    return next(f"/w/{workbook['id']}" for workbook in listed if workbook["title"] == title)


def sign_in(page: Any, username: str, password: str) -> None:
    """As a person would."""
    page.goto("/sign-in")
    page.locator("#id_username").fill(username)
    page.locator("#id_password").fill(password)
    page.locator("main button").first.click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def save(shot: bytes, name: str) -> int:
    """Write a picture; returns its bytes."""
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    file = FOLDER / f"{name}.webp"
    picture.save(file, "WEBP", quality=QUALITY, method=6)
    return file.stat().st_size


def _bar(height: int) -> str:
    colour = "#f28e2b" if height > 70 else "#4e79a7"
    return (
        f'<svg viewBox="0 0 1 1" preserveAspectRatio="none" width="7%" height="{height}%">'
        f'<rect width="1" height="1" fill="{colour}"/></svg>'
    )


STAND_IN = (
    '<!doctype html><html lang="en"><title>A source</title><style>html, body { height: 100% } body { margin: 0; '
    "box-sizing: border-box; display: flex; gap: 2%; align-items: end; justify-content: center; padding: 4%; "
    f"background: #fff }}</style>{''.join(map(_bar, (34, 46, 41, 58, 64, 52, 71, 66, 83, 78, 92)))}"
)
"""What stands in the frames of sources, which are not asked: the pictures are taken without a network."""


def stand_in(route: Any) -> None:
    route.fulfill(content_type="text/html", body=STAND_IN)


def photograph(base: str, passwords: dict[str, str]) -> int:
    """Take every picture; returns how many bytes they have together."""
    from playwright.sync_api import sync_playwright

    open_pages = {
        "start": "/",
        "workbook": workbook_of(base, "Sales at a glance"),
        "member": "/u/ana",
        "sign-in": "/sign-in",
    }
    total = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for scheme in SCHEMES:
            for width, height in HEIGHTS.items():
                window = {"width": width, "height": height}
                context = browser.new_context(base_url=base, color_scheme=scheme, viewport=window, locale="en")
                context.route(lambda url: not url.startswith(base), stand_in)
                page = context.new_page()
                for name, path in open_pages.items():
                    page.goto(path, wait_until="networkidle")
                    total += save(page.screenshot(), f"{name}-{scheme}-{width}")
                sign_in(page, "demo-admin", passwords["demo-admin"])
                page.goto("/admin/", wait_until="networkidle")
                total += save(page.screenshot(), f"admin-{scheme}-{width}")
                context.close()
        browser.close()
    return total


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="sigma-pictures-") as data:
        kept = {
            name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL", "BASE_URL"}
        }
        environment = kept | {"DATA_DIR": data, "PORT": str(port), "LOG_LEVEL": "ERROR", "THROTTLES": "off"}
        manage("migrate", "--verbosity", "0", environment=environment)
        said = manage("seed_demo", environment=environment)
        passwords = dict(re.findall(r"^  \S+ +(\S+) +(\S+)$", said, re.MULTILINE))
        command = [sys.executable, "manage.py", "serve", "--no-background"]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        try:
            wait_for(base, server)
            total = photograph(base, passwords)
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=30)
    print(f"pictures: {len(list(FOLDER.glob('*.webp')))} in {FOLDER.relative_to(ROOT)}, {total // 1000} kB")
    return int(total > MOST_BYTES)


if __name__ == "__main__":
    raise SystemExit(main())
