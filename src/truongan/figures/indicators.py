"""Every number the product states, declared once: its code, its words, how it is counted, who may read it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from truongan.movement.models.ledger import STOCKS


@dataclass(frozen=True)
class Indicator:
    """`stock` is the ledger column it is summed from (empty: counted elsewhere, see questions.py).

    `people` marks numbers of people, whose small cells are suppressed in public tables (domain: personal data).
    `of` is the indicator it is a part of, for "n trên N".
    """

    code: str
    label: str | Promise
    unit: str | Promise
    basis: str | Promise
    stock: str = ""
    rows: str = "scheme"  # what stands behind it: school | scheme | team | team_membership | group | group_membership
    people: bool = False
    distinct: bool = False
    event: str = ""
    of: str = ""
    is_public: bool = True
    only_in_period: bool = False


_SCHEME, _TEAM, _GROUP = _("điểm"), _("tổ"), _("nhóm")
_MEMBERSHIP, _PERSON, _SCHOOL = _("lượt thành viên"), _("người"), _("trường")

_ALL = (
    Indicator(
        "schools.count", _("Trường học, cơ sở giáo dục"), _SCHOOL,
        _("Trường đang hoạt động và đặt tại địa bàn vào ngày tính; trường nhiều cấp tính một lần."), rows="school",
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
        "groups.active", _("Nhóm đang hoạt động"), _GROUP,
        _("Nhóm kết nối có lần kiểm tra ghi nhận đang hoạt động trong {days} ngày đến ngày tính."),
        stock="groups_active", rows="group", of="groups.count",
    ),
)  # fmt: skip

INDICATORS = {indicator.code: indicator for indicator in _ALL}
SUMMED = tuple(indicator for indicator in _ALL if indicator.stock)

if not {indicator.stock for indicator in SUMMED} <= set(STOCKS):
    raise AssertionError("an indicator names a stock the ledger does not keep")
