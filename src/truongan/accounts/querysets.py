from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from truongan.kernel.text import fold
from truongan.organizations.querysets import in_scope


class DatedQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        """Rows in force on that day: from is included, to is not."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


class PersonQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """People at home in an organization this person sees."""
        return self.filter(in_scope(user.scope, "organization__")) if user.is_authenticated else self.none()

    def search(self, text: str) -> Self:
        found = self
        for word in fold(text).split():
            found = found.filter(search_fold__contains=word)
        return found
