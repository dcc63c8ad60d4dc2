from django.urls import path

from truongan.accounts.views import access, account, invitations, people, posts

app_name = "accounts"
urlpatterns = [
    path("tai-khoan/", account.profile, name="profile"),
    path("nguoi/", people.person_list, name="person_list"),
    path("nguoi/them/", people.person_create, name="person_create"),
    path("nguoi/<int:pk>/", people.person, name="person"),
    path("nguoi/<int:pk>/sua/", people.person_edit, name="person_edit"),
    path("nguoi/<int:pk>/dien-thoai/", people.person_phone, name="person_phone"),
    path("nguoi/<int:pk>/chuc-vu/", posts.appointment_add, name="appointment_add"),
    path("chuc-vu/<int:pk>/ket-thuc/", posts.appointment_end, name="appointment_end"),
    path("chuc-vu/<int:pk>/ban-giao/", posts.appointment_hand_over, name="appointment_hand_over"),
    path("nguoi/<int:pk>/dia-ban/", posts.beat_add, name="beat_add"),
    path("dia-ban/<int:pk>/ket-thuc/", posts.beat_end, name="beat_end"),
    path("nguoi/<int:pk>/moi/", invitations.invitation_add, name="invitation_add"),
    path("nguoi/<int:pk>/cap-lai/", access.access_reset, name="access_reset"),
    path("nguoi/<int:pk>/ngung/", access.account_suspend, name="account_suspend"),
    path("nguoi/<int:pk>/mo-lai/", access.account_reopen, name="account_reopen"),
    path("loi-moi/", invitations.invitation_list, name="invitation_list"),
    path("loi-moi/<int:pk>/gui-lai/", invitations.invitation_resend, name="invitation_resend"),
    path("loi-moi/<int:pk>/thu-hoi/", invitations.invitation_revoke, name="invitation_revoke"),
]
