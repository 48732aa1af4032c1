"""The deeds of embeds: probing what is at a URL, signing views, keeping sources and their keys."""

from workbooks.embeds.services.keeping import keep_signing_key, keep_source, remove_signing_key, reseal_signing_keys
from workbooks.embeds.services.previewing import draw_previews, sweep_previews
from workbooks.embeds.services.probing import ask_probe, check_links, forget_urls, plan_probes, run_probes
from workbooks.embeds.services.signing import SignedView, sign_view

__all__ = [
    "SignedView",
    "ask_probe",
    "check_links",
    "draw_previews",
    "forget_urls",
    "keep_signing_key",
    "keep_source",
    "plan_probes",
    "remove_signing_key",
    "reseal_signing_keys",
    "run_probes",
    "sign_view",
    "sweep_previews",
]
