"""Lists of the editors' screens as CSV: a spreadsheet runs nothing that somebody typed as a title or a comment."""

import csv
import io
from collections.abc import Iterable, Iterator

from truongan.workbooks.exporting import harmless


def harmless_lines(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Wagtail's CSV, which comes a record a time, with text that would run as a formula kept from it by a `'`."""
    for line in lines:
        for cells in csv.reader(io.StringIO(line.decode(), newline="")):
            written = io.StringIO(newline="")
            csv.writer(written).writerow([harmless(cell) for cell in cells])
            yield written.getvalue().encode()
