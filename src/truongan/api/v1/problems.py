"""Errors as problem+json (RFC 9457): what is wrong, in Vietnamese, and what to do."""

import json
import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import Field

from truongan.kernel.refusals import Refusal

log = logging.getLogger(__name__)
CONTENT_TYPE = "application/problem+json; charset=utf-8"

# code → status, title, what to do
PROBLEMS = {
    "token_missing": (401, "Thiếu mã truy cập", "Gửi đầu trang Authorization: Bearer <mã>."),
    "token_wrong": (401, "Mã truy cập không đúng", "Kiểm tra mã; mã đầy đủ chỉ hiện một lần khi tạo."),
    "token_expired": (401, "Mã truy cập đã hết hạn", "Nhờ quản trị đơn vị tạo mã mới."),
    "token_revoked": (401, "Mã truy cập đã bị thu hồi", "Nhờ quản trị đơn vị tạo mã mới."),
    "organization_closed": (403, "Đơn vị của mã này đã giải thể", "Nhờ quản trị đơn vị kế tục tạo mã mới."),
    "scope_missing": (403, "Mã này không được làm việc đó", "Nhờ quản trị đơn vị tạo mã có quyền cần thiết."),
    "forbidden": (403, "Đơn vị của mã này không được làm việc đó", "Xem quyền của đơn vị trong tài liệu."),
    "not_found": (404, "Không có, hoặc ngoài phạm vi của đơn vị", "Kiểm tra mã, số trong địa chỉ."),
    "refused": (409, "Không làm được lúc này", "Đọc lý do trong detail, sửa rồi gửi lại."),
    "key_reused": (
        409, "Idempotency-Key đã dùng cho nội dung khác", "Mỗi yêu cầu mới dùng một khóa mới; gửi lại thì giữ nguyên nội dung.",
    ),
    "bad_request": (400, "Không đọc được yêu cầu", "Gửi JSON mã hóa UTF-8."),
    "invalid": (422, "Nội dung chưa đúng", "Sửa các chỗ nêu trong errors rồi gửi lại."),
    "too_many": (429, "Gọi quá nhiều", "Đợi số giây ghi ở đầu trang Retry-After rồi gọi tiếp."),
    "failed": (500, "Lỗi của hệ thống", "Gửi lại sau với cùng Idempotency-Key; nếu còn lỗi, báo quản trị kèm request_id."),
}  # fmt: skip


class Error(Schema):
    where: str = Field(description="Chỗ sai, ví dụ body.category")
    text: str = Field(description="Sai thế nào")


class Problem(Schema):
    """Lỗi theo RFC 9457."""

    type: str = Field(description="Địa chỉ mô tả loại lỗi")
    title: str
    status: int
    code: str = Field(description="Mã lỗi để chương trình xử lý")
    detail: str = Field(description="Lý do cụ thể")
    what_to_do: str = Field(description="Cách xử lý")
    request_id: str = Field(description="Số của yêu cầu trong nhật ký máy chủ")
    errors: list[Error] = []


class ApiError(Exception):
    """Stops a request with one of PROBLEMS."""

    def __init__(self, code: str, detail: str = "", *, errors: list[dict[str, str]] | None = None, wait: int = 0):
        super().__init__(code, detail)
        self.code, self.detail, self.errors, self.wait = code, detail, errors or [], wait


def problem(
    request: HttpRequest, code: str, detail: str = "", errors: list[dict[str, str]] | None = None
) -> HttpResponse:
    """The answer of that code."""
    status, title, what_to_do = PROBLEMS[code]
    said: dict[str, Any] = {
        "type": f"/api/v1/#{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": detail or title,
        "what_to_do": what_to_do,
        "request_id": getattr(request, "request_id", ""),
        "errors": errors or [],
    }
    answer = HttpResponse(json.dumps(said, ensure_ascii=False), status=status, content_type=CONTENT_TYPE)
    if status == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="Truong An"'
    return answer


def answer_problems(api: NinjaAPI) -> None:
    """Every way a request can fail, told as a problem."""

    def on(kind: type[Exception], tell) -> None:
        api.add_exception_handler(kind, tell)

    on(ApiError, _told)
    on(Http404, lambda request, _reason: problem(request, "not_found"))
    on(PermissionDenied, lambda request, _reason: problem(request, "forbidden"))
    on(AuthenticationError, lambda request, _reason: problem(request, "token_missing"))
    on(HttpError, lambda request, _reason: problem(request, "bad_request"))
    on(ValidationError, _invalid)
    on(Refusal, lambda request, reason: problem(request, "refused", str(reason)))
    on(Exception, _failed)


def _told(request: HttpRequest, reason: ApiError) -> HttpResponse:
    answer = problem(request, reason.code, reason.detail, reason.errors)
    if reason.wait:
        answer["Retry-After"] = str(reason.wait)
    return answer


def _invalid(request: HttpRequest, reason: ValidationError) -> HttpResponse:
    errors = [{"where": ".".join(map(str, each["loc"])), "text": _words(each)} for each in reason.errors]
    return problem(request, "invalid", errors=errors)


_TYPES = {
    "missing": "Thiếu.",
    "string_too_long": "Dài quá.",
    "string_too_short": "Ngắn quá.",
    "string_pattern_mismatch": "Có ký tự không được dùng.",
    "greater_than_equal": "Nhỏ quá.",
    "less_than_equal": "Lớn quá.",
    "extra_forbidden": "Không có trường này.",
}


def _words(error: dict[str, Any]) -> str:
    kind = str(error.get("type", ""))
    if kind in _TYPES:
        return _TYPES[kind]
    if kind.startswith(("int", "float", "bool", "decimal")):
        return "Phải là số hoặc đúng/sai theo mô tả."
    if kind.startswith(("date", "time", "timezone")):
        return "Ngày giờ theo ISO 8601, ví dụ 2026-11-22 hoặc 2026-11-22T09:30:00+07:00."
    return "Không đúng kiểu hoặc không nằm trong các giá trị cho phép."


def _failed(request: HttpRequest, reason: Exception) -> HttpResponse:
    log.exception("the API failed", exc_info=reason, extra={"request_id": getattr(request, "request_id", "")})
    return problem(request, "failed")
