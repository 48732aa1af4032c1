"""An installation's settings, with the rooms."""

from config.settings import *  # noqa: F403 - all of them, but for what follows
from config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "config.testing.rooms"]
