"""Calls about groups of the official account (GMF). Shapes of answers are to be confirmed with Zalo: what is missing or
of another shape stays empty."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from truongan.channels.ways.zalo.wire import Refused, call

_GROUP = "/v3.0/oa/group"
_PAGE = 50
_EXPIRED = -237
_PAGES = 20  # the largest group holds a thousand


@dataclass(frozen=True)
class Group:
    group_id: str
    name: str
    link: str
    member_count: str
    largest: str
    state: str
    valid_through: str  # as Zalo writes it

    def noted(self, now: datetime) -> dict[str, str]:
        """What is kept with the address."""
        return {
            "link": self.link, "members": self.member_count, "largest": self.largest, "state": self.state,
            "valid_through": self.valid_through, "looked_at": now.isoformat(),
        }  # fmt: skip


def create(token: str, *, name: str, description: str, asset_id: str, members: list[str]) -> Group:
    """1 to 99 members, who follow the account or wrote to it within seven days."""
    said = {
        "group_name": name, "group_description": description, "asset_id": asset_id, "member_user_ids": members,
    }  # fmt: skip
    return _group(call("POST", f"{_GROUP}/creategroupwithoa", token, said=said))


def look(token: str, group_id: str) -> tuple[Group, list[str], list[str]]:
    """The group, its members, those who wait to be let in."""
    group = _group(call("GET", f"{_GROUP}/getgroup", token, said={"group_id": group_id}))
    members: list[str] = []
    for page in range(_PAGES):
        said = {"group_id": group_id, "offset": page * _PAGE, "count": _PAGE}
        found = _ids(call("GET", f"{_GROUP}/listmember", token, said=said))
        members += found
        if len(found) < _PAGE:
            break
    return group, members, _waiting(token, group_id)


def _waiting(token: str, group_id: str) -> list[str]:
    """Nobody can be let into a group whose package has ended, so Zalo does not say who asks."""
    said = {"group_id": group_id, "offset": 0, "count": _PAGE}
    try:
        return _ids(call("GET", f"{_GROUP}/listpendinginvite", token, said=said))
    except Refused as refused:
        if refused.code == _EXPIRED:
            return []
        raise


def invite(token: str, group_id: str, members: list[str]) -> None:
    call("POST", f"{_GROUP}/invite", token, said={"group_id": group_id, "member_user_ids": members})


def accept(token: str, group_id: str, members: list[str]) -> None:
    call("POST", f"{_GROUP}/acceptpendinginvite", token, said={"group_id": group_id, "member_user_ids": members})


def reject(token: str, group_id: str, members: list[str]) -> None:
    call("POST", f"{_GROUP}/rejectpendinginvite", token, said={"group_id": group_id, "member_user_ids": members})


def remove(token: str, group_id: str, members: list[str]) -> None:
    call("POST", f"{_GROUP}/removemembers", token, said={"group_id": group_id, "member_user_ids": members})


def _group(told: dict[str, Any]) -> Group:
    info, asset = _part(told, "group_info") or told, _part(told, "asset_info")
    return Group(
        group_id=str(info.get("group_id", "")), name=str(info.get("name", "")), link=str(info.get("group_link", "")),
        member_count=str(info.get("total_member", "")), largest=str(info.get("max_member", "")),
        state=str(info.get("status", "")), valid_through=str(asset.get("valid_through", "")),
    )  # fmt: skip


def _part(told: dict[str, Any], name: str) -> dict[str, Any]:
    found = told.get(name)
    return found if isinstance(found, dict) else {}


def _ids(told: dict[str, Any]) -> list[str]:
    rows = told.get("members")
    rows = rows if isinstance(rows, list) else []
    return [str(each["user_id"]) for each in rows if isinstance(each, dict) and each.get("user_id")]
