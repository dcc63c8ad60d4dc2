from pathlib import Path

from tests.conftest import PEOPLE
from truongan.demo.cast import CAST, ORGANIZATION, PASSWORD


def test_the_cast_of_the_demonstration_is_the_cast_of_the_tests():
    assert {"anonymous", *(member.key for member in CAST)} == set(PEOPLE)


def test_every_post_home_and_beat_names_an_organization_of_the_cast():
    for member in CAST:
        keys = [post.organization for post in member.posts] + list(member.beats) + [member.home or "police"]
        assert all(key in ORGANIZATION for key in keys)


def test_phones_of_the_cast_are_reserved_ones():
    phones = [member.phone for member in CAST]
    assert len(set(phones)) == len(phones)
    assert all(phone.startswith("09000000") for phone in phones)


def test_codes_carry_the_mark_of_the_demonstration():
    codes = [each.code for each in ORGANIZATION.values()]
    assert len(set(codes)) == len(codes)
    assert all(code.startswith("MH-") for code in codes)


def test_the_reference_page_introduces_the_cast():
    page = (Path(__file__).parents[2] / "docs/reference/demo.md").read_text()
    for member in CAST:
        assert f"| `{member.username}` | {member.name} |" in page
    assert PASSWORD in page
