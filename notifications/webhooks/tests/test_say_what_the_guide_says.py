"""The guide's own examples verify what is sent, and it names every type and every rule."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from notifications.webhooks import sending
from notifications.webhooks.errors import REASONS, WebhookUrlRefused
from notifications.webhooks.opened import OPEN
from notifications.webhooks.signing import new_secret
from notifications.webhooks.tests.trial import waiting

pytestmark = pytest.mark.django_db

GUIDE = (Path(__file__).resolve().parents[3] / "docs" / "guides" / "webhooks.md").read_text()


def example(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
    assert found
    return found[1]


def test_the_python_of_the_guide_verifies_what_is_sent(issued, receiver):
    names: dict[str, Any] = {}
    exec(example("python"), names)  # the guide's own words
    waiting(issued)
    sending.send_due()
    (came,) = receiver.asked
    assert names["receive"](came.headers, came.body, issued.secret) == came.said
    with pytest.raises(Exception, match="No matching signature"):
        names["receive"](came.headers, came.body, new_secret())


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")
def test_the_typescript_of_the_guide_verifies_what_is_sent(issued, receiver, tmp_path):
    waiting(issued)
    sending.send_due()
    (came,) = receiver.asked
    # Node takes JavaScript: the types are left out.
    signature = re.compile(r"\(headers: .*?\): unknown")
    script = signature.sub("(headers, body, secret)", example("typescript"))
    assert ": string" not in script
    asked = json.dumps([came.headers, came.body.decode(), issued.secret, new_secret()])
    script += f"""
const [headers, body, secret, other] = {asked};
console.log(JSON.stringify(receive(headers, Buffer.from(body), secret)));
try {{
  receive(headers, Buffer.from(body), other);
  console.log("taken");
}} catch (error) {{
  console.log(error.message);
}}
"""
    (tmp_path / "receive.mjs").write_text(script)
    said = subprocess.run(["node", "receive.mjs"], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60)
    verified, refused = said.stdout.splitlines()
    assert json.loads(verified) == came.said
    assert refused == "not ours"


def test_every_type_is_named():
    named = {
        f"{first.partition('.')[0]}{more}"
        for group in re.findall(r"`\w+\.\w+`(?:,\s+`\.\w+`)*", GUIDE)
        for first, *others in [re.findall(r"`([\w.]+)`", group)]
        for more in ["." + first.partition(".")[2], *others]
    }
    assert set(OPEN) <= named


def test_every_refusal_of_the_parser_has_its_sentence():
    from config.fetching import urls

    codes = set(re.findall(r'UrlRefused\("(\w+)"\)', Path(urls.__file__).read_text()))
    assert codes <= set(REASONS)
    for code in REASONS:
        assert WebhookUrlRefused(code).errors[0].message
