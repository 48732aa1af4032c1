"""The README's tour by curl, run as it stands there: `python -m config.testing.tour [BASE]`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).resolve().parent.parent.parent / "README.md"
BASE = "http://127.0.0.1:8000"


def script() -> str:
    """The one block of the README that is fenced as bash."""
    blocks = re.findall(r"^```bash\n(.*?)^```$", README.read_text(), re.DOTALL | re.MULTILINE)
    if len(blocks) != 1:
        raise LookupError(f"README.md has {len(blocks)} blocks fenced as bash; the tour must be the only one")
    return str(blocks[0])


def run(base_url: str = BASE) -> int:
    """Walk the tour against a served installation; the exit code of bash."""
    return subprocess.run(["bash", "-c", script()], env=os.environ | {"BASE": base_url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(run(*sys.argv[1:2]))
