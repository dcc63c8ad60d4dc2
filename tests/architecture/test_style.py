"""How code looks here, as far as a machine can tell."""

import ast
import re
import statistics
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "truongan"
PYTHON = [path for folder in ("src", "tests", "benchmarks", "script") for path in (ROOT / folder).rglob("*.py")]
FRONTEND = [
    path
    for ending in ("css", "js", "html")
    for path in [*(ROOT / "frontend").rglob(f"*.{ending}"), *SOURCE.rglob(f"*.{ending}")]
    if "node_modules" not in path.parts and "static" not in path.parts
]
_BANNED = {"utils", "helpers", "manager", "managers", "data", "process", "handle", "common", "misc"}

# Reads of views that need no `visible_to`: (module, model) and why.
_OPEN_READS = {
    ("tips.views.confiding", "AdministrativeUnit"): "administrative units are public",
    ("tips.views.units", "AdministrativeUnit"): "administrative units are public",
    ("territory.views", "AdministrativeUnit"): "administrative units are public",
    ("portal.views", "Directive"): "what was published for everybody to read",
    ("organizations.views", "AdministrativeUnit"): "administrative units are public",
    ("accounts.views.people", "AdministrativeUnit"): "administrative units are public",
    ("movement.views.lists", "SchemeType"): "a list of choices, the same for everyone",
    ("movement.views.types", "SchemeType"): "a list of choices, the same for everyone",
    ("organizations.views", "RoutingRule"): "the installation's rules, the same for everyone",
    ("movement.views.schemes", "SchemeEvent"): "narrowed to schemes that are visible",
    ("movement.views.schemes", "Paper"): "narrowed to schemes that are visible",
    ("movement.views.details", "Evidence"): "narrowed to schemes and groups that are visible",
    ("movement.views.setup", "SetupDraft"): "one's own drafts only, scope or not",
    ("activities.views.recording", "ActivityDraft"): "one's own drafts only, scope or not",
    ("accounts.views.account", "Appointment"): "one's own posts",
    ("accounts.views.account", "Authenticator"): "one's own ways to sign in",
    ("accounts.views.posts", "Organization"): "narrowed to what the person writes or administers, inside what is seen",
    ("accounts.views.people", "Organization"): "narrowed to what the person writes, inside what is seen",
    ("accounts.views.people", "Person"): "known_to: visible_to and those whose beat touches the person",
    ("accounts.views.audit_log", "Person"): "a condition on entries that are scoped already",
    (
        "duty.views.people",
        "Person",
    ): "colleagues of one's own organizations, and people of posts that are scoped already",
    ("duty.views.people", "Absence"): "of officers whose beats are scoped already",
    ("duty.views.rosters", "Person"): "people of an organization the person writes for",
    ("duty.views.rollcalls", "RollCall"): "open ones of the callers of schedules that are scoped already",
    ("duty.views.norms", "LivenessNorm"): "one for the whole installation, no secret",
    ("duty.views.rollcalls", "Recipient"): "one's own message of the roll-call",
    ("duty.views.matrix", "MatrixRule"): "the version after a rule that is visible",
    ("duty.views.rosters", "Organization"): "those the person writes for",
    ("alerts.views.alerts", "Recipient"): "one's own message of the alert",
    ("channels.views.mine", "Address"): "one's own addresses",
    ("channels.views.mine", "Preference"): "one's own wishes",
    ("channels.views.push", "Address"): "one's own browsers",
    ("channels.views.zalo", "Address"): "counted for the installation's administrator",
    ("channels.views.zalo_link", "Address"): "one's own Zalo",
    ("movement.views.zalo_group", "Address"): "the chat of a group that is visible",
    ("movement.views.kinds", "GroupKind"): "the installation's kinds, the same for everyone",
    ("movement.views.posts", "GroupPost"): "one's own task of a post, or the post whose code was presented",
    ("movement.views.posts", "ConnectionGroup"): "those the person writes for",
    ("movement.views.posts", "Organization"): "those the person writes for",
    ("movement.views.group_life", "ConnectionGroup"): "its owner and whoever is asked to own it, besides who sees it",
    ("movement.views.posts", "GroupKind"): "a list of choices, the same for everyone",
    ("movement.views.posts", "SchemeType"): "a list of choices, the same for everyone",
    ("tips.views.desk", "TipOfficer"): "the person's own right to read tips",
    ("figures.views", "Organization"): "the name of the person's own school",
    ("assessments.views.lists", "CriteriaSet"): "a list of choices, the same for everyone",
    ("assessments.views.rounds", "CriteriaSet"): "a list of choices, the same for everyone",
    ("assessments.views.sets", "CriteriaSet"): "the installation's sets, the same for everyone",
    ("directives.views.feeds", "DueFeed"): "one's own link, or the one whose secret was presented",
    ("plans.views.writing", "PlanDraft"): "one's own draft of a plan that is visible",
    ("plans.views.guiding", "GuidanceComment"): "narrowed to plans that are visible",
    ("comments.views.reading", "Comment"): "published ones on pages that are visible, for everybody",
    ("support.views.public", "Topic"): "offered to everybody",
    ("support.views.public", "PublishedAnswer"): "only what is shown on the public list",
    ("support.views.queue", "Topic"): "a list of choices, the same for everyone",
    ("support.views.setup", "Topic"): "the installation's table, its administrator's alone",
    ("support.views.setup", "Route"): "the installation's table, its administrator's alone",
    ("support.views.setup", "AdministrativeUnit"): "administrative units are public",
    ("support.views.publishing", "PublishedAnswer"): "narrowed to questions that are visible",
    ("api.v1.register", "SchemeType"): "a list of choices, the same for everyone",
    ("api.v1.register", "SchemeEvent"): "narrowed to a scheme that is visible",
    ("api.v1.register", "GroupMembership"): "counted within a group that is visible",
    ("api.v1.authentication", "ApiToken"): "the one whose secret was presented",
    ("api.v1.once", "KeptAnswer"): "the token's own",
    ("config.workspace", "Upload"): "one's own files",
}


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _modules(*patterns: str):
    for pattern in patterns:
        for path in SOURCE.glob(pattern):
            yield ".".join(path.relative_to(SOURCE).with_suffix("").parts), ast.parse(path.read_text())


def test_no_file_is_longer_than_500_lines():
    lengths = {_name(path): len(path.read_text().splitlines()) for path in (*PYTHON, *FRONTEND)}
    assert {name: lines for name, lines in lengths.items() if lines > 500} == {}


def test_nine_files_of_ten_are_shorter_than_300_lines():
    lengths = sorted(len(path.read_text().splitlines()) for path in SOURCE.rglob("*.py"))
    assert lengths[len(lengths) * 9 // 10] <= 300


def test_functions_are_short():
    lengths = sorted(
        node.end_lineno - node.lineno + 1
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert statistics.median(lengths) <= 8
    assert lengths[len(lengths) * 99 // 100] <= 60


def test_no_module_has_a_name_that_says_nothing():
    assert [_name(path) for path in PYTHON if {path.stem, path.parent.name} & _BANNED] == []


def test_reads_of_views_start_with_what_the_person_may_see():
    found = {
        (module, line.value.id, line.lineno)
        for module, tree in _modules("*/views.py", "*/views/**/*.py", "api/v1/**/*.py", "config/workspace.py")
        for line, method in _reads(tree)
        if method != "visible_to" and (module, line.value.id) not in _OPEN_READS
    }
    assert found == set(), "begin with .visible_to(…), or say in _OPEN_READS why not"


def test_no_reason_is_left_for_a_read_that_is_gone():
    done = {
        (module, line.value.id)
        for module, tree in _modules("*/views.py", "*/views/**/*.py", "api/v1/**/*.py", "config/workspace.py")
        for line, method in _reads(tree)
        if method != "visible_to"
    }
    assert set(_OPEN_READS) - done == set()


def _reads(tree: ast.AST):
    """Every `Model.objects.method` of a module, as the node of `Model.objects` and the method's name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value.attr == "objects":
            owner = node.value.value
            if isinstance(owner, ast.Name) and owner.id[0].isupper():
                yield node.value, node.attr


def test_what_happens_does_not_know_of_the_web():
    """Actions, rules, models and querysets can be called from a command, a job or a test alike."""
    found = [
        (module, node.module)
        for module, tree in _modules(*(f"*/{name}" for name in _BUSINESS))
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        # Which pages a write changes is said in its transaction (page_cache, live); nothing of a request is in it.
        and re.match(r"django\.(http|shortcuts|views)|truongan\.web(?!\.page_cache|\.live)", node.module or "")
    ]
    assert found == []


_CLOCKS = {"today_vn", "today", "localdate", "utcnow", "now"}
_BUSINESS = (
    "actions.py", "actions/**/*.py", "rules.py", "models.py", "models/**/*.py", "querysets.py", "events.py"
)  # fmt: skip


def test_the_domain_never_reads_the_clock():
    """`now` is passed: a figure of a day is the same whenever it is asked for."""
    found = [
        (module, node.lineno)
        for module, tree in _modules(*(f"*/{name}" for name in (*_BUSINESS, "queries.py", "queries/**/*.py")))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and not node.args and _called(node) in _CLOCKS
    ]
    assert [module for module, _ in found] == ["accounts.models"], found  # who is signed in, is so now: User.scope


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def test_every_exception_to_a_rule_carries_its_reason():
    bare = [
        f"{_name(path)}:{number}"
        for path in PYTHON
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if re.search(r"#\s*(noqa(: [A-Z0-9, ]+)?|type: ignore|pragma: .*)\s*$", line)
    ]
    assert bare == []
