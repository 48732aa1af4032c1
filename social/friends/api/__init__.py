"""Friends over HTTP."""

from social.friends.api import friends, requests

urlpatterns = [*requests.urlpatterns, *friends.urlpatterns]
