"""Probes, at once and every week."""

from __future__ import annotations

from datetime import timedelta

from config.jobs import job
from workbooks.embeds import services
from workbooks.embeds.services.probing import RUN_EVERY


@job("workbooks.embeds.probe")
def probe(url_keys: list[str]) -> dict[str, int]:
    """Look at what is at these URLs, and draw the previews of those that are fine."""
    return services.run_probes(url_keys) | {"previews": services.draw_previews(url_keys)}


@job("workbooks.embeds.sweep_previews", every=timedelta(days=1))
def sweep_previews() -> dict[str, int]:
    """Remove previews' files that no row names any more."""
    return services.sweep_previews()


@job("workbooks.embeds.check_links", every=RUN_EVERY)
def check_links() -> dict[str, int]:
    """Look again at the URLs that are due; every one comes round once a week."""
    return services.check_links()
