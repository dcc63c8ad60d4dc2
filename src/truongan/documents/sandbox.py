"""The small template language of papers: names, loops over lists, conditions. Nothing can be called.

Jinja's own sandbox still allows calls and endless loops; an administrator's file needs neither,
so everything but the listed statements is refused before it runs.
"""

from collections.abc import Iterator
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError, nodes
from jinja2.sandbox import SandboxedEnvironment

from truongan.kernel.refusals import Refusal

ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr,
    nodes.For, nodes.If, nodes.Or,
    nodes.And, nodes.Not, nodes.Compare, nodes.Operand, nodes.Concat, nodes.CondExpr, nodes.Filter,
)  # fmt: skip
MAX_NESTED_LOOPS = 2
LOOP_FIELDS = {"first", "last", "index", "index0", "length", "previtem", "nextitem"}
FILTERS = {"upper", "lower", "length", "default", "e", "escape"}


class BrokenTemplate(Refusal):
    """The text cannot be filled in. The message is safe to show."""


def environment(*, autoescape: bool) -> SandboxedEnvironment:
    made = SandboxedEnvironment(undefined=StrictUndefined, autoescape=autoescape)
    made.globals = {}
    made.filters = {name: made.filters[name] for name in FILTERS}
    return made


def problems_of(source: str, known: set[str], env: SandboxedEnvironment) -> Iterator[str]:
    """What is wrong with a text, in Vietnamese: broken tags, unknown names, statements that are not allowed.

    `known` holds the names that can be filled in and, as `.ho_ten`, the fields of what is looped over.
    """
    try:
        tree = env.parse(source)
    except TemplateSyntaxError as error:
        yield f"Thẻ bị hỏng: {error.message}"
        return
    for node in _below(tree):
        if not isinstance(node, ALLOWED) or (isinstance(node, nodes.Filter) and node.name not in FILTERS):
            yield f"Không được dùng câu lệnh “{_name_of(node)}”; chỉ dùng tên, vòng lặp for và điều kiện if"
    if _loop_depth(tree) > MAX_NESTED_LOOPS:
        yield f"Vòng lặp lồng nhau quá {MAX_NESTED_LOOPS} tầng"
    fields = {f".{node.attr}" for node in tree.find_all(nodes.Getattr) if node.attr not in LOOP_FIELDS}
    yield from (f"Không có chỗ điền tên “{name}”" for name in sorted((_free_names(tree) | fields) - known))


def filled(source: str, values: dict[str, Any]) -> str:
    """A line of a built-in text with its names replaced; the text is refused if it does more than that."""
    if "{" not in source:
        return source
    env = environment(autoescape=False)
    for problem in problems_of(source, set(values), env):
        raise BrokenTemplate(f"{problem}: {source}")
    try:
        return env.from_string(source).render(values)
    except UndefinedError as error:
        raise BrokenTemplate(f"{error.message}: {source}") from error


def _below(node: nodes.Node) -> Iterator[nodes.Node]:
    for child in node.iter_child_nodes():
        yield child
        yield from _below(child)


def _name_of(node: nodes.Node) -> str:
    return node.name if isinstance(node, nodes.Filter) else type(node).__name__.lower()


def _free_names(tree: nodes.Template) -> set[str]:
    """Names that are read but set by no loop of the text."""
    bound = {name.name for loop in tree.find_all(nodes.For) for name in _targets(loop)}
    read = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "load"}
    return read - bound - ({"loop"} if bound else set())


def _loop_depth(node: nodes.Node) -> int:
    below = max((_loop_depth(child) for child in node.iter_child_nodes()), default=0)
    return below + isinstance(node, nodes.For)


def _targets(loop: nodes.For) -> Iterator[nodes.Name]:
    target = loop.target
    if isinstance(target, nodes.Name):
        yield target
    yield from target.find_all(nodes.Name)
