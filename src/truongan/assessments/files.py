"""Sets as TOML: those that are shipped, and the way out of and back into the database."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from truongan.assessments.checking import BadCriteria

_FOLDER = Path(__file__).parent / "sets"
MOST_BYTES = 300_000


def shipped_codes() -> list[str]:
    return sorted(path.stem for path in _FOLDER.glob("*.toml"))


def shipped(code: str) -> dict[str, Any] | None:
    """What the product ships under this code; None when it ships no such set."""
    if code not in shipped_codes():
        return None
    return plain(tomllib.loads((_FOLDER / f"{code}.toml").read_text(encoding="utf-8")))


def parse(content: bytes) -> dict[str, Any]:
    """A set from a file somebody sent. Raises BadCriteria when it is no TOML in UTF-8, or too large."""
    if len(content) > MOST_BYTES:
        raise BadCriteria([f"Tệp lớn hơn {MOST_BYTES // 1000} kB, không phải bộ tiêu chí."])
    try:
        return plain(tomllib.loads(content.decode("utf-8-sig")))
    except UnicodeDecodeError:
        raise BadCriteria(["Tệp không phải chữ UTF-8. Lưu lại với mã UTF-8."]) from None
    except (ValueError, RecursionError) as reason:  # ValueError: also a number of thousands of digits
        raise BadCriteria([f"Tệp không đúng dạng TOML: {reason}."]) from None


def plain(raw: Any) -> Any:
    """The same as JSON keeps it: dates as `2021-12-28`, texts without blanks around and without NUL."""
    if isinstance(raw, Mapping):
        return {key: plain(value) for key, value in raw.items()}
    if isinstance(raw, list):
        return [plain(value) for value in raw]
    if type(raw) is date:
        return raw.isoformat()
    return raw.replace("\0", "").strip() if isinstance(raw, str) else raw


def normal(raw: Any, name: str = "") -> Any:
    """The same without what says nothing, so that two ways of writing one set are seen to be equal."""
    if isinstance(raw, Mapping):
        kept = {key: normal(value, key) for key, value in raw.items()}
        return {key: value for key, value in kept.items() if key == "passes" or value not in ("", [], {}, False, None)}
    if isinstance(raw, list):
        return [normal(value) for value in raw]
    if name == "kind" and raw in ("yes_no", "dated"):  # what is meant when nothing is said
        return ""
    return str(raw) if name in ("at_least", "at_most", "below", "threshold") and raw is not None else raw


_DAYS = {"issued_on", "valid_from", "valid_to"}


def write(raw: Mapping[str, Any]) -> str:
    """The set as a TOML file that `parse` reads back to the same."""
    return "\n".join(_lines(raw)) + "\n"


def _lines(raw: Mapping[str, Any]) -> Iterator[str]:
    tables = {name: value for name, value in raw.items() if isinstance(value, dict)}
    lists = {
        name: value for name, value in raw.items() if isinstance(value, list) and value and isinstance(value[0], dict)
    }
    for name, value in raw.items():
        if name not in tables and name not in lists:
            yield from _pair(name, value)
    for name, table in tables.items():
        yield from ("", f"[{name}]")
        for key, value in table.items():
            yield from _pair(key, value)
    for name, rows in lists.items():
        for row in rows:
            yield from ("", f"[[{name}]]")
            for key, value in row.items():
                yield from _pair(key, value)


def _pair(name: str, value: Any) -> Iterator[str]:
    if value is None or (name in _DAYS and value == ""):
        return
    yield f"{name} = {value if name in _DAYS else _written(value)}"


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(_written(each) for each in value)}]"
    return '"' + "".join(_escaped(letter) for letter in str(value)) + '"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    if letter == "\n":
        return "\\n"
    return f"\\u{ord(letter):04X}" if ord(letter) < 32 or ord(letter) == 127 else letter
