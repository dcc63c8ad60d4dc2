from django.urls import path

from truongan.channels.views import push

app_name = "push"
urlpatterns = [
    path("", push.mine, name="mine"),
    path("bat/", push.allow, name="allow"),
    path("doi/", push.renew, name="renew"),
    path("<int:pk>/tat/", push.end, name="end"),
]
