from django.urls import path

from truongan.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.template_list, name="template_list"),
    path("tep/<int:pk>/goc.docx", views.template_file, {"form": "goc"}, name="template_file"),
    path("tep/<int:pk>/thu.docx", views.template_file, {"form": "thu"}, name="template_trial"),
    path("tep/<int:pk>/khoi-phuc/", views.restore, name="restore"),
    path("<slug:paper>/", views.template_detail, name="template_detail"),
    path("<slug:paper>/thu.pdf", views.sample, {"form": "pdf"}, name="sample_pdf"),
    path("<slug:paper>/thu.docx", views.sample, {"form": "docx"}, name="sample_word"),
    path("<slug:paper>/de-sua.docx", views.starter, name="starter"),
]
