"""The project as it is, with that channel."""

from config.settings import *  # noqa: F403 - all of them, but for what follows
from config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.live"]
