"""No verb reaches the log in English."""

import re
from pathlib import Path

import truongan
from truongan.audit.labels import labels

SOURCE = Path(truongan.__file__).parent
VERB = re.compile(r"""(?:verb=|VERB = )"([a-z_]+\.[a-z_]+\.[a-z_]+)\"""")


def test_every_verb_written_in_the_source_has_words():
    written = {verb for file in SOURCE.rglob("*.py") for verb in VERB.findall(file.read_text())}
    assert len(written) > 10
    assert written - labels().keys() == set()
