"""Files a person might drop."""

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

SAMPLES = Path(__file__).parents[2] / "samples"


def letter(path: Path, *lines_of_pages: list[str], password: str | None = None) -> Path:
    """Write a PDF with a text layer, a list of lines for each page, and return its path."""
    encrypt = StandardEncryption(password, canPrint=1) if password else None
    sheet = canvas.Canvas(str(path), pagesize=A4, encrypt=encrypt)
    for lines in lines_of_pages:
        text = sheet.beginText(60, 780)
        for line in lines:
            text.textLine(line)
        sheet.drawText(text)
        sheet.showPage()
    sheet.save()
    return path
