"""Appeals over HTTP: the member's side, and the staff's."""

from moderation.appeals.api.own import urlpatterns as own
from moderation.appeals.api.staff import urlpatterns as staff

urlpatterns = [*own, *staff]
