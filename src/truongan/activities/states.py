"""The words of an activity: kinds, forms of communication, groups of the audience. Topics are those of plans."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What happened. Reviews and launches here are the events held; the life of a scheme has its own record."""

    COMMUNICATION = "communication", _("Tuyên truyền")
    LAUNCH = "launch", _("Ra mắt")
    TRAINING = "training", _("Tập huấn")
    DRILL = "drill", _("Diễn tập")
    COMMITMENTS = "commitments", _("Ký cam kết")
    PATROL = "patrol", _("Trực cổng trường")
    MEETING = "meeting", _("Họp, giao ban")
    PRELIMINARY_REVIEW = "preliminary_review", _("Sơ kết")
    FINAL_REVIEW = "final_review", _("Tổng kết")
    COMMENDATION = "commendation", _("Khen thưởng")


class Form(models.TextChoices):
    """By what means people were reached."""

    TALK = "talk", _("Nói chuyện, sinh hoạt chuyên đề")
    LOUDSPEAKER = "loudspeaker", _("Loa truyền thanh")
    LEAFLET = "leaflet", _("Tờ rơi, pa nô, khẩu hiệu")
    CONTEST = "contest", _("Cuộc thi")
    SOCIAL = "social", _("Mạng xã hội, trang tin")
    PERFORMANCE = "performance", _("Văn nghệ, tiểu phẩm")
    FILM = "film", _("Chiếu phim, video")
    OTHER = "other", _("Hình thức khác")


class Group(models.TextChoices):
    """Who was there. Pupils and students are counted, never named (Law 91/2025/QH15)."""

    STAFF = "staff", _("Cán bộ, nhân viên")
    TEACHERS = "teachers", _("Giáo viên")
    PUPILS = "pupils", _("Học sinh")
    STUDENTS = "students", _("Sinh viên, học viên")
    PARENTS = "parents", _("Cha mẹ học sinh")
    PUBLIC = "public", _("Nhân dân")


class Consent(models.TextChoices):
    """What is known of the children in a photo; only a photo that needs none or has it may be published."""

    UNKNOWN = "unknown", _("Chưa ghi có trẻ em hay không")
    NOT_NEEDED = "not_needed", _("Không có trẻ em nhận ra được")
    MISSING = "missing", _("Có trẻ em, chưa có đồng ý")
    RECORDED = "recorded", _("Có trẻ em, đã ghi đồng ý")
