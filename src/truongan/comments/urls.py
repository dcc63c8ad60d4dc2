from django.urls import path

from truongan.comments.views import moderation, reading

app_name = "comments"
urlpatterns = [
    path("binh-luan/theo-doi/", reading.track, name="track"),
    path("binh-luan/theo-doi/rut/", reading.withdraw, name="withdraw"),
    path("binh-luan/bao/<int:pk>/", reading.report, name="report"),
    path("binh-luan/<int:page_pk>/", reading.comments, name="thread"),
    path("binh-luan/<int:page_pk>/moi/", reading.write, name="write"),
    path("lam-viec/binh-luan/", moderation.queue, name="queue"),
    path("lam-viec/binh-luan/bai/", moderation.threads, name="thread_list"),
    path("lam-viec/binh-luan/bai/<int:pk>/dong/", moderation.close, name="close"),
    path("lam-viec/binh-luan/bai/<int:pk>/mo/", moderation.reopen, name="reopen"),
    path("lam-viec/binh-luan/hang-loat/", moderation.bulk, name="bulk"),
    path("lam-viec/binh-luan/<int:pk>/", moderation.comment, name="comment"),
    path("lam-viec/binh-luan/<int:pk>/dang/", moderation.approve, name="approve"),
    path("lam-viec/binh-luan/<int:pk>/khong-dang/", moderation.reject, name="reject"),
    path("lam-viec/binh-luan/<int:pk>/khoi-phuc/", moderation.restore, name="restore"),
    path("lam-viec/binh-luan/<int:pk>/sua/", moderation.edit, name="edit"),
    path("lam-viec/binh-luan/<int:pk>/tra-loi/", moderation.answer, name="answer"),
    path("lam-viec/binh-luan/<int:pk>/giu/", moderation.keep, name="keep"),
]
