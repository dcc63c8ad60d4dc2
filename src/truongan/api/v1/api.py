"""The API put together: its operations, its errors, its description."""

from datetime import datetime
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.views.decorators.http import require_safe
from ninja import NinjaAPI, Router, Schema

from truongan.api.v1 import alerts, directives, duty, figures, incidents, register
from truongan.api.v1.asking import ERRORS, caller
from truongan.api.v1.authentication import Bearer
from truongan.api.v1.problems import answer_problems
from truongan.api.v1.register import OrganizationRef, organization_ref

about = Router(tags=["Mã truy cập"], auth=Bearer())


class TokenOut(Schema):
    name: str
    organization: OrganizationRef
    scopes: list[str]
    expires_at: datetime | None


@about.get(
    "/token", response={200: TokenOut, **ERRORS}, url_name="token", summary="Mã đang dùng là của ai, được làm gì"
)
def token(request: HttpRequest):
    mine = caller(request).api_token  # type: ignore[attr-defined]  # the other side of ApiToken.user
    return {
        "name": mine.name,
        "organization": organization_ref(mine.organization),
        "scopes": mine.scopes,
        "expires_at": mine.expires_at,
    }


class _Api(NinjaAPI):
    def get_openapi_schema(self, **options: Any) -> Any:
        """Errors are problem+json, which the description of an operation cannot say by itself."""
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400 and "application/json" in answer.get("content", {}):
                        answer["content"] = {"application/problem+json": answer["content"]["application/json"]}
        return schema


@cache
def made() -> NinjaAPI:
    """The one API of the process: made when addresses are first read, since routers know only one."""
    api = _Api(
        title="Trường An",
        version="1",
        description="Sổ đăng ký, số liệu, chỉ đạo và mạng lưới của phong trào trường học tự quản về an ninh, trật tự.",
        docs_url=None,
        openapi_url="/openapi.json",
        docs_decorator=require_safe,
        urls_namespace="api_v1",
    )
    for router in (
        about,
        register.router,
        figures.router,
        directives.router,
        duty.router,
        incidents.router,
        alerts.router,
    ):
        api.add_router("", router)
    answer_problems(api)
    return api
