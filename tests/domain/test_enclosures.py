"""Which files of strangers go along with a letter."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stagedesk.domain.enclosures import (
    EMPTY,
    MAY_HOLD_PROGRAM,
    NOT_WHAT_IT_SAYS,
    OTHER_KIND,
    type_of,
    why_not,
)

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def packed(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("cv.pdf", b"%PDF-1.7 x", ""),
        ("CV.PDF", b"\n%PDF-1.7 x", ""),
        ("cv.pdf", b"MZ\x90", NOT_WHAT_IT_SAYS),
        ("cv.pdf", b"%PDF-1.7 /OpenAction << /JavaScript", MAY_HOLD_PROGRAM),
        ("cv.pdf", b"", EMPTY),
        ("brief.docx", packed("word/document.xml"), ""),
        ("brief.docx", packed("word/document.xml", "word/vbaProject.bin"), MAY_HOLD_PROGRAM),
        ("brief.docx", packed("word/embeddings/oleObject1.bin"), MAY_HOLD_PROGRAM),
        ("brief.docx", OLD, NOT_WHAT_IT_SAYS),
        ("brief.docx", b"PK\x03\x04 broken", NOT_WHAT_IT_SAYS),
        ("brief.odt", packed("content.xml", "Basic/Standard/x.xml"), MAY_HOLD_PROGRAM),
        ("brief.odt", packed("content.xml"), ""),
        ("brief.docm", packed("word/document.xml"), OTHER_KIND),
        ("brief.doc", OLD + b"text", ""),
        ("brief.doc", OLD + "_VBA_PROJECT".encode("utf-16-le"), MAY_HOLD_PROGRAM),
        ("brief.rtf", b"{\\rtf1 x}", ""),
        ("brief.rtf", b"{\\rtf1 {\\object\\objdata}}", MAY_HOLD_PROGRAM),
        ("foto.jpg", b"\xff\xd8\xff\xe0", ""),
        ("foto.jpg", b"<script>", NOT_WHAT_IT_SAYS),
        ("foto.png", b"\x89PNG\r\n\x1a\n", ""),
        ("brief.txt", "Beste, één".encode(), ""),
        ("brief.txt", b"MZ\x00", NOT_WHAT_IT_SAYS),
        ("setup.exe", b"MZ", OTHER_KIND),
        ("cv.pdf.exe", b"%PDF-1.7", OTHER_KIND),
        ("cv.pdf ", b"%PDF-1.7", ""),
        ("run.sh", b"#!/bin/sh", OTHER_KIND),
        ("page.html", b"<html>", OTHER_KIND),
        ("alles.zip", packed("cv.pdf"), OTHER_KIND),
        ("mail.eml", b"From: x", OTHER_KIND),
        ("", b"x", OTHER_KIND),
        (".pdf", b"%PDF-1.7", OTHER_KIND),
    ],
)
def test_a_file_goes_along_or_not(name: str, content: bytes, expected: str) -> None:
    assert why_not(name, content) == expected


def test_a_type_follows_from_the_name_alone() -> None:
    assert type_of("cv.PDF") == "application/pdf"
    assert type_of("setup.exe") == "application/octet-stream"


@given(
    st.sampled_from(["pdf", "docx", "odt", "doc", "rtf", "txt", "jpg", "webp", "heic", "tif"]),
    st.binary(max_size=60),
    st.sampled_from([b"", b"PK\x03\x04", OLD, b"%PDF-", b"{\\rtf"]),
)
def test_any_bytes_get_a_verdict(ending: str, content: bytes, start: bytes) -> None:
    assert why_not(f"x.{ending}", start + content) in ("", EMPTY, NOT_WHAT_IT_SAYS, MAY_HOLD_PROGRAM)
