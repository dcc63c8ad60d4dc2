"""The API described for people: our own page made from its own description, without anybody else's script."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from truongan.api.signing import signature
from truongan.api.states import Event, TokenScope
from truongan.api.v1.problems import PROBLEMS, problem


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    from truongan.api.v1.api import made  # the API is put together when addresses are read; they name this view

    api: Any = made()
    schema = api.get_openapi_schema()
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            said = _operation(path, method, operation, schema["components"]["schemas"])
            groups.setdefault(operation["tags"][0], []).append(said)
    context = {
        "groups": groups,
        "problems": [(code, *said) for code, said in PROBLEMS.items()],
        "scopes": TokenScope.choices,
        "events": Event.choices,
        "rate": settings.API_RATE,
        "address": f"{settings.SITE_ADDRESS}/api/v1",
        "example": signature("whs_vi-du", "1795312800", b'{"id":"1-1"}'),
    }
    return render(request, "api/docs.html", context)


@csrf_exempt  # it does nothing
def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """A path that is no operation, said as every other problem is."""
    return problem(request, "not_found", f"Không có /api/v1/{rest}. Các địa chỉ có ở /api/v1/.")


def _operation(path: str, method: str, operation: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    good: dict[str, Any] = next((each for status, each in operation["responses"].items() if int(status) < 300), {})
    answer = good.get("content", {}).get("application/json", {}).get("schema", {})
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation.get("summary", ""),
        "text": operation.get("description", ""),
        "parameters": [_parameter(each) for each in operation.get("parameters", [])],
        "body": _fields(body, schemas),
        "answer": _fields(answer, schemas),
    }


def _parameter(each: dict[str, Any]) -> dict[str, Any]:
    schema = each.get("schema", {})
    return {
        "name": each["name"],
        "kind": _kind(schema),
        "is_required": each.get("required", False),
        "text": each.get("description") or schema.get("description", ""),
    }


def _fields(schema: dict[str, Any], schemas: dict[str, Any]) -> list[dict[str, Any]]:
    """Fields of an object; those of the rows, where it is a page of a list."""
    found = _resolved(schema, schemas)
    if set(found.get("properties", {})) == {"items", "next"}:
        found = _resolved(found["properties"]["items"]["items"], schemas)
    required = found.get("required", [])
    return [
        {"name": name, "kind": _kind(each), "is_required": name in required, "text": each.get("description", "")}
        for name, each in found.get("properties", {}).items()
    ]


def _resolved(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    return found


def _kind(schema: dict[str, Any]) -> str:
    """`integer`, `date?`, `[EventOut]`: short enough for a telephone."""
    if "anyOf" in schema:
        kinds = [_kind(each) for each in schema["anyOf"]]
        return " | ".join(each for each in kinds if each != "null") + ("?" if "null" in kinds else "")
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if schema.get("type") == "array":
        return f"[{_kind(schema.get('items', {}))}]"
    return str(schema.get("format") or schema.get("type") or "")
