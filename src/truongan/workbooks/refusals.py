"""Why a whole file is refused, and what its sender can do about it."""

from django.utils.translation import gettext as _

from truongan.workbooks.problems import CannotRead


def empty_file() -> CannotRead:
    return CannotRead("empty_file", _("Tệp trống, không có nội dung nào. Kiểm tra lại tệp rồi gửi lại."))


def too_large(size: int, limit: int) -> CannotRead:
    """Both sizes in bytes."""
    return CannotRead(
        "too_large",
        _(
            "Tệp nặng %(size)d MB, nhiều nhất là %(limit)d MB. Xóa hình ảnh và trang tính thừa,"
            " hoặc chia thành nhiều tệp."
        )
        % {"size": -(-size // 1024**2), "limit": limit // 1024**2},
    )


def not_a_workbook() -> CannotRead:
    return CannotRead("not_a_workbook", _("Tệp này không phải bảng tính. Gửi tệp Excel (.xlsx, .xls) hoặc CSV."))


def web_page() -> CannotRead:
    return CannotRead(
        "not_a_workbook",
        _("Tệp này thực chất là một trang web. Mở bằng Excel, chọn Lưu thành… dạng Excel (.xlsx) rồi gửi lại."),
    )


def other_format(name: str) -> CannotRead:
    return CannotRead(
        "not_a_workbook",
        _("Tệp này là %(name)s. Mở bằng Excel, chọn Lưu thành… dạng Excel (.xlsx) rồi gửi lại.") % {"name": name},
    )


def encrypted() -> CannotRead:
    return CannotRead(
        "encrypted",
        _(
            "Tệp có mật khẩu nên không đọc được. Mở bằng Excel, vào Tệp › Thông tin › Bảo vệ sổ làm việc,"
            " bỏ mật khẩu rồi gửi lại."
        ),
    )


def has_macros() -> CannotRead:
    return CannotRead(
        "macro",
        _(
            "Tệp có chứa macro nên không được nhận. Mở bằng Excel, chọn Lưu thành… dạng Excel"
            " (.xlsx, không macro) rồi gửi lại."
        ),
    )


def bomb() -> CannotRead:
    return CannotRead(
        "bomb",
        _(
            "Tệp nén bất thường: bung ra lớn hơn nhiều so với bảng tính thật nên không được mở."
            " Chép dữ liệu sang tệp Excel mới rồi gửi lại."
        ),
    )


def broken() -> CannotRead:
    return CannotRead("broken", _("Tệp bị hỏng nên không đọc được. Mở bằng Excel, lưu lại rồi gửi lại."))


def too_many_rows(sheet: str, limit: int) -> CannotRead:
    return CannotRead(
        "too_many_rows",
        _("Trang tính “%(sheet)s” có nội dung quá dòng %(limit)d. Xóa các dòng thừa ở cuối hoặc chia thành nhiều tệp.")
        % {"sheet": sheet, "limit": limit},
    )


def too_wide(sheet: str, coordinate: str) -> CannotRead:
    place = f"{sheet}, {coordinate}" if sheet else coordinate
    return CannotRead(
        "too_wide",
        _("Có nội dung nằm rất xa bảng, tới tận ô %(place)s. Xóa nội dung ở các cột thừa rồi gửi lại.")
        % {"place": place},
    )


def no_content() -> CannotRead:
    return CannotRead("no_content", _("Tệp không có dòng dữ liệu nào. Kiểm tra lại tệp rồi gửi lại."))
