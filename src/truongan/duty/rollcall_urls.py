from django.urls import path

from truongan.duty.views import norms, rollcalls

app_name = "rollcalls"
urlpatterns = [
    path("", rollcalls.rollcall_list, name="list"),
    path("goi/", rollcalls.rollcall_call, name="call"),
    path("hang-thang/", rollcalls.schedule_add, name="schedule"),
    path("hang-thang/<int:pk>/dung/", rollcalls.schedule_end, name="schedule_end"),
    path("muc/", norms.norm_list, name="norms"),
    path("muc/dat/", norms.norm_set, name="norm_set"),
    path("muc/<int:pk>/bo/", norms.norm_withdraw, name="norm_withdraw"),
    path("<int:pk>/", rollcalls.board, name="board"),
    path("<int:pk>/nhac/", rollcalls.rollcall_remind, name="remind"),
    path("<int:pk>/dong/", rollcalls.rollcall_close, name="close"),
    path("nguoi/<int:pk>/co-mat/", rollcalls.answer_note, name="note"),
]
