"""Something of confidential tips for each of their addresses, with the unit of the cast's commune."""

from tests.tips.making import keeper, tell, two_levels
from truongan.tips.models import TipOfficer, TipRoute


def tip_arguments(cast) -> dict[str, list]:
    """Arguments of each route that needs some, by its name."""
    two_levels(cast)
    keeper(cast.truong_phong_xa, cast.commune_police)
    tip = tell(cast).tip
    officer = TipOfficer.objects.get(user=cast.cong_an_xa)
    route = TipRoute.objects.get(organization=cast.commune_police)
    found = {f"tips_desk:{name}": [tip.pk] for name in ("tip", "reply", "note", "state", "forward")}
    found |= {f"tips_desk:{name}": [cast.commune_police.pk] for name in ("unit", "recovery_arrange")}
    of_officer = ("officer_end", "officer_grant", "recovery_release", "recovery_complete")
    found |= {f"tips_desk:{name}": [officer.pk] for name in of_officer}
    return found | {"tips_desk:file": [tip.pk, 1], "tips_desk:route_remove": [route.pk]}


def tip_keys(cast) -> dict[str, list]:
    """What stands in the addresses of their pages."""
    found = tip_arguments(cast)
    return {"confided": found["tips_desk:tip"], "tips_unit": found["tips_desk:unit"]}
