from django.urls import include, path

from truongan.reports import views
from truongan.reports.views import cycles, submissions, templates

app_name = "reports"
urlpatterns = [
    path("", views.report_list, name="list"),
    path("moi/", views.new, name="new"),
    path("dinh-ky/", cycles.cycle_list, name="cycle_list"),
    path("dinh-ky/mo/", cycles.cycle_new, name="cycle_new"),
    path("dinh-ky/mau/", include(templates.PAGE.paths)),
    path("dinh-ky/<int:pk>/", cycles.cycle, name="cycle"),
    path("dinh-ky/<int:pk>/nhac/", cycles.cycle_remind, name="cycle_remind"),
    path("dinh-ky/<int:pk>/lap-lai/", cycles.cycle_repeat, name="cycle_repeat"),
    path("dinh-ky/bai/<int:pk>/", submissions.submission, name="submission"),
    path("dinh-ky/bai/<int:pk>/lap/", submissions.submission_start, name="submission_start"),
    path("dinh-ky/bai/<int:pk>/sua/", submissions.submission_edit, name="submission_edit"),
    path("dinh-ky/bai/<int:pk>/the-thuc/", submissions.submission_frame, name="submission_frame"),
    path("dinh-ky/bai/<int:pk>/y-kien/", submissions.submission_notes, name="submission_notes"),
    path("dinh-ky/bai/<int:pk>/nop/", submissions.submission_submit, name="submission_submit"),
    path("dinh-ky/bai/<int:pk>/tra-lai/", submissions.submission_return, name="submission_return"),
    path("dinh-ky/bai/<int:pk>/duyet/", submissions.submission_accept, name="submission_accept"),
    path("dinh-ky/bai/<int:pk>/chot/", submissions.submission_seal, name="submission_seal"),
    path("dinh-ky/bai/<int:pk>/dinh-chinh/", submissions.submission_correct, name="submission_correct"),
    path(
        "dinh-ky/bai/<int:pk>/dinh-chinh-<int:ordinal>.<str:extension>",
        submissions.addendum_download,
        name="addendum_download",
    ),
    path("dinh-ky/bai/<int:pk>/bao-cao.<str:extension>", submissions.submission_download, name="submission_download"),
    path("dinh-ky/bai/<int:pk>/trang-<int:number>.png", submissions.submission_page, name="submission_page"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/sua/", views.edit, name="edit"),
    path("<int:pk>/chot/", views.seal, name="seal"),
    path("<int:pk>/bo/", views.discard, name="discard"),
    path("<int:pk>/bao-cao.<str:extension>", views.download, name="download"),
    path("<int:pk>/trang-<int:number>.png", views.preview_page, name="preview_page"),
    path("van-ban/<int:pk>/", views.thread, name="thread"),
    path("van-ban/<int:pk>/bao-cao/", views.thread_report, name="thread_report"),
    path("van-ban/<int:pk>/<slug:code>/", views.thread_part, name="thread_part"),
]
