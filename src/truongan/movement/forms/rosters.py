"""A list of people on one page: who stays (and as what), who leaves, who joins. Works without JavaScript."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from truongan.accounts.models import Person
from truongan.movement.actions import Newcomer, Seat

ADDED_AT_ONCE = 3
MOST_ROWS = 200


class LineForm(forms.Form):
    """One added line: somebody of the register, a new person, or a number of people without names."""

    person = forms.ChoiceField(label=_("Người đã có trong sổ"), required=False)
    name = forms.CharField(label=_("Họ tên, hoặc nhóm người"), max_length=120, required=False)
    phone = forms.CharField(label=_("Điện thoại"), max_length=20, required=False)
    post = forms.CharField(label=_("Chức vụ"), max_length=120, required=False)
    count = forms.IntegerField(label=_("Số người"), min_value=1, max_value=5000, required=False)
    role = forms.ChoiceField(label=_("Vai trò"))

    def __init__(self, *args, people: Mapping[int, Person], choices: list, roles: Sequence[tuple[Any, Any]], **kwargs):
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["person"].choices = choices  # type: ignore[attr-defined]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        self.fields["phone"].widget.input_type = "tel"
        self.fields["count"].widget.attrs["placeholder"] = _("nếu không nêu tên")

    def clean(self):
        found = super().clean() or {}
        if found.get("person") and (found.get("name") or found.get("count")):
            raise forms.ValidationError(_("Chọn người đã có, hoặc gõ tên: không làm cả hai trên một dòng."))
        if not found.get("name") and (found.get("count") or found.get("phone")):
            raise forms.ValidationError(_("Ghi họ tên, hoặc tên nhóm người (ví dụ: học sinh lớp 9A)."))
        return found

    @property
    def is_typed(self) -> bool:
        """Whether the part for people not yet in the register has something in it, or something wrong."""
        return any(self[name].value() for name in ("name", "phone", "post", "count")) or bool(
            self.is_bound and self.errors
        )

    @property
    def line(self) -> Seat | Newcomer | None:
        found = self.cleaned_data
        if found.get("person"):
            return Seat(found["role"], self.people[int(found["person"])])
        if not found.get("name"):
            return None
        if found.get("count"):
            return Seat(found["role"], count=found["count"], label=found["name"])
        return Newcomer(found["role"], found["name"], found["phone"], found["post"])


@dataclass(frozen=True)
class PlaceLine:
    """One present member: whether they stay, and as what."""

    place: Any
    stays: bool
    role: str
    keep_name: str
    role_name: str


class RosterSheet:
    """Present members with a tick each, and lines to add. `prefix` keeps several sheets of one page apart.

    `data` is what was posted; with `growing` it is shown again with more lines instead of being judged.
    """

    def __init__(
        self, *, roles: Sequence[tuple[Any, Any]], people: Iterable[Person], places: Iterable[Any] = (),
        role_field: str = "role", data: Mapping[str, Any] | None = None, growing: bool = False, prefix: str = "tv",
        lines: int = ADDED_AT_ONCE, default_role: str = "member",
    ):  # fmt: skip
        self.prefix, self.roles, self.data, self.growing = prefix, list(roles), data, growing
        self.people = {person.pk: person for person in people}
        self.places, self.role_field = list(places), role_field
        self.default_role, self.first_lines = default_role, lines
        self.more = True  # growing adds lines; a sheet that is only shown again does not

    @cached_property
    def lines(self) -> list[PlaceLine]:
        return [self._place_line(place) for place in self.places]

    @cached_property
    def added(self):
        options = {
            "people": self.people, "choices": self._choices, "roles": self.roles,
            "empty_permitted": True, "use_required_attribute": False,
        }  # fmt: skip
        kind = forms.formset_factory(LineForm, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
        if self.data is not None and not self.growing:
            return kind(self.data, prefix=self.prefix, form_kwargs=options)
        rows = self._typed_rows() if self.data is not None else []
        more = self.first_lines if self.data is None else ADDED_AT_ONCE if self.more else 0
        rows += [{"role": self.default_role} for _row in range(more)]
        return kind(initial=rows[:MOST_ROWS], prefix=self.prefix, form_kwargs=options)

    def is_valid(self) -> bool:
        return self.added.is_valid()

    @property
    def seats(self) -> list[Seat | Newcomer]:
        staying = [self._seat(line) for line in self.lines if line.stays]
        joining = [form.line for form in self.added if form.line]
        return [*staying, *joining]

    def _place_line(self, place: Any) -> PlaceLine:
        keep, role = f"{self.prefix}-giu-{place.pk}", f"{self.prefix}-vai-{place.pk}"
        known = getattr(place, self.role_field)
        if self.data is None:
            return PlaceLine(place, True, known, keep, role)
        chosen = self.data.get(role, known)
        return PlaceLine(place, keep in self.data, chosen if chosen in dict(self.roles) else known, keep, role)

    def _seat(self, line: PlaceLine) -> Seat:
        place = line.place
        return Seat(line.role, place.person, place.count, place.label)

    def _typed_rows(self) -> list[dict[str, Any]]:
        typed = self.data or {}
        total = str(typed.get(f"{self.prefix}-TOTAL_FORMS", "0"))
        rows = range(min(int(total), MOST_ROWS) if total.isdecimal() and len(total) < 5 else 0)
        return [{name: typed.get(f"{self.prefix}-{row}-{name}", "") for name in LineForm.base_fields} for row in rows]

    @cached_property
    def _choices(self) -> list[tuple[Any, Any]]:
        return [("", _("Chọn người")), *((str(person.pk), _described(person)) for person in self.people.values())]


def _described(person: Person) -> str:
    details = [part for part in (person.post, person.organization.name if person.organization else "") if part]
    return f"{person.name} ({', '.join(details)})" if details else person.name
