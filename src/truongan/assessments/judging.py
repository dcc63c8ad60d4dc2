"""Judging answers by a set: a pure function that knows items, thresholds and classes, and no set by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from truongan.assessments.criteria import Definition, Item

NOT_APPLICABLE = "na"


class BadAnswers(Exception):
    """The answers are not answers to this set. The message is safe to show."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the answers add up to.

    `met` items of the `applicable` ones; `result` is the code of the class, None where the text leaves it open;
    `failed` were answered and are not met, `missing` were not answered and count as not met.
    """

    met: int
    applicable: int
    result: str | None
    name: str
    reason: str
    passes: bool
    cure_hours: int | None
    failed: tuple[str, ...]
    missing: tuple[str, ...]


def judge(definition: Definition, answers: Mapping[str, Any], *, school_level: str = "") -> Verdict:
    """The class of a school by its answers: {"7.1a": True | False | "na" | {"met": 7, "all": 10} | [{…}, {…}]}.

    An item that does not exist at `school_level` is left out of the count, as is one answered "na". An unanswered
    item is not met. Raises BadAnswers for an unknown item, another kind of answer, and "na" where the item must apply.
    """
    items = definition.items_at(school_level)
    _refuse_unknown(definition, answers)
    values = {item.code: value_of(item, answers[item.code]) for item in items if item.code in answers}
    missing = tuple(item.code for item in items if item.code not in values)
    counted = [item.code for item in items if values.get(item.code, False) is not None]
    failed = tuple(code for code in counted if values.get(code) is False)
    met = sum(1 for code in counted if values.get(code) is True)
    lacking = [code for code in definition.mandatory if code in counted and values.get(code) is not True]
    return _verdict(definition, met, len(counted), lacking, failed, missing)


def value_of(item: Item, answer: Any) -> bool | None:
    """Met, not met, or None for not applicable; a share is tested in whole numbers, 10·met ≥ 7·all."""
    if isinstance(answer, bool):
        return answer
    if answer == NOT_APPLICABLE and isinstance(answer, str):
        if not item.may_not_apply:
            raise BadAnswers(f"Tiêu chí {item.code} luôn áp dụng, không trả lời “na” (không áp dụng) được.")
        return None
    if item.threshold and isinstance(answer, dict | list):
        counts = [answer] if isinstance(answer, dict) else answer
        return all(_reached(item, each) for each in _columns(item, counts))
    raise BadAnswers(
        f"Tiêu chí {item.code}: câu trả lời {answer!r} không hiểu được; dùng true, false"
        + (' hoặc "na"' if item.may_not_apply else "")
        + (', hoặc {"met": …, "all": …}' if item.threshold else "")
        + "."
    )


def _columns(item: Item, counts: list[Any]) -> list[Any]:
    wanted = len(item.columns) or 1
    if len(counts) != wanted:
        raise BadAnswers(f"Tiêu chí {item.code} cần {wanted} cặp số đạt và tổng, nhận được {len(counts)}.")
    return counts


def _reached(item: Item, counts: Any) -> bool:
    assert item.threshold is not None
    if not isinstance(counts, dict) or set(counts) != {"met", "all"}:
        raise BadAnswers(f'Tiêu chí {item.code}: ghi số dưới dạng {{"met": …, "all": …}}.')
    met, whole = counts["met"], counts["all"]
    if any(isinstance(each, bool) or not isinstance(each, int) or each < 0 for each in (met, whole)):
        raise BadAnswers(f"Tiêu chí {item.code}: số đạt và tổng là số nguyên không âm.")
    if met > whole:
        raise BadAnswers(f"Tiêu chí {item.code}: số đạt {met} lớn hơn tổng {whole}.")
    if whole == 0:
        raise BadAnswers(f"Tiêu chí {item.code}: tổng là 0 thì không tính được tỷ lệ.")
    return item.threshold.reached_by(met, whole)


def _refuse_unknown(definition: Definition, answers: Mapping[str, Any]) -> None:
    if not isinstance(answers, Mapping):
        raise BadAnswers('Câu trả lời là một bảng {"mã tiêu chí": true | false}.')
    known = {item.code for item in definition.items}
    if unknown := [str(code) for code in answers if code not in known]:
        raise BadAnswers(f"Bộ {definition.code} không có tiêu chí {', '.join(unknown)}.")


def _verdict(
    definition: Definition,
    met: int,
    applicable: int,
    lacking: list[str],
    failed: tuple[str, ...],
    missing: tuple[str, ...],
) -> Verdict:
    found = definition.ranks_for(met, applicable, not lacking) if applicable else []
    unanswered = f"; chưa trả lời: {', '.join(missing)}" if missing else ""
    if len(found) != 1:
        reason = _open_reason(met, applicable, lacking) + unanswered
        return Verdict(met, applicable, None, "Chưa xếp loại", reason, False, None, failed, missing)
    rank = found[0]
    reason = f"đạt {met}/{applicable} tiêu chí: {rank.name}"
    if lacking:
        reason += f"; thiếu tiêu chí bắt buộc {', '.join(lacking)}"
    if definition.rule_is_unconfirmed:
        reason += "; ngưỡng chưa đối chiếu nguyên văn"
    return Verdict(
        met, applicable, rank.code, rank.name, reason + unanswered, rank.passes, rank.cure_hours, failed, missing
    )


def _open_reason(met: int, applicable: int, lacking: list[str]) -> str:
    """The text leaves it open: nothing is invented, the reason is said."""
    if lacking:
        return f"chưa xếp loại: thiếu tiêu chí bắt buộc {', '.join(lacking)}"
    if not applicable:
        return "chưa xếp loại: không có tiêu chí nào áp dụng"
    return f"chưa xếp loại: văn bản không nói về trường hợp đạt {met}/{applicable} tiêu chí"
