"""Every number the product states, declared once: its code, its words, how it is counted, who may read it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from truongan.movement.models.ledger import STOCKS


@dataclass(frozen=True)
class Indicator:
    """`source` counts it (sources/); `stock` is the ledger column it is summed from, where it is.

    `people` marks numbers of people, whose small cells are suppressed in public tables (domain: personal data).
    `of` is the indicator it is a part of, for "n trên N". `is_flow`: counted over a span of time, so that there is
    no opening and closing.
    """

    code: str
    label: str | Promise
    unit: str | Promise
    basis: str | Promise
    stock: str = ""
    source: str = "ledger"  # schools | ledger | plans | activities | assessments | support | incidents | rollcalls
    rows: str = "scheme"  # what stands behind it, see queries.records_behind
    people: bool = False
    distinct: bool = False
    event: str = ""
    of: str = ""
    is_public: bool = True
    only_in_period: bool = False
    is_flow: bool = False

    @property
    def is_share_of_schools(self) -> bool:
        """Whether "trên N" belongs beside it wherever it stands."""
        return self.of in ("schools.count", "assessments.applicable")


_SCHEME, _TEAM, _GROUP = _("điểm"), _("tổ"), _("nhóm")
_MEMBERSHIP, _PERSON, _SCHOOL = _("lượt thành viên"), _("người"), _("trường")

_REGISTER = (
    Indicator(
        "schools.count", _("Trường học, cơ sở giáo dục"), _SCHOOL,
        _("Trường đang hoạt động và đặt tại địa bàn vào ngày tính; trường nhiều cấp tính một lần."),
        source="schools", rows="school",
    ),
    Indicator(
        "schools.covered", _("Trường có điểm mô hình"), _SCHOOL,
        _("Trường có ít nhất một điểm mô hình còn trong sổ vào ngày tính; trường có nhiều điểm tính một lần."),
        stock="covered", rows="school", of="schools.count",
    ),
    Indicator(
        "schemes.count", _("Điểm mô hình"), _SCHEME,
        _("Điểm mô hình đã có quyết định hoặc đã ra mắt, chưa thanh loại hay giải thể; gộp các loại mô hình. "
          "Điểm vừa củng cố vừa kiện toàn tính một lần."),
        stock="schemes",
    ),
    Indicator(
        "schemes.built", _("Điểm xây dựng mới"), _SCHEME,
        _("Điểm mô hình trong sổ không phải nhân rộng từ điểm gốc."), stock="schemes_built", of="schemes.count",
    ),
    Indicator(
        "schemes.replicated", _("Điểm nhân rộng"), _SCHEME,
        _("Điểm mô hình trong sổ được nhân rộng từ một điểm gốc."), stock="schemes_replicated", of="schemes.count",
    ),
    Indicator(
        "schemes.strengthened", _("Điểm được củng cố"), _SCHEME,
        _("Điểm mô hình trong sổ đã được củng cố ít nhất một lần đến ngày tính; củng cố nhiều lần tính một."),
        stock="schemes_strengthened", event="strengthened", of="schemes.count",
    ),
    Indicator(
        "schemes.restaffed", _("Điểm được kiện toàn"), _SCHEME,
        _("Điểm mô hình trong sổ đã được kiện toàn ít nhất một lần đến ngày tính; kiện toàn nhiều lần tính một."),
        stock="schemes_restaffed", event="restaffed", of="schemes.count",
    ),
    Indicator(
        "schemes.worked_on", _("Điểm xây dựng, củng cố hoặc kiện toàn trong kỳ"), _SCHEME,
        _("Điểm mô hình vào sổ, được củng cố hoặc được kiện toàn trong kỳ và còn trong sổ cuối kỳ; mỗi điểm tính một lần."),
        of="schemes.count", only_in_period=True,
    ),
    Indicator(
        "schemes.active", _("Điểm đang hoạt động"), _SCHEME,
        _("Điểm mô hình trong sổ, không tạm dừng, có bằng chứng hoạt động trong {days} ngày đến ngày tính."),
        stock="schemes_active", of="schemes.count",
    ),
    Indicator(
        "teams.count", _("Tổ tự quản"), _TEAM,
        _("Tổ tự quản đã lập và chưa kết thúc vào ngày tính."), stock="teams", rows="team",
    ),
    Indicator(
        "teams.memberships", _("Thành viên tổ tự quản"), _MEMBERSHIP,
        _("Lượt thành viên trong các tổ vào ngày tính; một người ở hai tổ tính hai lượt; học sinh tính theo số khai, không nêu tên."),
        stock="team_memberships", rows="team_membership", people=True,
    ),
    Indicator(
        "teams.persons", _("Người tham gia tổ tự quản"), _PERSON,
        _("Người khác nhau trong các tổ vào ngày tính; một người ở nhiều tổ, nhiều trường tính một lần; "
          "nhóm không nêu tên tính theo số khai."),
        stock="team_persons", rows="team_membership", people=True, distinct=True,
    ),
    Indicator(
        "groups.count", _("Nhóm kết nối"), _GROUP,
        _("Nhóm Zalo và nhóm tương tự đã lập và chưa giải tán vào ngày tính."), stock="groups", rows="group",
    ),
    Indicator(
        "groups.memberships", _("Thành viên nhóm kết nối"), _MEMBERSHIP,
        _("Lượt thành viên trong các nhóm vào ngày tính; một người ở hai nhóm tính hai lượt."),
        stock="group_memberships", rows="group_membership", people=True,
    ),
    Indicator(
        "groups.persons", _("Người tham gia nhóm kết nối"), _PERSON,
        _("Người khác nhau trong các nhóm vào ngày tính; một người ở nhiều nhóm tính một lần; "
          "nhóm người không nêu tên tính theo số khai."),
        stock="group_persons", rows="group_membership", people=True, distinct=True,
    ),
    Indicator(
        "groups.connected", _("Nhóm có công an và y tế"), _GROUP,
        _("Nhóm kết nối có cả công an phụ trách địa bàn và cán bộ y tế vào ngày tính."),
        stock="groups_connected", rows="group", of="groups.count",
    ),
    Indicator(
        "groups.complete", _("Nhóm đủ thành phần"), _GROUP,
        _("Nhóm kết nối vào ngày tính có đủ những người mà loại nhóm đang quy định phải có; nhóm chưa chọn loại tính theo "
          "loại mặc định. Quy định của loại nhóm thay đổi thì tính lại cho mọi ngày."),
        stock="groups_complete", rows="group", of="groups.count",
    ),
    Indicator(
        "groups.active", _("Nhóm đang hoạt động"), _GROUP,
        _("Nhóm kết nối có lần kiểm tra ghi nhận đang hoạt động trong {days} ngày đến ngày tính."),
        stock="groups_active", rows="group", of="groups.count",
    ),
)  # fmt: skip


_PLANS = (
    Indicator(
        "plans.made", _("Trường đã lập kế hoạch"), _SCHOOL,
        _("Trường có kế hoạch của năm học chứa ngày tính (năm học kể từ 01/8) đã trình lên cấp trên ít nhất một lần đến "
          "ngày đó; kế hoạch bị trả lại để sửa vẫn tính, kế hoạch đang soạn chưa tính; mỗi trường tính một lần."),
        source="plans", rows="plan", of="schools.count",
    ),
    Indicator(
        "plans.approved", _("Trường có kế hoạch được duyệt"), _SCHOOL,
        _("Trường có kế hoạch của năm học chứa ngày tính (năm học kể từ 01/8) đã được duyệt đến ngày đó; kế hoạch đang "
          "sửa đổi sau khi duyệt vẫn tính; mỗi trường tính một lần."),
        source="plans", rows="plan", of="schools.count",
    ),
)  # fmt: skip

_ACTIVITIES = (
    Indicator(
        "activities.count", _("Hoạt động"), _("hoạt động"),
        _("Hoạt động của các trường, đơn vị trên địa bàn, tổ chức trong kỳ; khi không xem theo kỳ thì từ 01/8 của năm học "
          "chứa ngày tính đến ngày đó. Nhiều đơn vị cùng làm tính một lần, ở đơn vị ghi; hoạt động đã hủy không tính. "
          "Chia theo nội dung, hình thức, thành phần thì một hoạt động có thể nằm ở nhiều dòng."),
        source="activities", rows="activity", is_flow=True,
    ),
    Indicator(
        "activities.attendances", _("Lượt người dự hoạt động"), _("lượt người"),
        _("Cộng lượt người dự của các hoạt động đã tính; một người dự hai hoạt động là hai lượt. Chia theo nội dung, hình "
          "thức thì mỗi dòng mang lượt người của cả hoạt động."),
        source="activities", rows="activity", people=True, is_flow=True,
    ),
    Indicator(
        "activities.persons", _("Người dự hoạt động, theo số khai"), _PERSON,
        _("Cộng số người khác nhau mà từng hoạt động đã khai; hoạt động không khai số người thì không tính. Một người dự "
          "hai hoạt động tính hai lần, nên không phải số người khác nhau trên địa bàn; người ghi đích danh (báo cáo viên, "
          "người phối hợp) không cộng thêm."),
        source="activities", rows="activity", people=True, is_flow=True,
    ),
)  # fmt: skip

_ASSESSMENTS = (
    Indicator(
        "assessments.applicable", _("Trường thuộc diện đánh giá"), _SCHOOL,
        _("Trường có cấp học và địa bàn thuộc đợt đánh giá gần nhất đã bắt đầu đến ngày tính (của mỗi bộ tiêu chí, mỗi cơ "
          "quan tổ chức; đợt kết thúc quá một năm không tính), cùng trường đã đăng ký, đã chấm hoặc được công nhận; mỗi "
          "trường tính một lần dù thuộc nhiều đợt."),
        source="assessments", rows="school",
    ),
    Indicator(
        "assessments.registered", _("Trường đăng ký đạt chuẩn"), _SCHOOL,
        _("Trường đã đăng ký đến ngày tính trong đợt đánh giá gần nhất; trường đăng ký ở nhiều đợt tính một lần."),
        source="assessments", rows="registration", of="assessments.applicable",
    ),
    Indicator(
        "assessments.met", _("Trường chấm đạt"), _SCHOOL,
        _("Trường có lần chấm cuối (tự chấm đã nộp hoặc thẩm định) đến ngày tính xếp loại đạt trong đợt đánh giá gần nhất; "
          "bài bị trả lại không tính, lần chấm ngoài đợt không tính; trường đạt nhiều bộ tiêu chí tính một lần."),
        source="assessments", rows="assessment", of="assessments.applicable", is_public=False,
    ),
    Indicator(
        "assessments.recognised", _("Trường được công nhận"), _SCHOOL,
        _("Trường mà quyết định mới nhất trong 12 tháng đến ngày tính công nhận và chưa bị thu hồi vào ngày đó; trường được "
          "công nhận theo nhiều bộ tiêu chí tính một lần."),
        source="assessments", rows="recognition", of="assessments.applicable",
    ),
)  # fmt: skip

_QUESTION = _("câu hỏi")
_SUPPORT = (
    Indicator(
        "support.received", _("Câu hỏi tiếp nhận"), _QUESTION,
        _("Câu hỏi của người dân, doanh nghiệp nhận trong kỳ; khi không xem theo kỳ thì từ 01/8 của năm học chứa ngày tính "
          "đến ngày đó; tính ở đơn vị đang có trách nhiệm trả lời; câu hỏi đã rút vẫn tính."),
        source="support", rows="question", is_flow=True,
    ),
    Indicator(
        "support.answered", _("Câu hỏi đã trả lời"), _QUESTION,
        _("Câu hỏi trả lời xong trong kỳ, nhận lúc nào cũng tính; từ chối và rút không tính; mở lại thì tính ở lần trả lời "
          "sau."),
        source="support", rows="question", is_flow=True,
    ),
    Indicator(
        "support.answered_in_time", _("Câu hỏi trả lời đúng hạn"), _QUESTION,
        _("Câu hỏi trả lời xong trong kỳ vào ngày hạn hoặc trước đó; hạn tính bằng ngày làm việc, không tính những ngày chờ "
          "người hỏi bổ sung."),
        source="support", rows="question", of="support.answered", is_flow=True,
    ),
    Indicator(
        "support.overdue", _("Câu hỏi quá hạn"), _QUESTION,
        _("Câu hỏi đến ngày tính chưa trả lời dù hạn đã qua; câu hỏi đang chờ người hỏi bổ sung không tính."),
        source="support", rows="question", is_flow=True,
    ),
    Indicator(
        "support.median_days", _("Thời gian trả lời (trung vị)"), _("ngày làm việc"),
        _("Số ngày làm việc từ khi nhận đến khi trả lời, trừ những ngày chờ người hỏi bổ sung, của câu hỏi đứng giữa khi xếp "
          "theo thời gian; tính lại cho từng dòng, không cộng các dòng; chưa có câu hỏi nào trả lời thì ghi 0."),
        source="support", rows="question", distinct=True, is_flow=True,
    ),
    Indicator(
        "support.rated", _("Câu trả lời được đánh giá"), _QUESTION,
        _("Câu hỏi trả lời xong trong kỳ mà người hỏi đã cho điểm; mỗi câu một lần."),
        source="support", rows="question", of="support.answered", people=True, is_flow=True,
    ),
    Indicator(
        "support.satisfied", _("Người hỏi hài lòng"), _QUESTION,
        _("Câu trả lời được đánh giá từ 4 điểm trở lên trên thang 5."),
        source="support", rows="question", of="support.rated", people=True, is_flow=True,
    ),
)  # fmt: skip

_INCIDENTS = (
    Indicator(
        "incidents.cases", _("Vụ việc"), _("vụ"),
        _("Vụ việc xảy ra ở các trường, đơn vị trên địa bàn trong kỳ; khi không xem theo kỳ thì từ 01/8 của năm học chứa "
          "ngày tính đến ngày đó. Mỗi vụ tính một lần; vụ trùng, vụ không có căn cứ không tính."),
        source="incidents", rows="incident", is_public=False, is_flow=True,
    ),
    Indicator(
        "incidents.causers", _("Người gây ra vụ việc"), _PERSON,
        _("Cộng số người gây ra đã ghi của các vụ đã tính, học sinh và người ngoài; một người ở hai vụ tính hai lần."),
        source="incidents", rows="incident", people=True, is_public=False, is_flow=True,
    ),
    Indicator(
        "incidents.pupils_harmed", _("Học sinh bị hại"), _PERSON,
        _("Cộng số học sinh bị hại đã ghi của các vụ đã tính; một em ở hai vụ tính hai lần."),
        source="incidents", rows="incident", people=True, is_public=False, is_flow=True,
    ),
    Indicator(
        "incidents.injured", _("Người bị thương trong vụ việc"), _PERSON,
        _("Cộng số người bị thương đã ghi của các vụ đã tính, ở mọi vai trò."),
        source="incidents", rows="incident", people=True, is_public=False, is_flow=True,
    ),
)  # fmt: skip

_CALL, _ASKED = _("cuộc"), _("lượt người được hỏi")
_ROLLCALLS = (
    Indicator(
        "rollcalls.called", _("Cuộc điểm danh mạng lưới"), _CALL,
        _("Cuộc điểm danh đã gọi trong kỳ, không kể diễn tập; khi không xem theo kỳ thì từ 01/8 của năm học chứa ngày tính "
          "đến ngày đó; tính ở đơn vị gọi."),
        source="rollcalls", rows="rollcall", is_public=False, is_flow=True,
    ),
    Indicator(
        "rollcalls.asked", _("Lượt người được điểm danh"), _ASKED,
        _("Người được hỏi trong các cuộc điểm danh gọi trong kỳ, không kể diễn tập; một người được hỏi hai cuộc tính hai "
          "lượt; tính ở đơn vị mà người đó được hỏi với tư cách thành viên."),
        source="rollcalls", rows="rollcall", is_public=False, is_flow=True,
    ),
    Indicator(
        "rollcalls.answered", _("Lượt người trả lời điểm danh"), _ASKED,
        _("Trong số lượt người được hỏi, những người đã trả lời đến hết ngày tính, kể cả trả lời “đang bận” và người được "
          "đồng nghiệp gọi điện ghi hộ."),
        source="rollcalls", rows="rollcall", of="rollcalls.asked", is_public=False, is_flow=True,
    ),
    Indicator(
        "rollcalls.answered_in_hour", _("Trả lời trong vòng một giờ"), _ASKED,
        _("Trong số lượt người được hỏi, những người trả lời không quá 60 phút sau khi cuộc điểm danh được gọi."),
        source="rollcalls", rows="rollcall", of="rollcalls.asked", is_public=False, is_flow=True,
    ),
    Indicator(
        "rollcalls.median_minutes", _("Thời gian trả lời điểm danh (trung vị)"), _("phút"),
        _("Số phút từ khi gọi đến khi trả lời, phút lẻ tính tròn lên, của lượt trả lời đứng giữa khi xếp theo thời gian; "
          "không kể diễn tập; tính lại cho từng dòng, không cộng các dòng; chưa ai trả lời thì ghi 0."),
        source="rollcalls", rows="rollcall", distinct=True, is_public=False, is_flow=True,
    ),
    Indicator(
        "rollcalls.unreachable", _("Lượt người không liên lạc được"), _ASKED,
        _("Trong số lượt người được hỏi, những người đến hết ngày tính chưa trả lời và mọi kênh báo tin đều không tới hoặc "
          "không có kênh nào."),
        source="rollcalls", rows="rollcall", of="rollcalls.asked", is_public=False, is_flow=True,
    ),
    Indicator(
        "rollcalls.drills", _("Cuộc điểm danh diễn tập"), _CALL,
        _("Cuộc điểm danh diễn tập đã gọi trong kỳ; tính ở đơn vị gọi."),
        source="rollcalls", rows="rollcall", is_public=False, is_flow=True,
    ),
    Indicator(
        "rollcalls.drill_asked", _("Lượt người được điểm danh diễn tập"), _ASKED,
        _("Người được hỏi trong các cuộc điểm danh diễn tập gọi trong kỳ; một người được hỏi hai cuộc tính hai lượt."),
        source="rollcalls", rows="rollcall", is_public=False, is_flow=True,
    ),
    Indicator(
        "rollcalls.drill_answered", _("Lượt người trả lời diễn tập"), _ASKED,
        _("Trong số lượt người được điểm danh diễn tập, những người đã trả lời đến hết ngày tính."),
        source="rollcalls", rows="rollcall", of="rollcalls.drill_asked", is_public=False, is_flow=True,
    ),
)  # fmt: skip

_ALL = (*_REGISTER, *_PLANS, *_ACTIVITIES, *_ASSESSMENTS, *_SUPPORT, *_INCIDENTS, *_ROLLCALLS)
INDICATORS = {indicator.code: indicator for indicator in _ALL}
SUMMED = tuple(indicator for indicator in _ALL if indicator.stock)

if not {indicator.stock for indicator in SUMMED} <= set(STOCKS):
    raise AssertionError("an indicator names a stock the ledger does not keep")


@dataclass(frozen=True)
class Subject:
    """Indicators that are read together: one tab of the pages, `slug` in their address (`nhom=`)."""

    slug: str
    label: str | Promise
    codes: tuple[str, ...]


def _codes(indicators: Collection[Indicator]) -> tuple[str, ...]:
    return tuple(each.code for each in indicators)


MOVEMENT = Subject("", _("Mô hình"), _codes(_REGISTER))
PLANS = Subject("ke-hoach", _("Kế hoạch"), _codes(_PLANS))
ACTIVITIES = Subject("hoat-dong", _("Hoạt động"), _codes(_ACTIVITIES))
ASSESSMENTS = Subject("danh-gia", _("Đánh giá"), _codes(_ASSESSMENTS))
SUPPORT = Subject("ho-tro", _("Hỗ trợ người dân"), _codes(_SUPPORT))
INCIDENTS = Subject("vu-viec", _("Vụ việc"), _codes(_INCIDENTS))
ROLLCALLS = Subject("diem-danh", _("Điểm danh"), _codes(_ROLLCALLS))
_PAGES = (MOVEMENT, PLANS, ACTIVITIES, ASSESSMENTS, SUPPORT, INCIDENTS, ROLLCALLS)
SUBJECTS = {each.slug: each for each in _PAGES}
PUBLIC_SUBJECTS = {
    slug: each for slug, each in SUBJECTS.items() if any(INDICATORS[code].is_public for code in each.codes)
}
