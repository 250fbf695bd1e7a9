"""Which uploaded documents are kept, told by what is in them and not by what they are called."""

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

MAX_SIZE = 10 * 1024 * 1024
# A document has tens of parts; thousands are there to make a reader work.
MAX_PARTS = 2_000
NAME_LENGTH = 150

_OFFICE = "application/vnd.openxmlformats-officedocument"
_ODT = "application/vnd.oasis.opendocument.text"


@dataclass(frozen=True)
class FileType:
    extension: str
    content_type: str


PDF = FileType("pdf", "application/pdf")
JPEG = FileType("jpg", "image/jpeg")
PNG = FileType("png", "image/png")
DOCX = FileType("docx", f"{_OFFICE}.wordprocessingml.document")
XLSX = FileType("xlsx", f"{_OFFICE}.spreadsheetml.sheet")
ODT = FileType("odt", _ODT)
TYPES = (PDF, DOCX, ODT, XLSX, JPEG, PNG)

_BEGINNINGS = ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG))
_MAIN_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}


def sniff(content: BinaryIO) -> FileType | None:
    """The type of a document, or None for everything else: HTML, SVG, programs, macros, archives.

    Nothing is unpacked but the 60 bytes in which an OpenDocument file says what it is.
    """
    content.seek(0)
    head = content.read(16)
    content.seek(0)
    for beginning, file_type in _BEGINNINGS:
        if head.startswith(beginning):
            return file_type
    if head.startswith(b"PK\x03\x04"):
        return _sniff_zip(content)
    return None


def _sniff_zip(content: BinaryIO) -> FileType | None:
    try:
        with zipfile.ZipFile(content) as archive:
            names = set(archive.namelist())
            if len(names) > MAX_PARTS or any(name.endswith("vbaProject.bin") for name in names):
                return None
            if "mimetype" in names:
                with archive.open("mimetype") as mimetype:
                    return ODT if mimetype.read(60) == _ODT.encode() else None
            found = [kind for part, kind in _MAIN_PARTS.items() if part in names]
            return found[0] if len(found) == 1 and "[Content_Types].xml" in names else None
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError):
        return None
    except (ValueError, EOFError, OSError):
        return None
    finally:
        content.seek(0)


def display_name(name: str, file_type: FileType) -> str:
    """The name a person gave a file, without folders, with the ending its content calls for."""
    stem = PurePath(name.replace("\\", "/")).name
    if "." in stem:
        stem = stem.rpartition(".")[0]
    stem = "".join(c for c in stem if c.isprintable() and c not in '"<>|*?:;').strip(" .")
    return f"{stem[:NAME_LENGTH] or 'dokument'}.{file_type.extension}"
