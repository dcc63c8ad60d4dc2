"""Windows of the editors' screens in which a document of the register or an organization is picked."""

from typing import ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.chooser import (
    ChooseResultsView,
    ChooseView,
    ChosenMultipleView,
    ChosenView,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet

from truongan.directives.models import Directive
from truongan.figures.models import Seal
from truongan.organizations.models import Level, Organization


class _Counted(WagtailPaginator):
    @property
    def items_count_label(self) -> str:
        return str(self.count)  # the heading says of what; Wagtail would add the model's name in English


class FoldedSearchForm(BaseFilterForm):
    """Words with or without diacritics, as everywhere in the product."""

    q = forms.CharField(label=_("Tìm"), required=False, max_length=100)

    def filter(self, objects: QuerySet) -> QuerySet:
        self.is_searching = bool(words := self.cleaned_data["q"])
        self.search_query = words
        return objects.search(words) if words else objects  # type: ignore[attr-defined]  # our querysets


class DirectiveChooserViewSet(ChooserViewSet):
    """Published directives alone: a card must not tell the title of another."""

    model = Directive
    icon = "doc-full"
    choose_one_text = _("Chọn văn bản")
    choose_another_text = _("Chọn văn bản khác")
    register_widget = False

    class _Published:
        paginator_class = _Counted
        filter_form_class = FoldedSearchForm
        ordering: ClassVar = ["-issued_on", "-pk"]

        def get_object_list(self) -> QuerySet:
            return Directive.objects.published()

    class choose_view_class(_Published, ChooseView):
        pass

    class choose_results_view_class(_Published, ChooseResultsView):
        pass

    class chosen_view_class(ChosenView):
        def get_object(self, pk):
            return Directive.objects.published().get(pk=pk)

    class chosen_multiple_view_class(ChosenMultipleView):
        def get_objects(self, pks):
            return Directive.objects.published().filter(pk__in=pks)


class OrganizationChooserViewSet(ChooserViewSet):
    """Who wrote an article: agencies first, then schools."""

    model = Organization
    icon = "group"
    choose_one_text = _("Chọn đơn vị")
    choose_another_text = _("Chọn đơn vị khác")

    class _Listed:
        paginator_class = _Counted
        filter_form_class = FoldedSearchForm
        ordering: ClassVar = ["sort_key"]

        def get_object_list(self) -> QuerySet:
            found = Organization.objects.filter(closed_on=None)
            return found if self.request.GET.get("q") else found.exclude(level=Level.SCHOOL)  # type: ignore[attr-defined]  # a view

    class choose_view_class(_Listed, ChooseView):
        pass

    class choose_results_view_class(_Listed, ChooseResultsView):
        pass


class SealSearchForm(BaseFilterForm):
    def filter(self, objects: QuerySet) -> QuerySet:
        return objects


class SealChooserViewSet(ChooserViewSet):
    """Sealed figures of the whole area served, newest first: those of a part of it are not public."""

    model = Seal
    icon = "lock"
    choose_one_text = _("Chọn bản chốt số liệu")
    choose_another_text = _("Chọn bản chốt khác")
    register_widget = False

    class _Newest:
        paginator_class = _Counted
        filter_form_class = SealSearchForm
        ordering: ClassVar = ["-on", "-pk"]

    class choose_view_class(_Newest, ChooseView):
        pass

    class choose_results_view_class(_Newest, ChooseResultsView):
        pass


directive_chooser = DirectiveChooserViewSet("choose_directive", url_prefix="chon-van-ban")
organization_chooser = OrganizationChooserViewSet("choose_organization", url_prefix="chon-don-vi")
seal_chooser = SealChooserViewSet("choose_seal", url_prefix="chon-ban-chot")
DirectiveChooserBlock = directive_chooser.get_block_class(name="DirectiveChooserBlock", module_path=__name__)
SealChooserBlock = seal_chooser.get_block_class(name="SealChooserBlock", module_path=__name__)
