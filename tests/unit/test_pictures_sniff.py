import pytest

from pressroom.kernel.errors import Invalid, UnsupportedType
from pressroom.providers.pictures import AVIF, GIF, HEIC, JPEG, PNG, TIFF, WEBP, sniff_picture


def ftyp(main: bytes, *others: bytes) -> bytes:
    content = main + b"\0\0\0\0" + b"".join(others)
    return (8 + len(content)).to_bytes(4) + b"ftyp" + content + b"\0\0\1\xbemeta"


@pytest.mark.parametrize(
    ("head", "filename", "mime"),
    [
        (b"\xff\xd8\xff\xe1\0\x10Exif", "IMG_0001.JPG", JPEG),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "really-a-png.jpg", PNG),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "a.webp", WEBP),
        (b"GIF87a", "old.gif", GIF),
        (b"GIF89a", "no-ending", GIF),
        (b"II*\0\x08\0\0\0", "a.tif", TIFF),
        (ftyp(b"heic", b"mif1", b"heic"), "IMG_0002.HEIC", HEIC),
        (ftyp(b"heix"), "wide.heic", HEIC),
        (ftyp(b"mif1", b"heic"), "a.heif", HEIC),
        (ftyp(b"mif1", b"mif1", b"avif", b"miaf"), "a.avif", AVIF),
        (ftyp(b"msf1", b"msf1", b"hevc"), "burst.heics", HEIC),
        (ftyp(b"hevc"), "burst.heics", HEIC),
        (ftyp(b"avif", b"mif1"), "a.jpg", AVIF),
        (ftyp(b"avis", b"avif"), "moving.avif", AVIF),
    ],
)
def test_a_picture_is_what_its_content_says(head: bytes, filename: str, mime: str) -> None:
    assert sniff_picture(head, filename) == mime


@pytest.mark.parametrize(
    ("head", "filename", "kind"),
    [
        (b"%PDF-1.7\n", "notes.pdf", "a PDF document"),
        (b"PK\x03\x04\x14\0\0\0\x08\0word/document.xml", "letter.docx", "a Word document"),
        (b"PK\x03\x04\x14\0\0\0\x08\0photos/1.jpg", "photos.zip", "a ZIP archive"),
        (ftyp(b"isom", b"iso2", b"mp41"), "clip.mp4", "an MP4 video"),
        (ftyp(b"qt  "), "IMG_0003.MOV", "a QuickTime video"),
        (ftyp(b"crx ", b"isom"), "raw.cr3", "a Canon raw photo"),
        (b"\xff\x0a\xfa", "new.jxl", "a JPEG XL picture"),
        (b"BM\x36\0", "paint.bmp", "a BMP picture"),
        (b"8BPS\0\1", "work.psd", "a Photoshop file"),
        (b"<svg xmlns=", "logo.svg", "an XML or SVG file"),
        (b"Dear all,\n", "note.txt", "text"),
        (b"\0\1\2\3", "data.bin", "a binary file"),
    ],
)
def test_what_is_no_picture_of_ours_is_refused_by_its_right_name(head: bytes, filename: str, kind: str) -> None:
    with pytest.raises(UnsupportedType, match="Pressroom takes JPEG, PNG, WebP, GIF, TIFF, HEIC and AVIF") as caught:
        sniff_picture(head, filename)
    assert f"“{filename}” is {kind}" in str(caught.value)
    assert caught.value.code == "unsupported"


def test_a_web_page_that_a_download_left_in_place_of_a_picture_is_named() -> None:
    with pytest.raises(UnsupportedType, match=r"is a web page \(HTML\), whatever its name ending in \.jpg says"):
        sniff_picture(b"<!DOCTYPE html><html><title>404", "holiday.jpg")


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(Invalid, match="is empty") as caught:
        sniff_picture(b"", "nothing.jpg")
    assert caught.value.code == "empty"
