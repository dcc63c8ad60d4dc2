"""Pages of those who confide."""

from django.urls import path

from truongan.tips.views import confiding

app_name = "tips"
urlpatterns = [
    path("", confiding.start, name="start"),
    path("gui/", confiding.place, name="place"),
    path("viet/", confiding.send, name="send"),
    path("theo-doi/", confiding.follow, name="follow"),
    path("them/", confiding.add, name="add"),
    path("so-lieu/", confiding.numbers, name="numbers"),
]
