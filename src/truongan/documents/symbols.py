"""The symbol after a paper's number: its kind and who issues it (Decree 30/2020, Appendix I)."""

from truongan.documents.layout import Kind
from truongan.organizations.models import Organization


def symbol_of(issuer: Organization | None, kind: str) -> str:
    """`BC-BCĐ` of a committee, `BC-THCSTTN` of a school; the kind alone where the issuer has no abbreviation.

    A công văn bears the abbreviation alone. What stands after the first word of a short name is a place, which belongs to the
    name and not to the symbol. Schools abbreviate their own name; how an agency does is for the agency to say.
    """
    return "-".join(
        part for part in (kind if kind != Kind.LETTER else "", _abbreviation(issuer) if issuer else "") if part
    )


def initials(name: str) -> str:
    """`Trường THCS thị trấn Nếnh` → `THCSTTN`, as schools abbreviate themselves."""
    words = [word for word in name.split() if word.lower() != "trường"]
    return "".join(word if word.isupper() else word[0].upper() for word in words if word[0].isalnum())


def _abbreviation(issuer: Organization) -> str:
    first = issuer.short_name.split(" ")[0]
    if first.isupper():
        return first
    return initials(issuer.name) if issuer.is_school else ""
