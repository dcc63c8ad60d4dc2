from django.urls import path

from truongan.directives.views import details, drafting, registers

app_name = "directives"
urlpatterns = [
    path("", registers.board, name="board"),
    path("van-ban-di/", registers.outgoing, name="outgoing"),
    path("van-ban-di.xlsx", registers.outgoing_export, name="outgoing_export"),
    path("van-ban-den/", registers.incoming, name="incoming"),
    path("van-ban-den.xlsx", registers.incoming_export, name="incoming_export"),
    path("van-ban-den/moi/", drafting.file_incoming_paper, name="file_incoming"),
    path("so-van-ban/", registers.series, name="series"),
    path("soan/", drafting.new, name="new"),
    path("vao-so/", drafting.file_paper, name="file_paper"),
    path("tiep-nhan/<int:pk>/", details.acknowledge, name="acknowledge"),
    path("<int:pk>/", details.detail, name="detail"),
    path("<int:pk>/tien-do-gui/", details.progress, name="progress"),
    path("<int:pk>/xem/", details.preview, name="preview"),
    path("<int:pk>/trang-<int:number>.png", details.preview_page, name="preview_page"),
    path("<int:pk>/van-ban.<str:extension>", details.download, name="download"),
    path("<int:pk>/tep/<int:file_pk>/", details.file, name="file"),
    path("<int:pk>/tep/them/", drafting.attach, name="attach"),
    path("<int:pk>/tep/<int:file_pk>/go/", drafting.detach, name="detach"),
    path("<int:pk>/sua/", drafting.edit, name="edit"),
    path("<int:pk>/noi-nhan/", drafting.recipients, name="recipients"),
    path("<int:pk>/nhiem-vu/", drafting.tasks, name="tasks"),
    path("<int:pk>/ban-hanh/", details.issue, name="issue"),
    path("<int:pk>/bo/", drafting.discard, name="discard"),
    path("<int:pk>/thu-hoi/", details.recall, name="recall"),
    path("<int:pk>/cong-khai/", details.publish, name="publish"),
    path("<int:pk>/gui-bo-sung/", details.add_late, name="add_late"),
]
