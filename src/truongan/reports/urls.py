from django.urls import path

from truongan.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.report_list, name="list"),
    path("moi/", views.new, name="new"),
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
