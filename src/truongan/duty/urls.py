from django.urls import path

from truongan.duty.views import matrix, people, rosters

app_name = "duty"
urlpatterns = [
    path("", rosters.roster_list, name="rosters"),
    path("lich/them/", rosters.roster_add, name="roster_add"),
    path("lich/<int:pk>/", rosters.roster, name="roster"),
    path("lich/<int:pk>/in/", rosters.roster_print, name="roster_print"),
    path("lich/<int:pk>/dong/", rosters.roster_close, name="roster_close"),
    path("lich/<int:pk>/ca/", rosters.shift_add, name="shift_add"),
    path("lich/<int:pk>/chep/", rosters.week_copy, name="week_copy"),
    path("ca/<int:pk>/thay/", rosters.shift_replace, name="shift_replace"),
    path("ca/<int:pk>/bo/", rosters.shift_cancel, name="shift_cancel"),
    path("ca/<int:pk>/ban-giao/", rosters.shift_hand_over, name="shift_hand_over"),
    path("dia-ban/", people.beat_list, name="beats"),
    path("dia-ban/<int:pk>/ban-giao/", people.beat_hand_over, name="beat_hand_over"),
    path("danh-ba/", people.contact_list, name="contacts"),
    path("vang-mat/", people.absence_list, name="absences"),
    path("vang-mat/them/", people.absence_add, name="absence_add"),
    path("vang-mat/<int:pk>/bo/", people.absence_cancel, name="absence_cancel"),
    path("quy-tac/", matrix.rule_list, name="matrix"),
    path("quy-tac/them/", matrix.rule_add, name="matrix_rule_add"),
    path("quy-tac/<int:pk>/", matrix.rule, name="matrix_rule"),
    path("quy-tac/<int:pk>/sua/", matrix.rule_edit, name="matrix_rule_edit"),
    path("quy-tac/<int:pk>/ket-thuc/", matrix.rule_end, name="matrix_rule_end"),
    path("thu/", matrix.dry_run, name="dry_run"),
    path("cho-ho/", matrix.hole_list, name="holes"),
]
