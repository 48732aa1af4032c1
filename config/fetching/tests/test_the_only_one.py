"""No other code of ours asks the network for what a URL names."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
APPS = ("config", "accounts", "moderation", "social", "workbooks", "notifications", "analytics")
CLIENTS = {
    *("http.client", "urllib.request", "urllib3", "requests"),
    *("httpx", "httpx2", "httpcore", "httpcore2", "aiohttp", "h11"),
}
OUTSIDE = {"tests", "testing", "fetching", "migrations"}


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_the_safe_fetch_is_the_only_one():
    files = [path for app in APPS for path in (ROOT / app).rglob("*.py") if not OUTSIDE & set(path.parts)]
    assert len(files) > 100
    found = {str(path.relative_to(ROOT)): sorted(imported(path) & CLIENTS) for path in files}
    assert {name: clients for name, clients in found.items() if clients} == {}


def test_it_would_notice():
    assert imported(ROOT / "config/fetching/wire.py") & CLIENTS == {"h11"}
    assert imported(ROOT / "config/testing/holding.py") & CLIENTS == {"urllib.request"}
