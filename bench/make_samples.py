"""Makes the files in `samples/`, the same ones every time: `python -m bench.make_samples`."""

from collections.abc import Callable
from pathlib import Path

from bench.samples import born, photographed, scanned, written

SAMPLES = Path(__file__).parent.parent / "samples"

MAKERS: dict[str, Callable[[], bytes]] = {
    "invoice-2026-0417.pdf": born.invoice,
    "studio-licence-agreement.pdf": born.contract,
    "brief-hausverwaltung.pdf": scanned.letter,
    "paper-mills-article.pdf": scanned.article,
    "fax-timber-order.tiff": scanned.fax,
    "receipt-cafe.jpg": photographed.receipt,
    "dashboard-screenshot.png": photographed.screenshot,
    "minutes-of-the-garden-committee.docx": written.minutes,
    "plum-cake.md": written.recipe,
    "telefonnotiz.txt": written.note,
}


def main() -> None:
    """Write every sample and say how large it is."""
    SAMPLES.mkdir(exist_ok=True)
    for name, make in MAKERS.items():
        content = make()
        (SAMPLES / name).write_bytes(content)
        print(f"{len(content) / 1000:8.1f} kB  {name}")


if __name__ == "__main__":
    main()
