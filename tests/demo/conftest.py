from datetime import date

import pytest

from truongan.demo.rows import Sending
from truongan.demo.story import Story

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def story() -> Story:
    """The demonstration as it stood on the day of the article: nothing was told yet of what came after."""
    return Story()


@pytest.fixture(scope="module")
def sendings() -> list[Sending]:
    """Every workbook up to the present."""
    return list(Story().sendings(TODAY))


@pytest.fixture(scope="module")
def first(sendings) -> list[Sending]:
    """The ten district workbooks of 14/09/2021."""
    return sendings[:10]
