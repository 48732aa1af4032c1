"""Index of the app's routes: imports only, one line a slice."""

from social.activity import api as activity
from social.friends import api as friends
from social.graph import api as graph
from social.people import api as people

urlpatterns = [*people.urlpatterns, *graph.urlpatterns, *friends.urlpatterns, *activity.urlpatterns]
