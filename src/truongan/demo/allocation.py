"""Sharing whole numbers out so that the parts add up to the total exactly."""

from collections.abc import Sequence


def shares(total: int, weights: Sequence[float], least: int = 0) -> list[int]:
    """Whole parts of `total` in proportion to the weights, each at least `least` (method of largest remainders).

    Raises ValueError when `total` does not reach for the least parts.
    """
    spare = total - least * len(weights)
    if spare < 0 or (spare and not sum(weights)):
        raise ValueError(f"cannot share {total} into {len(weights)} parts of at least {least}")
    if not spare:
        return [least] * len(weights)
    exact = [spare * weight / sum(weights) for weight in weights]
    parts = [int(each) for each in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: (parts[place] - exact[place], place))
    for place in by_remainder[: spare - sum(parts)]:
        parts[place] += 1
    return [least + part for part in parts]


def spread(counts: dict[str, int]) -> list[str]:
    """Every key as often as its count says, evenly mixed: a,a,b → a,b,a."""
    places = [((turn + 0.5) / count, key) for key, count in counts.items() for turn in range(count)]
    return [key for _, key in sorted(places)]
