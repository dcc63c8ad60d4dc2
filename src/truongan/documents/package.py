"""The zip around a Word file."""

import io
import zipfile
import zlib

# Whatever Python's reader of zips makes of a damaged one: a wrong checksum, a method or version it does not know,
# a password, a name that is no text.
DAMAGED = (zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, EOFError)
# The first moment a zip can name; the clock would make every file different.
EPOCH = (1980, 1, 1, 0, 0, 0)


def repacked(docx: bytes) -> bytes:
    """The same package with fixed times, so that equal content gives equal bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name))
    return packed.getvalue()
