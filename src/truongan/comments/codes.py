"""The code a writer is given once, to see what became of a comment and to withdraw it.

It is made from the form's own token, so that the same form sent twice shows the same code, although only a hash of
the code is kept: neither the code nor the token can be had from the database.
"""

import base64
import re

from django.utils.crypto import constant_time_compare, salted_hmac

_SALT = "truongan.comments.code"
_LENGTH = 12  # letters of five bits: 2^60 codes, against a million comments
_ALIKE = str.maketrans("018", "OIB")  # base32 has none of these digits: what was read so was the letter


def code_of(form_token: str) -> str:
    """`K7QM-2XRA-NDFP`, always the same for the same form."""
    digest = salted_hmac(_SALT, form_token, algorithm="sha256").digest()
    letters = base64.b32encode(digest).decode()[:_LENGTH]
    return "-".join(letters[start : start + 4] for start in range(0, _LENGTH, 4))


def hash_of(code: str) -> str:
    """What is kept of a code (64 letters), however it was typed: small letters, without dashes, 0 for O."""
    plain = re.sub(r"[\W_]+", "", code).upper().translate(_ALIKE)
    return salted_hmac(f"{_SALT}.kept", plain, algorithm="sha256").hexdigest()


def is_code_of(code: str, kept: str | None) -> bool:
    """Whether this is the code of which `kept` is the hash; takes as long for a wrong one as for a right one."""
    return constant_time_compare(hash_of(code), kept or "")
