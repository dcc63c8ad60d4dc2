"""Pages of those who answer."""

from django.urls import path

from truongan.tips.views import desk, secrets, units

app_name = "tips_desk"
urlpatterns = [
    path("", desk.queue, name="queue"),
    path("khoa/", secrets.secret, name="secret"),
    path("khoa/doi/", secrets.change, name="change"),
    path("khoa/phieu/", secrets.hint, name="hint"),
    path("khoa/mo/", secrets.open_key, name="unlock"),
    path("khoa/dong/", secrets.close_key, name="lock"),
    path("don-vi/", units.units, name="units"),
    path("don-vi/<int:pk>/", units.unit, name="unit"),
    path("don-vi/<int:pk>/khoi-phuc/", units.recovery_arrange, name="recovery_arrange"),
    path("nguoi/<int:pk>/ket-thuc/", units.officer_end, name="officer_end"),
    path("nguoi/<int:pk>/cap-khoa/", units.officer_grant, name="officer_grant"),
    path("nguoi/<int:pk>/khoi-phuc-1/", units.recovery_release, name="recovery_release"),
    path("nguoi/<int:pk>/khoi-phuc-2/", units.recovery_complete, name="recovery_complete"),
    path("noi-nhan/", units.routes, name="routes"),
    path("noi-nhan/<int:pk>/bo/", units.route_remove, name="route_remove"),
    path("so-lieu/", desk.figures, name="figures"),
    path("<int:pk>/", desk.tip, name="tip"),
    path("<int:pk>/tra-loi/", desk.reply, name="reply"),
    path("<int:pk>/ghi-chu/", desk.note, name="note"),
    path("<int:pk>/tinh-trang/", desk.state, name="state"),
    path("<int:pk>/chuyen/", desk.forward, name="forward"),
    path("<int:pk>/tep/<int:file_pk>/", desk.file, name="file"),
]
