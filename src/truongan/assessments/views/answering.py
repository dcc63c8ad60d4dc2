"""The page a form of this context stands on unless it has its own, what forms are bound with, and workbooks."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse

from truongan.web import answering

answer = partial(answering.answer, template="assessments/form.html")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def posted(request: HttpRequest) -> dict[str, Any]:
    """What a form is bound with; nothing for a page that is only read."""
    return {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}


def workbook(content: bytes, stem: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{stem}.xlsx"'}
    )
