"""One page about a directive in sentences whose figures are live; the same sentences begin its report."""

from dataclasses import dataclass

from truongan.documents.wording import day_text
from truongan.kernel.dates import vn_date
from truongan.reports.narrative import Said, spoken
from truongan.reports.thread.numbers import Results
from truongan.reports.thread.sources import Thread

# (title, what must not be zero for the sentence to be worth saying, sentence)
_SAID: tuple[tuple[str, str, str], ...] = (
    ("Tiếp nhận", "vb.don_vi_nhan",
     "Có {vb.da_xac_nhan|n/N} đơn vị đã xác nhận tiếp nhận văn bản."),
    ("Tiếp nhận", "vb.nhiem_vu",
     "Có {vb.nhiem_vu_xong|n/N} nhiệm vụ được giao đã hoàn thành; {vb.nhiem_vu_qua_han} nhiệm vụ quá hạn."),
    ("Triển khai", "vb.van_ban_thuc_hien",
     "Các cấp, các ngành đã ban hành {vb.van_ban_thuc_hien} văn bản để thực hiện."),
    ("Triển khai", "vb.ke_hoach",
     "Có {vb.ke_hoach} kế hoạch năm học đã lập, trong đó {vb.ke_hoach_duyet} kế hoạch đã được duyệt; "
     "{vb.bien_phap_xong|n/N} biện pháp đã làm xong."),
    ("Triển khai", "vb.hoat_dong",
     "Có {vb.hoat_dong} hoạt động tuyên truyền, ra mắt, tập huấn và hoạt động khác đã tổ chức, với "
     "{vb.luot_nguoi|trên} lượt người tham gia."),
    ("Kết quả", "schemes.worked_on",
     "Có {schemes.worked_on} điểm mô hình tự quản đã được xây dựng, củng cố hoặc kiện toàn từ ngày ban hành; "
     "{schools.covered|n/N} trường học, cơ sở giáo dục đã có điểm mô hình."),
    ("Kết quả", "teams.count",
     "Có {teams.count} tổ tự quản với {teams.memberships} lượt thành viên."),
    ("Kết quả", "groups.count",
     "Có {groups.count} nhóm kết nối (Zalo) với {groups.memberships} lượt thành viên, trong đó {groups.connected|n/N} "
     "nhóm có đủ công an phụ trách địa bàn và cán bộ y tế."),
    ("Kết quả", "vb.truong_danh_gia",
     "Có {vb.truong_danh_gia} trường đã tự đánh giá theo bộ tiêu chí."),
    ("Kết quả", "vb.bao_cao",
     "Có {vb.bao_cao} báo cáo đã được nộp hoặc chốt."),
)  # fmt: skip


@dataclass(frozen=True)
class Section:
    title: str
    sentences: list[list[Said]]


def summary(found: Results) -> list[Section]:
    """The page: sections of sentences, each sentence cut at its figures. What has nothing to say is left out."""
    sections: dict[str, list[list[Said]]] = {}
    for title, _needed, text in _worth_saying(found):
        sections.setdefault(title, []).append(list(spoken(text, found.values)))
    return [Section(title, sentences) for title, sentences in sections.items()]


def report_texts(found: Results) -> dict[str, str]:
    """The same sentences as texts of a draft report, their figures still live."""
    said = _worth_saying(found)
    thread = found.thread
    work = [text for title, _needed, text in said if title != "Kết quả"]
    results = [text for title, _needed, text in said if title == "Kết quả" and "{vb.bao_cao}" not in text]
    opening = f"Tính đến ngày {vn_date(thread.on)}, sau khi thực hiện {thread.directive.name}:"
    texts = {
        "subject": f"Kết quả thực hiện {thread.directive.name} ngày {vn_date(thread.since)}",
        "grounds": grounds(thread),
    }
    if work:
        texts["work"] = "\n".join(work)
    if results:
        texts["results"] = "\n".join([opening, *(f"- {text}" for text in results)])
    return texts


def grounds(thread: Thread) -> str:
    directive = thread.directive
    about = directive.subject[:1].lower() + directive.subject[1:]
    return f"Thực hiện {directive.name} {day_text(thread.since)} của {directive.issuer_name} về {about}"


def _worth_saying(found: Results) -> list[tuple[str, str, str]]:
    values = found.values
    return [each for each in _SAID if values.get(each[1])]
