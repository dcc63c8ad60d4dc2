"""The documentation says what the program does: names, defaults, links; and nothing of the machine it was written on."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from truongan.audit.labels import labels
from truongan.config.environment import VARIABLES
from truongan.figures.indicators import INDICATORS
from truongan.kernel.text import fold

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
SOURCE = ROOT / "src" / "truongan"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md"), *SOURCE.glob("*/README.md")])
OURS = {name for name, app in get_commands().items() if app.startswith("truongan.")}
_WRITTEN_UNDER = "|".join(("/work" + "/", "/home/[a-z]", "/root" + "/", "/Users/[A-Za-z]", r"C:\\\\Users"))
_HOSTS = "|".join(
    ("pypi" + r"\.org", "python" + "hosted", "npmjs" + r"\.(org|com)", "yarnpkg" + r"\.com", "ghcr" + r"\.io")
)


def _read(name: str) -> str:
    return (REFERENCE / name).read_text()


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a checkout of git")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("name", VARIABLES)
def test_every_variable_of_the_environment_is_described_with_its_default(name):
    [row] = [line for line in _read("settings.md").splitlines() if line.startswith(f"| `{name}` |")]
    default = row.split("|")[2].strip()
    assert default == (f"`{VARIABLES[name].default}`" if VARIABLES[name].default else "empty")


def test_no_variable_is_described_that_is_gone():
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", _read("settings.md"), re.MULTILINE)) == set(VARIABLES)


def test_nothing_reads_the_environment_past_its_declarations():
    reads = {
        _name(path): names
        for path in SOURCE.rglob("*.py")
        if (names := set(re.findall(r"os\.environ(?:\.get\(|\[)\"(?!DJANGO_SETTINGS_MODULE)", path.read_text())))
    }
    assert reads == {}


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_command_and_option_is_described(name):
    text = _read("commands.md")
    assert f"\n## {name}\n" in text
    section = text.split(f"\n## {name}\n", 1)[1].split("\n## ", 1)[0]
    command = load_command_class(get_commands()[name], name)
    before = {option for action in _plain()._actions for option in action.option_strings}
    own = {
        option
        for action in command.create_parser("truongan", name)._actions
        for option in action.option_strings
        if option.startswith("--") and option not in before
    }
    assert {option for option in own if option not in section} == set()


def _plain():
    """The parser of a command without options of its own: what every command has from Django."""
    return load_command_class("django.core", "diffsettings").__class__.__mro__[1]().create_parser("truongan", "plain")


def test_no_command_is_described_that_is_gone():
    assert set(re.findall(r"^## (\w+)$", _read("commands.md"), re.MULTILINE)) == OURS


@pytest.mark.parametrize("code", INDICATORS)
def test_every_indicator_is_described(code):
    assert f"| `{code}` |" in _read("figures.md")


def test_no_indicator_is_described_that_is_gone():
    assert set(re.findall(r"^\| `([a-z]+\.[a-z_]+)` \|", _read("figures.md"), re.MULTILINE)) == set(INDICATORS)


def test_every_verb_written_to_the_record_has_words_and_a_line():
    written = {verb for path in SOURCE.rglob("*.py") for verb in _verbs(path)}
    assert written - set(labels()) == set()
    assert {verb for verb in labels() if verb not in _read("audit.md")} == set()


def _verbs(path: Path) -> set[str]:
    """Texts of the form `context.object.past_tense` handed to a call or kept as a constant."""
    context = path.relative_to(SOURCE).parts[0]
    return {
        node.value
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.fullmatch(rf"{context}\.[a-z_]+\.[a-z_]+ed|{context}\.[a-z_]+\.(made|sent)", node.value)
    }


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_links_lead_somewhere(path):
    text = re.sub(r"```.*?```", "", path.read_text(), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)|<img[^>]+src=\"([^\"]+)\"", text):
        link = next(filter(None, target))
        if "://" in link or link.startswith("mailto:"):
            continue
        file, _, heading = link.partition("#")
        found = (path.parent / file).resolve() if file else path
        assert found.exists(), link
        if heading and found.suffix == ".md":
            assert heading in _anchors(found), link


def _anchors(path: Path) -> set[str]:
    """What headings are linked by: lower case, no punctuation, dashes for blanks."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    plain = {re.sub(r"[^\w\s-]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}
    return plain | {fold(heading).replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_a_page_has_one_title_and_something_to_say(path):
    text = re.sub(r"```.*?```", "", path.read_text(), flags=re.DOTALL)
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1
    assert len(text.splitlines()) > 3


def test_every_page_of_the_documentation_is_reached_from_its_contents():
    contents = (DOCS / "README.md").read_text()
    missing = [_name(page) for page in DOCS.rglob("*.md") if page.name != "README.md" and page.name not in contents]
    assert missing == []


def test_decisions_are_numbered_once():
    numbers = [path.name[:4] for path in (DOCS / "adr").glob("*.md")]
    assert len(numbers) == len(set(numbers))
    assert all(number.isdigit() for number in numbers)


def test_tracked_files_name_no_folder_of_anybodys_machine_and_no_registry():
    found = {
        _name(path): hit[0]
        for path in _tracked()
        if path.suffix not in {".png", ".woff2", ".ttf", ".xz", ".docx", ".xlsx", ".xls", ".jpg"}
        if (hit := re.search(f"{_WRITTEN_UNDER}|{_HOSTS}", path.read_text(errors="ignore")))
    }
    assert found == {}


def test_the_two_readmes_lead_the_same_way():
    english, vietnamese = ((ROOT / name).read_text() for name in ("README.md", "README.vi.md"))
    commands = re.compile(r"```.*?\n(.*?)```", re.DOTALL)
    assert commands.findall(english)[:1] == commands.findall(vietnamese)[:1]
    assert set(re.findall(r"docs/pictures/[\w-]+\.png", english)) == set(
        re.findall(r"docs/pictures/[\w-]+\.png", vietnamese)
    )
