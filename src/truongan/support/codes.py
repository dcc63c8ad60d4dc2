"""The code with which an asker follows a question: shown once, kept only as a hash.

It is derived from the form's random token and the installation's secret, not drawn: the same form sent twice by an
impatient finger shows the same code again, although no code is stored.
"""

from django.utils.crypto import salted_hmac

# 32 letters nobody mixes up when reading aloud or copying by hand: no I and O beside 1 and 0.
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH, _GROUP = 12, 4  # 60 bits: a million guesses a second would take thirty thousand years


def code_of(token: str) -> str:
    """`7K2M-P9QX-RT4W`, always the same for one token."""
    digest = salted_hmac("truongan.support.code", token, algorithm="sha256").digest()
    letters = "".join(_ALPHABET[byte % 32] for byte in digest[:_LENGTH])
    return "-".join(letters[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def code_hash(code: str) -> str:
    """What is stored and searched, of a code as people type it: small letters, spaces or no dashes.

    A keyed hash of 60 random bits needs no slow function: there is nothing to try but all of them.
    """
    typed = "".join(letter for letter in code.upper() if letter.isascii() and letter.isalnum())[:64]
    return salted_hmac("truongan.support.code_hash", typed, algorithm="sha256").hexdigest()
