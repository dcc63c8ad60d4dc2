import pytest

from truongan.documents.layout import Kind
from truongan.documents.symbols import symbol_of
from truongan.organizations.models import Organization


@pytest.mark.parametrize(
    ("sector", "name", "short_name", "kind", "symbol"),
    [
        ("committee", "Ban Chỉ đạo tỉnh Bắc Giang", "BCĐ tỉnh Bắc Giang", Kind.REPORT, "BC-BCĐ"),
        ("committee", "Ban Chỉ đạo tỉnh Bắc Giang", "BCĐ tỉnh Bắc Giang", Kind.LETTER, "BCĐ"),
        ("school", "Trường THCS thị trấn Nếnh", "", Kind.REPORT, "BC-THCSTTN"),
        ("school", "Trường THCS thị trấn Nếnh", "THCSNẾNH", Kind.PLAN, "KH-THCSNẾNH"),
        ("education", "Phòng Văn hóa - Xã hội xã Nếnh", "Phòng VHXH", Kind.NOTICE, "TB"),
        ("education", "Phòng Văn hóa - Xã hội xã Nếnh", "", Kind.LETTER, ""),
    ],
)
def test_the_symbol_names_the_kind_and_the_issuer(sector, name, short_name, kind, symbol):
    assert symbol_of(Organization(sector=sector, name=name, short_name=short_name), kind) == symbol


def test_without_an_issuer_the_kind_stands_alone():
    assert symbol_of(None, Kind.REPORT) == "BC"
