"""Groups of an official account (GMF), as far as the product asks for them."""

from dataclasses import dataclass, field
from typing import Any

Reply = tuple[int, dict[str, Any]]
SIZES = {"gmf10": 10, "gmf50": 50, "gmf100": 100, "gmf1000": 1000}


@dataclass
class Group:
    id: str
    name: str
    description: str
    kind: str
    members: list[str]
    pending: list[str] = field(default_factory=list)
    invited: list[str] = field(default_factory=list)
    valid_through: str = "2027-11-22 00:00:00"
    has_expired: bool = False
    has_left: bool = False  # somebody put the account out of the group

    @property
    def told(self) -> dict[str, Any]:
        return {
            "group_info": {
                "group_id": self.id, "name": self.name, "group_description": self.description,
                "group_link": f"https://zalo.me/g/{self.id}", "total_member": str(len(self.members)),
                "max_member": str(SIZES.get(self.kind, 10)), "status": "expired" if self.has_expired else "enabled",
            },
            "asset_info": {"asset_type": self.kind, "valid_through": self.valid_through, "auto_renew": "false"},
        }  # fmt: skip


class Groups:
    def __init__(self) -> None:
        self.all: dict[str, Group] = {}
        self.assets: dict[str, str] = {"asset-1": "gmf10", "asset-2": "gmf100"}  # bought and not yet used
        self.may_invite: set[str] | None = None  # None: everybody; else who follows or wrote in the last seven days

    def fault_of(self, group_id: str) -> int:
        group = self.all.get(group_id)
        if group is None or group.has_left:
            return -403
        return -237 if group.has_expired else 0

    def answer(self, name: str, asked) -> Reply:
        if name == "creategroupwithoa":
            return self._create(asked.json)
        if name == "getgroupsofoa":
            rows = [each.told["group_info"] for each in self.all.values()]
            return _granted({"groups": rows, "total": len(rows)})
        said = asked.json if asked.method == "POST" else asked.query
        group = self.all.get(str(said.get("group_id")))
        if group is None:
            return 200, {"error": -403, "message": "OA is not in the group"}
        if group.has_expired and name not in ("getgroup", "listmember"):
            return 200, {"error": -237, "message": "GMF group has expired"}
        answer: Reply = getattr(self, f"_{name}", _unknown)(group, said)
        return answer

    def _create(self, said: dict[str, Any]) -> Reply:
        members = [str(each) for each in said.get("member_user_ids", [])]
        if not 1 <= len(said.get("group_name", "")) <= 30 or not 1 <= len(members) <= 99:
            return 200, {"error": -201, "message": "Invalid params"}
        if said.get("asset_id") not in self.assets:
            return 200, {"error": -224, "message": "OA has no such package"}
        kind = self.assets.pop(said["asset_id"])
        group = Group(f"g{len(self.all) + 1:04}", said["group_name"], said.get("group_description", ""), kind, [])
        group.members = [each for each in members if self.may_invite is None or each in self.may_invite]
        self.all[group.id] = group
        return _granted(group.told["group_info"])

    def _getgroup(self, group: Group, said) -> Reply:
        return _granted(group.told)

    def _updateinfo(self, group: Group, said) -> Reply:
        group.name = said.get("group_name", group.name)
        return _granted(group.told["group_info"])

    def _invite(self, group: Group, said) -> Reply:
        asked = [str(each) for each in said.get("member_user_ids", [])]
        if self.may_invite is not None and not set(asked) <= self.may_invite:
            return 200, {"error": -232, "message": "User has not interacted with the OA"}
        group.invited += [each for each in asked if each not in group.members]
        return _granted({})

    def _listpendinginvite(self, group: Group, said) -> Reply:
        return _granted({"members": [{"user_id": each, "name": "Người xin vào"} for each in group.pending]})

    def _acceptpendinginvite(self, group: Group, said) -> Reply:
        for each in map(str, said.get("member_user_ids", [])):
            if each in group.pending:
                group.pending.remove(each)
                group.members.append(each)
        return _granted({})

    def _rejectpendinginvite(self, group: Group, said) -> Reply:
        group.pending = [each for each in group.pending if each not in said.get("member_user_ids", [])]
        return _granted({})

    def _listmember(self, group: Group, said) -> Reply:
        start, count = int(said.get("offset", 0)), int(said.get("count", 5))
        if count > 50:
            return 200, {"error": -201, "message": "Invalid params"}
        rows = [{"user_id": each, "name": "Thành viên"} for each in group.members[start : start + count]]
        return _granted({"members": rows, "total": len(group.members)})

    def _removemembers(self, group: Group, said) -> Reply:
        group.members = [each for each in group.members if each not in said.get("member_user_ids", [])]
        return _granted({})

    def _delete(self, group: Group, said) -> Reply:
        del self.all[group.id]
        return _granted({})


def _unknown(group: Group, said) -> Reply:
    return 200, {"error": -201, "message": "No such address"}


def _granted(what: dict[str, Any]) -> Reply:
    return 200, {"error": 0, "message": "Success", "data": what}
