from django.urls import include, path

from truongan.plans.views import deciding, guiding, lists, page, templates, writing

app_name = "plans"
urlpatterns = [
    path("", lists.plan_list, name="list"),
    path("xuat/", lists.plan_export, name="export"),
    path("chua-lap/", lists.missing_list, name="missing"),
    path("chua-lap/xuat/", lists.missing_export, name="missing_export"),
    path("moi/", writing.new, name="new"),
    path("mau/", include(templates.PAGE.paths)),
    path("<int:pk>/", page.plan, name="plan"),
    path("<int:pk>/sua/", writing.edit, name="edit"),
    path("<int:pk>/nhap/", writing.draft_save, name="draft_save"),
    path("<int:pk>/nhap/bo/", writing.draft_discard, name="draft_discard"),
    path("<int:pk>/bo/", writing.discard, name="discard"),
    path("<int:pk>/trinh/", deciding.submit, name="submit"),
    path("<int:pk>/rut-lai/", deciding.take_back, name="take_back"),
    path("<int:pk>/tra-lai/", deciding.give_back, name="give_back"),
    path("<int:pk>/duyet/", deciding.approve, name="approve"),
    path("<int:pk>/sua-doi/", deciding.amend, name="amend"),
    path("<int:pk>/gop-y/", guiding.comment, name="comment"),
    path("gop-y/<int:pk>/", guiding.resolve, name="resolve"),
    path("bien-phap/<int:pk>/tien-do/", guiding.progress, name="progress"),
    path("<int:pk>/ban/", page.versions, name="versions"),
    path("<int:pk>/xem-truoc/", page.preview, name="preview"),
    path("<int:pk>/ke-hoach.<str:extension>", page.download, name="download"),
    path("<int:pk>/trang-<int:number>.png", page.preview_page, name="preview_page"),
]
