"""Word templates an administrator uploads: checked before they are kept, filled in a closed language."""

import io
import zipfile
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any
from xml.etree import ElementTree

from docxtpl import DocxTemplate
from jinja2 import TemplateError

from truongan.documents.facts import FIELDS, PLACEHOLDERS, SAMPLE, PaperFacts, placeholder_values
from truongan.documents.package import DAMAGED, repacked
from truongan.documents.sandbox import BrokenTemplate, environment, problems_of
from truongan.documents.wording import clean

MAX_BYTES = 2_000_000
MAX_UNPACKED_BYTES = 10_000_000
MAX_PARTS = 500
KNOWN = PLACEHOLDERS.keys() | FIELDS
OLE_HEADER = b"\xd0\xcf\x11\xe0"

# What makes a Word file run or fetch something when it is opened.
ACTIVE_PARTS = {
    "vbaProject": "Tệp có macro; hãy lưu lại dạng .docx không có macro",
    "activeX": "Tệp có thành phần điều khiển ActiveX; hãy bỏ đi",
    "embeddings/": "Tệp có đối tượng nhúng (OLE); hãy bỏ đi",
}


def check_template(docx: bytes) -> list[str]:
    """What keeps a file from being a paper's template, in Vietnamese; an empty list means it may be used."""
    return check_docx(docx, KNOWN, placeholder_values(SAMPLE, SAMPLE.decision_on, kind="QĐ", grounds=()))


def check_docx(docx: bytes, known: Collection[str], sample: Mapping[str, Any]) -> list[str]:
    """What keeps a file from being filled with values of these names, in Vietnamese; `sample` is tried on it.

    `known` holds the names and, as `.ten`, the fields of what is looped over.
    """
    problems = list(_package_problems(docx))
    if problems:
        return problems
    try:
        template = DocxTemplate(io.BytesIO(docx))
        problems = list(dict.fromkeys(_text_problems(template, known)))
    # Whatever a damaged file makes python-docx or lxml raise means the same to the person.
    except Exception:
        return ["Không đọc được tệp Word này"]
    if problems:
        return problems
    try:
        fill_docx(docx, sample, known)
    except BrokenTemplate as error:
        return [str(error)]
    return []


def render_docx_template(
    docx: bytes, facts: PaperFacts, *, day: date | None = None, kind: str = "", grounds: tuple[str, ...] = ()
) -> bytes:
    """An administrator's template filled with a paper's values; raises `BrokenTemplate`."""
    return fill_docx(docx, placeholder_values(facts, day or facts.decision_on, kind=kind, grounds=grounds), KNOWN)


def fill_docx(docx: bytes, values: Mapping[str, Any], known: Collection[str]) -> bytes:
    """A checked file filled with values; raises `BrokenTemplate`.

    Values are escaped for XML and never read as template text. Equal input gives equal bytes.
    """
    template = DocxTemplate(io.BytesIO(docx))
    env = environment(autoescape=True)
    for problem in _text_problems(template, known):
        raise BrokenTemplate(problem)
    try:
        template.render(_cleaned(dict(values)), env)
    except TemplateError as error:
        raise BrokenTemplate(f"Không điền được mẫu: {error.message}") from error
    except TypeError as error:  # a text compared with a number, a filter given what it does not take
        raise BrokenTemplate("Không điền được mẫu: có thẻ so sánh chữ với số, hoặc dùng sai bộ lọc") from error
    filled = io.BytesIO()
    template.save(filled)
    return repacked(filled.getvalue())


def _package_problems(docx: bytes) -> Iterator[str]:
    if len(docx) > MAX_BYTES:
        yield f"Tệp lớn hơn {MAX_BYTES // 1_000_000} MB"
        return
    if docx.startswith(OLE_HEADER):
        yield "Tệp được đặt mật khẩu hoặc ở dạng .doc cũ; hãy lưu lại dạng .docx không mật khẩu"
        return
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as package:
            yield from _part_problems(package)
    except DAMAGED:
        yield "Đây không phải tệp Word (.docx)"


def _part_problems(package: zipfile.ZipFile) -> Iterator[str]:
    parts = package.infolist()
    names = [part.filename for part in parts]
    if "word/document.xml" not in names or "[Content_Types].xml" not in names:
        yield "Đây không phải tệp Word (.docx)"
        return
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        yield "Tệp giải nén ra quá lớn"
        return
    for mark, problem in ACTIVE_PARTS.items():
        if any(mark in name for name in names):
            yield problem
    if b"macroEnabled" in package.read("[Content_Types].xml"):
        yield ACTIVE_PARTS["vbaProject"]
    for name in names:
        if name.lower().endswith(".rels"):
            yield from _fetched_when_opened(package.read(name))


def _fetched_when_opened(relations: bytes) -> Iterator[str]:
    """A link waits for a click; anything else outside is fetched at once, by everybody who opens the paper."""
    try:
        tree = ElementTree.fromstring(relations)  # noqa: S314 - expat stops entities that multiply
    except ElementTree.ParseError:
        yield "Không đọc được tệp Word này"
        return
    for relation in tree.iter():
        kind = relation.get("Type", "").rpartition("/")[2]
        if kind == "attachedTemplate":
            yield "Tệp dùng mẫu (template) ở nơi khác; hãy gỡ liên kết mẫu"
        elif relation.get("TargetMode", "").lower() == "external" and kind != "hyperlink":
            yield "Tệp lấy ảnh hoặc nội dung từ nơi khác khi mở; hãy chèn hẳn vào tệp"


def _text_problems(template: DocxTemplate, known: Collection[str]) -> Iterator[str]:
    """Every place docxtpl fills in: body, headers, footers, footnotes and properties."""
    env = environment(autoescape=True)
    for source in _sources(template):
        try:
            yield from problems_of(source, set(known), env)
        except RecursionError:
            yield "Thẻ bị hỏng: lồng nhau quá sâu"


def _sources(template: DocxTemplate) -> Iterator[str]:
    template.init_docx()
    yield template.patch_xml(template.get_xml())
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for _, part in template.get_headers_footers(uri):
            yield template.patch_xml(template.get_part_xml(part))
    for part in template.docx.part.package.iter_parts():
        if str(part.partname).startswith(("/word/footnotes", "/word/endnotes")):
            yield template.patch_xml(part.blob.decode("utf-8"))
    properties = template.docx.core_properties
    yield from (str(getattr(properties, name) or "") for name in PROPERTIES)


PROPERTIES = (
    "author", "category", "comments", "content_status", "identifier", "keywords", "language",
    "last_modified_by", "subject", "title", "version",
)  # fmt: skip


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _cleaned(each) for key, each in value.items()}
    return [_cleaned(each) for each in value] if isinstance(value, list) else value
