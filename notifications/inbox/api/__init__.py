"""The inbox over HTTP."""

from notifications.inbox.api.inbox import urlpatterns as inbox
from notifications.inbox.api.preview import urlpatterns as preview
from notifications.inbox.api.reading import urlpatterns as reading

urlpatterns = [*inbox, *preview, *reading]

__all__ = ["urlpatterns"]
