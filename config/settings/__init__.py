"""All settings, from the environment alone. `docs/guides/configuration.md` lists every variable.

Two ways to run, one code: with `DATABASE_URL` and `REDIS_URL` unset the platform is embedded (SQLite, parts in the same
process); with them set it is full (PostgreSQL, Redis, Celery).
"""

from config.settings.base import *
from config.settings.data import *
from config.settings.delivery import *
from config.settings.desk import *
from config.settings.media import *
from config.settings.moderation import *
from config.settings.notifications import *
from config.settings.observing import *
from config.settings.privacy import *
from config.settings.realtime import *
from config.settings.rest import *
from config.settings.social import *
