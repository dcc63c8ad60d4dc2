"""Mail for an installation without a mail server: every letter is a file, named by its key where it has one."""

import os
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

KEY_HEADER = "X-Truongan-Key"


class EmailBackend(BaseEmailBackend):
    """Writes `<key>.eml` whole or not at all; a key that is there already is the same letter again."""

    def send_messages(self, email_messages) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for letter in email_messages:
            _write(folder / f"{letter.extra_headers.get(KEY_HEADER) or uuid4().hex}.eml", letter.message().as_bytes())
        return len(email_messages)


def _write(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{uuid4().hex}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    draft.replace(path)
