"""What the audit page calls the verbs of this context."""

from django.utils.translation import gettext_lazy as _

AUDIT_LABELS = {
    "assessments.set.added": _("thêm bản mới của bộ tiêu chí"),
    "assessments.set.adopted": _("chọn bản bộ tiêu chí để dùng"),
    "assessments.round.opened": _("mở đợt đánh giá"),
    "assessments.round.changed": _("sửa đợt đánh giá"),
    "assessments.registration.recorded": _("ghi đăng ký phấn đấu"),
    "assessments.assessment.begun": _("bắt đầu tự chấm"),
    "assessments.assessment.answered": _("lưu bản tự chấm"),
    "assessments.assessment.submitted": _("nộp bản tự chấm"),
    "assessments.assessment.discarded": _("bỏ bản tự chấm"),
    "assessments.assessment.returned": _("trả lại bản tự chấm"),
    "assessments.assessment.examined": _("kết luận thẩm định"),
    "assessments.evidence.attached": _("đính kèm minh chứng"),
    "assessments.evidence.linked": _("dẫn minh chứng từ sổ"),
    "assessments.evidence.removed": _("bỏ minh chứng"),
    "assessments.decision.recorded": _("ghi quyết định công nhận"),
    "assessments.recognition.revoked": _("thu hồi công nhận"),
}
