from django.urls import path

from truongan.assessments.views import assessments, deciding, lists, rounds, sets

app_name = "assessments"
urlpatterns = [
    path("", lists.assessment_list, name="list"),
    path("tai-ve/", lists.assessment_export, name="export"),
    path("moi/", lists.new, name="new"),
    path("dot/moi/", rounds.round_new, name="round_new"),
    path("dot/<int:pk>/", rounds.round_page, name="round"),
    path("dot/<int:pk>/tai-ve/", rounds.round_export, name="round_export"),
    path("dot/<int:pk>/sua/", rounds.round_change, name="round_change"),
    path("dot/<int:pk>/dang-ky/<int:school>/", rounds.register, name="register"),
    path("dot/<int:pk>/cham/<int:school>/", rounds.begin, name="begin"),
    path("dot/<int:pk>/quyet-dinh/", deciding.decide_round, name="decide"),
    path("quyet-dinh/<int:pk>/", deciding.decision, name="decision"),
    path("quyet-dinh/<int:pk>/quyet-dinh.<str:extension>", deciding.decision_file, name="decision_file"),
    path("cong-nhan/<int:pk>/thu-hoi/", deciding.revoke, name="revoke"),
    path("<int:pk>/", assessments.detail, name="detail"),
    path("<int:pk>/cham/", assessments.edit, name="edit"),
    path("<int:pk>/nop/", assessments.submit, name="submit"),
    path("<int:pk>/bo/", assessments.discard, name="discard"),
    path("<int:pk>/tham-dinh/", assessments.examine, name="examine"),
    path("<int:pk>/minh-chung/<str:code>/", assessments.evidence_add, name="evidence_add"),
    path("minh-chung/<int:pk>/", assessments.evidence, name="evidence"),
    path("minh-chung/<int:pk>/bo/", assessments.evidence_remove, name="evidence_remove"),
    path("bo-tieu-chi/", sets.set_list, name="set_list"),
    path("bo-tieu-chi/tai-len/", sets.set_upload, name="set_upload"),
    path("bo-tieu-chi/<int:pk>/", sets.set_page, name="set"),
    path("bo-tieu-chi/<int:pk>/tai-ve/", sets.set_download, name="set_download"),
    path("bo-tieu-chi/<int:pk>/ban-moi/", sets.set_new_version, name="set_new_version"),
    path("bo-tieu-chi/<int:pk>/dung/", sets.set_use, name="set_use"),
]
