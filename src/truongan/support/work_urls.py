from django.urls import path

from truongan.support.views import details, publishing, queue, setup

app_name = "support_work"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("<int:pk>/", details.detail, name="detail"),
    path("<int:pk>/phan-cong/", details.assign, name="assign"),
    path("<int:pk>/tra-loi/", details.answer, name="answer"),
    path("<int:pk>/chuyen/", details.forward, name="forward"),
    path("<int:pk>/hoi-lai/", details.back, name="ask_back"),
    path("<int:pk>/tu-choi/", details.refuse, name="refuse"),
    path("<int:pk>/mo-lai/", details.reopen, name="reopen"),
    path("<int:pk>/ghi-chu/", details.note, name="note"),
    path("<int:pk>/lien-he/", details.contact, name="contact"),
    path("<int:pk>/dang/", publishing.publish, name="publish"),
    path("<int:pk>/go/", publishing.unpublish, name="unpublish"),
    path("tep/<int:pk>/", details.attachment, name="attachment"),
    path("linh-vuc/", setup.topics, name="topics"),
    path("linh-vuc/moi/", setup.topic_new, name="topic_new"),
    path("linh-vuc/<int:pk>/", setup.topic, name="topic"),
    path("linh-vuc/<int:pk>/sua/", setup.topic_edit, name="topic_edit"),
    path("linh-vuc/<int:pk>/don-vi/", setup.route_set, name="route_set"),
    path("don-vi/<int:pk>/bo/", setup.route_remove, name="route_remove"),
]
