"""One of everything of assessments, at the school of the cast."""

from datetime import date, timedelta

from django.core.files.base import ContentFile

from tests.assessments.making import (
    answered,
    begun,
    decided,
    examined,
    held_round,
    kept_set,
    papers,
    registered,
    submitted,
)
from tests.factories import make_school
from truongan.assessments.actions import begin_assessment, submit_assessment
from truongan.assessments.actions.rounds import Paper
from truongan.assessments.models import Assessment, Evidence, Recognition
from truongan.assessments.states import Status
from truongan.kernel import clock


def assessment_keys(cast) -> dict[str, list]:
    """A round of last year with a decision, one of this year with a handed-in assessment, a draft of today."""
    past = held_round(
        cast, name="An toàn về ANTT năm 2025", starts_on=date(2024, 11, 16), ends_on=date(2025, 11, 16),
        register_by=None, decide_before=None,
    )  # fmt: skip
    signed = Paper("05", date(2025, 3, 1))
    registered(cast, past, on=date(2025, 3, 1), papers=papers(plan=signed, registration=signed))
    known = _past_assessment(cast, past)
    held = held_round(cast)
    handed_in = submitted(cast, held)
    _waiting_for_a_decision(cast, held)
    draft = begin_assessment(
        actor=cast.hieu_truong, organization=cast.school, criteria_set=kept_set("hcm-2021"), on=clock.today_vn(),
        now=clock.now(),
    )  # fmt: skip
    evidence = Evidence.objects.create(
        answer=draft.answers.get(item="1"), filename="anh.pdf", content_type="application/pdf", size=8,
        sha256="0" * 64, file=ContentFile(b"%PDF-1.4", "anh.pdf"), added_at=clock.now(),
    )  # fmt: skip
    recognition = Recognition.objects.get(assessment=known)
    return {
        "round": [held.pk],
        "round_of_school": [held.pk, cast.school.pk],
        "assessment": [handed_in.pk],
        "open_assessment": [draft.pk],
        "criterion": [draft.pk, "1"],
        "proof": [evidence.pk],
        "recognition": [recognition.pk],
        "decision": [recognition.decision_id],
        "criteria_set": [kept_set().pk],
    }


def _past_assessment(cast, past) -> Assessment:
    """Handed in, examined and decided through the actions of the day."""
    done = submit_assessment(
        actor=cast.hieu_truong, assessment=answered(cast, begun(cast, past)), now=clock.now() - timedelta(days=9)
    )
    examined(cast, done)
    decided(cast, past, done)
    assert Assessment.objects.get(pk=done.pk).status == Status.RECOGNISED
    return done


def _waiting_for_a_decision(cast, held) -> None:
    school = make_school(
        name="Trường THCS Chờ Quyết Định",
        place=cast.school.placements.latest("valid_from").unit,
        since=date(2025, 7, 1),
    )
    examined(cast, submitted(cast, held, actor=cast.truong_phong_xa, school=school))


def assessment_arguments(cast) -> dict[str, list]:
    """Arguments of each address of assessments, by its name."""
    keys = assessment_keys(cast)
    named = {
        "round": "round round_export round_change decide",
        "round_of_school": "register begin",
        "assessment": "detail examine",
        "open_assessment": "edit submit discard",
        "criterion": "evidence_add",
        "proof": "evidence evidence_remove",
        "recognition": "revoke",
        "decision": "decision",
        "criteria_set": "set set_download set_new_version set_use",
    }
    found = {f"assessments:{name}": keys[thing] for thing, names in named.items() for name in names.split()}
    return found | {"assessments:decision_file": [*keys["decision"], "docx"]}
