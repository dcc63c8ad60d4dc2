"""Pages of one task, behind the link of a message: nobody is signed in there."""

from django.urls import path

from truongan.channels.views import tasks

app_name = "channel_tasks"
urlpatterns = [
    path("<str:code>/", tasks.task, name="task"),
    path("<str:code>/da-xem/", tasks.seen, name="seen"),
]
