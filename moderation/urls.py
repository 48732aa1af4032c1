"""Index of the app's routes: imports only, one line a slice."""

from moderation.appeals import api as appeals_api
from moderation.cases import api as cases_api
from moderation.oversight import api as oversight_api
from moderation.reports import api as reports_api
from moderation.screening import api as screening_api

urlpatterns = [
    *screening_api.urlpatterns,
    *cases_api.urlpatterns,
    *reports_api.urlpatterns,
    *appeals_api.urlpatterns,
    *oversight_api.urlpatterns,
]
