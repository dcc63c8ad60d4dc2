"""What lies outside a person's work does not exist for them, and a telephone number is shown to whom says why."""

from truongan.audit.models import Entry


def test_a_school_of_another_commune_does_not_exist(visit, world):
    page = visit("cong_an_xa")
    assert page.goto(f"/lam-viec/don-vi/{world.cast.school.pk}/").status == 200
    assert page.goto(f"/lam-viec/don-vi/{world.cast.other_school.pk}/").status == 404
    assert "không" in page.locator("h1").inner_text().lower()
    page.goto("/lam-viec/tim/?q=song+thuong")
    assert "Sông Thương" not in page.locator("main").inner_text()


def test_a_number_is_masked_until_a_reason_is_given_and_logged(visit, world):
    page = visit("cong_an_xa")
    page.goto(f"/lam-viec/nguoi/{world.teacher.pk}/")
    assert "0912345678" not in page.content()
    page.get_by_role("link", name="Xem số").first.click()
    page.locator("[name=reason]").fill("Báo gấp vụ việc ở cổng trường")
    page.get_by_role("button", name="Xem số").click()
    assert page.locator(".big-phone").inner_text() == "0912345678"

    entry = Entry.objects.filter(verb__contains="phone").latest("pk")
    assert "cổng trường" in str(entry.data)
    assert page.goto("/lam-viec/nhat-ky/").status == 200
