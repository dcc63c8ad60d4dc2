from typing import Self

from django.db import models

from truongan.organizations.querysets import in_scope


class ResultReportQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Reports issued by organizations this person sees; drafts only of those they belong to."""
        if not user.is_authenticated:
            return self.none()
        seen = in_scope(user.scope, "issuer__")
        if user.is_superuser:
            return self.filter(seen)
        mine = models.Q(issuer_id__in=user.scope.own_ids)
        return self.filter(mine | seen & models.Q(status="sealed"))
