"""Which text serves a paper, and the paper made from it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from truongan.documents.facts import PaperFacts
from truongan.documents.models import PaperTemplate
from truongan.documents.papers import compose_paper, paper_names
from truongan.documents.pdf import to_pdf
from truongan.documents.word import to_docx
from truongan.documents.word_templates import render_docx_template
from truongan.organizations.models import Organization

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF_TYPE = "application/pdf"


@dataclass(frozen=True)
class PaperFile:
    """A paper ready to be saved, and the own template it was made from, if any."""

    name: str
    content_type: str
    content: bytes
    template: PaperTemplate | None = None


def template_for(paper: str, organization: Organization, day: date) -> PaperTemplate | None:
    """The own template that serves an organization's paper on a day; None means the built-in text."""
    return PaperTemplate.objects.filter(paper=paper).on(day).serving(organization).first()


def papers_with_own_template(organization: Organization, day: date) -> set[str]:
    """The papers for which `template_for` finds one; in one query."""
    return set(PaperTemplate.objects.on(day).serving(organization).values_list("paper", flat=True))


def paper_as_word(
    paper: str,
    facts: PaperFacts,
    day: date,
    *,
    organization: Organization,
    blocks: Collection[str] | None = None,
) -> PaperFile:
    """The paper as Word, from the organization's own template where one is in force on the paper's date."""
    template = template_for(paper, organization, day)
    document = compose_paper(paper, facts, day, blocks=blocks)
    if template is None:
        content = to_docx(document)
    else:
        content = render_docx_template(
            bytes(template.content), facts, day=day, kind=document.kind, grounds=document.ground_lines
        )
    return PaperFile(f"{paper}.docx", WORD_TYPE, content, template)


def paper_as_pdf(paper: str, facts: PaperFacts, day: date, *, blocks: Collection[str] | None = None) -> PaperFile:
    """The paper as PDF, always from the structured text: a Word template cannot be set as PDF here."""
    return PaperFile(f"{paper}.pdf", PDF_TYPE, to_pdf(compose_paper(paper, facts, day, blocks=blocks)))


@dataclass(frozen=True)
class ShelfEntry:
    """A paper and the own templates in its place that a person may see."""

    paper: str
    name: str
    templates: tuple[PaperTemplate, ...]


def shelf_of(user) -> list[ShelfEntry]:
    """Every paper in the order in which a school makes them. One query."""
    open_ones = defaultdict(list)
    templates = PaperTemplate.objects.visible_to(user).filter(valid_to=None).select_related("organization")
    for template in templates.defer("content").order_by("organization__sort_key"):
        open_ones[template.paper].append(template)
    return [ShelfEntry(paper, name, tuple(open_ones[paper])) for paper, name in paper_names().items()]


def administered_organizations(user) -> QuerySet[Organization]:
    """A person's own organizations that they administer: for these they may put a template in use."""
    own = [each.organization_id for each in user.scope.own if each.may_administer]
    return Organization.objects.visible_to(user).filter(pk__in=own).order_by("sort_key")
