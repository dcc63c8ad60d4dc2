"""Page furniture: what stands around an article on every page of a portal, told by its words.

The words are the ones Vietnamese portals use; they count only in short lines, so that a paragraph that begins with
"Chia sẻ với phóng viên" stays a paragraph.
"""

import re

from django.utils.translation import gettext as _

from truongan.kernel.text import fold

_SHORT = 16  # words
# Whole lines, without diacritics and punctuation.
_LINES = {
    _("danh mục"): (
        "trang chu|gioi thieu|tin tuc|tin tuc su kien|su kien|lien he|so do trang|so do cong|site map|sitemap|menu|"
        "danh muc|chuyen muc|van ban|van ban phap luat|thu vien|thu vien anh|video|media|multimedia|hoi dap|rss|home|"
        "dich vu cong|thu tuc hanh chinh|thong bao|lich cong tac|tieng viet|english|ban do|an ninh trat tu|"
        "ho tro nguoi dan doanh nghiep|ho tro nguoi dan va doanh nghiep|cong dan|doanh nghiep|du khach|chinh quyen"
    ),
    _("nút của trang"): (
        "in|in trang|in trang nay|in bai viet|ban in|phien ban in|gui email|gui mail|gui bai viet|luu bai|luu tin|"
        "chia se|chia se bai viet|chia se facebook|facebook|zalo|twitter|x|youtube|tiktok|linkedin|google|"
        "share|tweet|like|thich|theo doi|quay lai|tro lai|ve dau trang|len dau trang|top|back|xem them|doc tiep|"
        "doc them|chi tiet|xem chi tiet|nghe doc bai|doc bai|nghe bai viet|doc bao|phong to|thu nho|co chu|"
        "tang co chu|giam co chu|tuong phan|a|aa|a a|aaa|a a a|tim kiem|tim|search|dang nhap|dang ky|dang xuat|"
        "login|quen mat khau|dong|close|sang toi|dat cau hoi|copy link|sao chep lien ket|mac dinh"
    ),
    _("ô ý kiến bạn đọc"): (
        "y kien|y kien ban doc|y kien cua ban|binh luan|binh luan cua ban|gui binh luan|gui y kien|viet binh luan|"
        "comment|comments|post comment|ho ten|ho va ten|ten cua ban|ten hien thi|email|e mail|thu dien tu|"
        "dia chi email|noi dung|noi dung y kien|tieu de|tieu de y kien|ma xac nhan|ma kiem tra|ma bao ve|captcha|"
        "gui|gui di|gui phan hoi|nhap lai|huy|huy bo|phan hoi|gui phan hoi cua ban|tra loi|moi nhat|cu nhat|"
        "chua co binh luan|chua co y kien nao|danh gia|danh gia bai viet|danh gia bai viet nay"
    ),
    _("liên kết đến bài khác"): (
        "tin lien quan|bai lien quan|bai viet lien quan|tin bai lien quan|tin khac|cac tin khac|tin bai khac|"
        "cac bai khac|bai viet khac|cac tin da dua|tin da dua|tin cu hon|tin moi hon|cac tin cu hon|cac tin moi hon|"
        "tin moi|tin moi nhat|tin noi bat|tin doc nhieu|doc nhieu|doc nhieu nhat|xem nhieu|xem nhieu nhat|"
        "tin xem nhieu|tin cung chuyen muc|cung chuyen muc|tin tieu diem|tieu diem|co the ban quan tam|"
        "ban co the quan tam|tin bai cung chuyen muc|chu de|tu khoa|tags|tag|lien ket website|lien ket web|"
        "lien ket|bai truoc|bai sau|bai tiep theo"
    ),
    _("bộ đếm, quảng cáo"): "quang cao|thong ke truy cap|thong ke|advertisement|nhan tin|dang ky nhan tin",
}
# Beginnings of lines, without diacritics; the line may go on.
_BEGINNINGS = {
    _("ô ý kiến bạn đọc"): (
        r"y kien cua ban (se|phai|duoc)|binh luan cua ban (se|duoc)|y kien (se )?duoc (xet|kiem) duyet|"
        r"(xin )?vui long (go|nhap|viet|su dung) tieng viet|vui long (dang nhap|nhap)|ban can dang nhap|"
        r"y kien \(?\d+\)?$|binh luan \(?\d+\)?$|hay la nguoi (dau tien|binh luan)|con lai \d+ ky tu|"
        r"tong so diem|\d+ danh gia|click de danh gia|nhap ma"
    ),
    _("bộ đếm, quảng cáo"): (
        r"(so )?luot (xem|truy cap|doc)|da xem|xem \d+ lan|views?\b|dang (truy cap|online)|truy cap (hom nay|trong)|"
        r"hom nay \d|hom qua \d|tong (so )?luot|dang truc tuyen"
    ),
    _("chân trang"): (
        r"ban quyen|copyright|giay phep|giay phep so|chiu trach nhiem( chinh| noi dung)?|co quan chu quan|"
        r"don vi chu quan|tong bien tap|truong ban bien tap|thiet ke (boi|va)|phat trien boi|powered by|"
        r"dia chi( lien he)? |dien thoai( lien he)? |dt |fax|tel|hotline|duong day nong|email |ghi ro nguon|"
        r"all rights|website duoc|trang thong tin dien tu|cong thong tin dien tu .{0,60}$"
    ),
    _(
        "nút của trang"
    ): r"(chia se|share) (len|qua|tren|bai)|co chu|kich thuoc chu|nghe (doc|noi dung)|theo doi .{2,30} tren",
    _("liên kết đến bài khác"): r"(tu khoa|tags?|chu de)\b.{0,80}$|xem them ",
}
# After one of these nothing of the article comes any more.
_TAIL = re.compile(
    r"^(y kien|y kien ban doc|y kien cua ban|binh luan|binh luan cua ban|comments?|gui binh luan|gui y kien|"
    r"(cac )?tin (bai )?(lien quan|khac|da dua|cu hon|moi hon|cung chuyen muc)|bai (viet )?(lien quan|khac)|"
    r"cac bai khac|tin bai (lien quan|khac)|cung chuyen muc|co the ban quan tam|ban co the quan tam|"
    r"ban quyen .*|copyright .*)( \d+)?$"
)
_SIGNS = re.compile(r"[^0-9a-z]+")
_CRUMBS = re.compile(r"\s(?:[>»›|/·•]|::|->|→)\s|\s[-–]\s(?=\S+\s[-–]\s)")
_BY_LINE = {words: reason for reason, rows in _LINES.items() for words in rows.split("|")}
_BY_BEGINNING = [(re.compile(f"^(?:{pattern})"), reason) for reason, pattern in _BEGINNINGS.items()]


def furniture_reason(text: str) -> str:
    """Why a line is furniture by its words, empty where it is not."""
    words = text.split()
    if len(words) > _SHORT * 2:
        return ""
    plain = bare(text)
    if not plain:
        return _("không có chữ")
    if reason := _BY_LINE.get(plain):
        return reason
    if len(words) <= _SHORT or plain.startswith(("y kien cua ban", "binh luan cua ban", "vui long", "xin vui long")):
        for pattern, reason in _BY_BEGINNING:
            if pattern.match(plain):
                return reason
    return _("đường dẫn trang") if _is_trail(text) else ""


def begins_tail(text: str) -> bool:
    """A heading after which only furniture follows: comments, other news, the foot of the page."""
    return len(text.split()) <= _SHORT and bool(_TAIL.match(bare(text)))


def bare(text: str) -> str:
    """Folded, words alone."""
    return _SIGNS.sub(" ", fold(text)).strip()


def _is_trail(text: str) -> bool:
    """`Trang chủ > Tin tức > An ninh`, `Giới thiệu | Văn bản | Liên hệ`: short parts between signs."""
    parts = [part for part in _CRUMBS.split(text) if part.strip()]
    if len(parts) < 2 or any(len(part.split()) > 6 for part in parts):
        return False
    return len(parts) >= 3 or any(bare(part) in _BY_LINE for part in parts)
