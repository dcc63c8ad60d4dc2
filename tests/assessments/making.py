"""A round of phường Nếnh and a school in it, as far as a test needs them."""

from datetime import UTC, date, datetime, timedelta

from truongan.assessments.actions import (
    Given,
    Opinion,
    begin_assessment,
    conclude_examination,
    decide,
    load_shipped,
    open_round,
    register_school,
    save_answers,
    submit_assessment,
)
from truongan.assessments.actions.rounds import Paper
from truongan.assessments.models import CriteriaSet

NOW = datetime(2026, 11, 10, 2, 0, tzinfo=UTC)
DAY = date(2026, 11, 10)
SIGNED = date(2026, 3, 2)


def kept_set(code="antt-2021") -> CriteriaSet:
    load_shipped(now=NOW)
    return CriteriaSet.objects.current().get(code=code)


def held_round(cast, *, actor=None, organizer=None, **changes):
    """The round of 2026 by the Circular of 2021, held by the committee of the commune."""
    given = {
        "criteria_set": kept_set(), "organizer": organizer or cast.commune_committee, "name": "An toàn về ANTT năm 2026",
        "starts_on": date(2025, 11, 16), "ends_on": date(2026, 11, 16), "register_by": date(2026, 3, 31),
        "decide_before": date(2026, 11, 20),
    } | changes  # fmt: skip
    return open_round(actor=actor or cast.truong_phong_xa, now=NOW, **given)


def papers(**changes):
    given = {code: Paper("05", SIGNED) for code in ("plan", "registration")}
    return given | {"resolution": Paper(does_not_apply=True)} | changes


def registered(cast, held, *, actor=None, school=None, on=SIGNED, **changes):
    return register_school(
        actor=actor or cast.hieu_truong, held=held, organization=school or cast.school, registered_on=on,
        papers=changes.pop("papers", papers()), now=NOW, **changes,
    )  # fmt: skip


def begun(cast, held, *, actor=None, school=None):
    return begin_assessment(
        actor=actor or cast.hieu_truong, organization=school or cast.school, held=held, on=DAY, now=NOW
    )


def every_answer(assessment, **changes):
    """Everything met but what may not apply, which does not."""
    found = {}
    for item in assessment.criteria_set.criteria.items:
        found[item.code] = Given("na" if item.may_not_apply else True)
    return found | {code.replace("_", "."): given for code, given in changes.items()}


def answered(cast, assessment, *, actor=None, now=NOW, **changes):
    return save_answers(
        actor=actor or cast.giao_vien, assessment=assessment, answers=every_answer(assessment, **changes),
        seen_at=assessment.updated_at, now=now,
    )  # fmt: skip


def submitted(cast, held, *, actor=None, school=None, now=NOW, **changes):
    registered(cast, held, actor=actor, school=school)
    assessment = answered(cast, begun(cast, held, actor=actor, school=school), actor=actor, **changes)
    return submit_assessment(actor=actor or cast.hieu_truong, assessment=assessment, now=now)


def agreed(assessment, **changes):
    found = {row.item: Opinion(True) for row in assessment.answers.all()}
    return found | {code.replace("_", "."): opinion for code, opinion in changes.items()}


def examined(cast, assessment, *, actor=None, now=NOW + timedelta(hours=1), **changes):
    return conclude_examination(
        actor=actor or cast.cong_an_xa, assessment=assessment, opinions=agreed(assessment, **changes),
        seen_at=assessment.updated_at, now=now,
    )  # fmt: skip


def decided(cast, held, *recognised, refused=None, number=12, on=date(2026, 11, 10), now=NOW + timedelta(hours=2)):
    return decide(
        actor=cast.truong_phong_xa, held=held, issuer=cast.commune_committee, recognised=recognised, refused=refused,
        authority_name="Ủy ban nhân dân phường Nếnh", number=number, decided_on=on, place="Nếnh",
        signer_name="Nguyễn Văn An", now=now,
    )  # fmt: skip
