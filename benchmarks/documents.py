"""The official report of a province at national size, from the question to the file; the papers of one school."""

from datetime import UTC, date, datetime

from benchmarks.national_register import prepare
from benchmarks.timing import line, median_ms
from truongan.documents.papers import DECISION, compose_paper
from truongan.documents.pdf import to_pdf
from truongan.documents.word import to_docx
from truongan.movement.models import Scheme
from truongan.movement.queries.papers import paper_facts
from truongan.organizations.models import Organization
from truongan.reports.actions import blank_report
from truongan.reports.composing import compose
from truongan.reports.statements import area_name, live_figures, question_of
from truongan.territory.models import AdministrativeUnit

DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def report_of(unit: AdministrativeUnit):
    issuer = Organization(name=f"Ban Chỉ đạo {unit.full_name}", short_name="BCĐ", sector="committee")
    report = blank_report(issuer=issuer, unit=unit, on=DAY, since=None, now=NOW)
    return compose(report, live_figures(question_of(report)), area_name(report))


def main() -> None:
    prepare()
    province = AdministrativeUnit.objects.on(DAY).get(code="24")
    document = report_of(province)
    written = {"figures and text alone": median_ms(lambda: report_of(province))}
    line("report of a province, Word", median_ms(lambda: to_docx(report_of(province))), written, 1500)
    line("report of a province, PDF", median_ms(lambda: to_pdf(report_of(province))), written, 1500)
    print(f"{'size':<52}{len(to_docx(document)) / 1000:9.1f} kB Word {len(to_pdf(document)) / 1000:9.1f} kB PDF")
    scheme = Scheme.objects.select_related("organization", "type").earliest("pk")
    facts = paper_facts(scheme, DAY)
    line("decision of establishment, Word", median_ms(lambda: to_docx(compose_paper(DECISION, facts, DAY))))
    line("decision of establishment, PDF", median_ms(lambda: to_pdf(compose_paper(DECISION, facts, DAY))))
