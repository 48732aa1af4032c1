"""Cases over HTTP, for moderators; and decisions, for those whom they are about."""

from moderation.cases.api.cases import urlpatterns as cases
from moderation.cases.api.decisions import urlpatterns as decisions
from moderation.cases.api.deeds import urlpatterns as deeds

urlpatterns = [*cases, *deeds, *decisions]
