"""Activity over HTTP."""

from social.activity.api.feeds import urlpatterns as feeds
from social.activity.api.items import urlpatterns as items

urlpatterns = [*feeds, *items]

__all__ = ["urlpatterns"]
