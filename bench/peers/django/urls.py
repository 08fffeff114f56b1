"""The token endpoint, and a page that says that the server answers."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def ready(_request: HttpRequest) -> HttpResponse:
    """200."""
    return HttpResponse("ready")


urlpatterns = [path("ready", ready), path("o/", include("oauth2_provider.urls"))]
