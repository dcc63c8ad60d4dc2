"""Invented life of connection groups in November 2026: a vacancy, one post in the groups of phường Nếnh, its answers."""

from datetime import date, timedelta

from truongan.accounts.models import Appointment
from truongan.channels.actions import answer
from truongan.channels.models import Message
from truongan.demo.chain.stage import Stage, at, cast_on, place
from truongan.movement.actions import confirm_receipt, post_to_groups, tell_vacancies
from truongan.movement.models import ConnectionGroup, GroupMembership

DAY = date(2026, 11, 20)
_TEXT = (
    "(Minh họa) Sáng thứ Hai có lực lượng Công an phường điều tiết giao thông ở cổng các trường. "
    "Phụ huynh đưa đón con ở cổng phụ."
)


def tell(stage: Stage) -> None:
    """Somebody's post has ended without anybody in the group's list changing; a post is answered by two in three."""
    _leave_a_vacancy()
    writer = cast_on("cong-an-xa", DAY)
    groups = ConnectionGroup.objects.writable_by(writer).in_stock_on(DAY).values_list("pk", flat=True)
    post = post_to_groups(
        actor=writer, organization=place("commune-police"), groups=list(groups), text=_TEXT,
        audience="Phường Nếnh", token=f"{stage.chapter}-minh-hoa", now=at(DAY),
    )  # fmt: skip
    message = Message.objects.get(cause=f"movement.group_post.{post.pk}")
    for number, recipient in enumerate(message.recipients.order_by("pk")):
        if number % 3:
            answer(
                recipient=recipient, choice="cannot" if number == 4 else "posted", via="sms", now=at(DAY, 9, number)
            )
    readers = (
        GroupMembership.objects.on(DAY)
        .filter(group__in=groups, person__isnull=False)
        .select_related("person")
        .order_by("pk")[:20]
    )
    for place_held in readers:
        confirm_receipt(post=post, person=place_held.person, now=at(DAY, 10))


def _leave_a_vacancy() -> None:
    """Of somebody in a group of phường Nếnh whose post at the school ended three days ago."""
    held = GroupMembership.objects.on(DAY).filter(
        capacity="member", group__organization__place_path=place("commune-police").place_path,
        person__user=None, person__appointments=None, person__isnull=False, group__ended_on=None,
    )  # fmt: skip
    seat = held.select_related("group__organization", "person").order_by("pk").first()
    if seat is None or seat.person is None:
        return
    Appointment.objects.create(
        person=seat.person, organization=seat.group.organization, title="Giáo viên",
        valid_from=DAY - timedelta(days=900), valid_to=DAY - timedelta(days=3),
    )  # fmt: skip
    tell_vacancies(day=DAY, now=at(DAY))
