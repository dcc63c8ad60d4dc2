from django.urls import path

from truongan.api.v1.api import made
from truongan.api.views import docs

urlpatterns = [
    path("", docs.docs, name="api_docs"),
    path("", made().urls),
    path("<path:rest>", docs.unknown, name="api_unknown"),
]
