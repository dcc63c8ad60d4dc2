from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from truongan.accounts.actions import CannotChangePeople, reopen_account, reset_access, suspend_account
from truongan.accounts.models import Appointment
from truongan.audit.models import Entry

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
NEW = "cay-bang-lang-2026"


def test_a_head_helps_a_teacher_without_mail_back_in(cast, as_):
    url = reverse("accounts:access_reset", args=[cast.giao_vien.person.pk])
    page = as_("hieu_truong").post(url).content.decode()
    link = page.split('value="http://testserver')[1].split('"')[0]

    teacher = Client()
    form = teacher.get(link, follow=True).redirect_chain[-1][0]
    teacher.post(form, {"password1": NEW, "password2": NEW})

    assert teacher.post(reverse("account_login"), {"login": "giao-vien", "password": NEW}).url == "/lam-viec/"
    assert "không dùng được" in Client().get(link, follow=True).content.decode()
    assert Entry.objects.get().verb == "accounts.access.reset"


@pytest.mark.parametrize(
    ("actor", "user"),
    [
        ("giao_vien", "hieu_truong"),  # no administrator
        ("hieu_truong", "cong_an_xa"),  # of another organization
        ("truong_phong_xa", "quantri"),  # the installation's own
        ("hieu_truong_khac", "giao_vien"),  # a stranger
    ],
)
def test_nobody_comes_by_an_account_they_do_not_administer(cast, actor, user):
    for act in (reset_access, suspend_account):
        fields = {"reason": "thử"} if act is suspend_account else {}
        with pytest.raises(PermissionDenied):
            act(actor=getattr(cast, actor), user=getattr(cast, user), now=NOW, **fields)


def test_an_account_that_also_opens_the_province_is_out_of_a_schools_reach(cast):
    Appointment.objects.create(
        person=cast.giao_vien.person, organization=cast.education_department, role="reader", valid_from=NOW.date()
    )
    with pytest.raises(PermissionDenied):
        reset_access(actor=cast.hieu_truong, user=cast.giao_vien, now=NOW)


def test_a_suspended_account_is_shut_at_once_even_where_it_is_open(cast, as_):
    open_window = as_("giao_vien")
    suspend_account(actor=cast.hieu_truong, user=cast.giao_vien, reason="Nghỉ việc", now=NOW)

    assert open_window.get(reverse("accounts:profile")).status_code == 302
    with pytest.raises(CannotChangePeople, match="đã ngừng"):
        suspend_account(actor=cast.hieu_truong, user=cast.giao_vien, reason="Nghỉ việc", now=NOW)
    reopen_account(actor=cast.hieu_truong, user=cast.giao_vien, now=NOW)
    assert open_window.get(reverse("accounts:profile")).status_code == 200


def test_nobody_shuts_their_own_account(cast):
    with pytest.raises(CannotChangePeople, match="của mình"):
        suspend_account(actor=cast.hieu_truong, user=cast.hieu_truong, reason="thử", now=NOW)


def test_through_the_pages(cast, as_):
    client, person = as_("hieu_truong"), cast.giao_vien.person
    client.post(reverse("accounts:account_suspend", args=[person.pk]), {"reason": "Chuyển trường"})
    page = client.get(person.get_absolute_url()).content.decode()
    assert "Đang ngừng" in page
    assert "ngừng tài khoản (Chuyển trường)" in page
    client.post(reverse("accounts:account_reopen", args=[person.pk]))
    assert "Đang ngừng" not in client.get(person.get_absolute_url()).content.decode()
    nobody = reverse("accounts:access_reset", args=[cast.hieu_truong.person.pk])
    assert as_("giao_vien").post(nobody).status_code == 403
