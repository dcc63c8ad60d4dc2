from django.urls import path

from truongan.support.views import public, tracking

app_name = "support"
urlpatterns = [
    path("", public.home, name="home"),
    path("gui/", public.ask, name="ask"),
    path("hoi-dap/", public.answers, name="answers"),
    path("hoi-dap/<int:pk>/", public.answer, name="answer"),
    path("theo-doi/", tracking.track, name="track"),
    path("theo-doi/bo-sung/", tracking.add, name="add"),
    path("theo-doi/danh-gia/", tracking.rate, name="rate"),
    path("theo-doi/rut/", tracking.withdraw, name="withdraw"),
    path("theo-doi/tep/<int:pk>/", tracking.own_file, name="own_file"),
]
