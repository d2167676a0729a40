"""Samples that were PDFs from the start."""

import io

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from bench.samples.texts import text
from bench.scans import typeset

PLAIN = ParagraphStyle("plain", fontName="Helvetica", fontSize=10, leading=14)
SMALL = ParagraphStyle("small", parent=PLAIN, fontSize=8, leading=11, textColor=colors.HexColor("#555555"))
HEADING = ParagraphStyle("heading", parent=PLAIN, fontName="Helvetica-Bold", fontSize=20, leading=26)

ITEMS = [
    ["Item", "Quantity", "Unit price", "Amount"],
    ["Letterpress cards, 600 g cotton, two colours", "500", "£0.84", "£420.00"],
    ["Envelopes C6, kraft", "500", "£0.12", "£60.00"],
    ["Polymer plates", "2", "£38.00", "£76.00"],
    ["Proof by courier", "1", "£9.50", "£9.50"],
    ["", "", "Net", "£565.50"],
    ["", "", "VAT 20%", "£113.10"],
    ["", "", "Total", "£678.60"],
]
RULES = TableStyle(
    [
        ("FONT", (0, 0), (-1, 0), "Helvetica-Bold", 10),
        ("FONT", (2, -1), (-1, -1), "Helvetica-Bold", 10),
        ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
        ("LINEBELOW", (0, 0), (-1, 0), 1, colors.HexColor("#c8442b")),
        ("LINEABOVE", (2, -3), (-1, -3), 0.5, colors.black),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
    ]
)


def invoice() -> bytes:
    """Return an English invoice."""
    flow: list[Flowable] = [
        Paragraph("Fennel &amp; Finch Letterpress", HEADING),
        Paragraph("11 Ropewalk, Port Ellery PE1 7QD · VAT no. GB 555 0199 21", SMALL),
        Spacer(1, 14 * mm),
        Paragraph("Bluebell Books Ltd<br/>Accounts<br/>29 Castle Street<br/>Millbridge MB1 3AA", PLAIN),
        Spacer(1, 10 * mm),
        Paragraph("<b>Invoice 2026-0417</b><br/>Date: 14 April 2026<br/>Your order: BB-1180 of 23 March 2026", PLAIN),
        Spacer(1, 8 * mm),
        Table(ITEMS, colWidths=[86 * mm, 24 * mm, 28 * mm, 28 * mm], style=RULES),
        Spacer(1, 10 * mm),
        Paragraph(
            "Please pay £678.60 by 14 May 2026 to Fennel &amp; Finch Letterpress, sort code 00-55-19, account "
            "00550199, quoting the invoice number. Thank you for your order.",
            PLAIN,
        ),
    ]
    out = io.BytesIO()
    document = SimpleDocTemplate(out, pagesize=A4, leftMargin=22 * mm, topMargin=20 * mm, invariant=1)
    document.title, document.author = "Invoice 2026-0417", "Fennel & Finch Letterpress"
    document.build(flow)
    return out.getvalue()


def contract() -> bytes:
    """Return an English contract of three pages."""
    return typeset(text("contract.txt"), size=14.5)
