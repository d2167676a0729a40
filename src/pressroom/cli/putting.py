"""Files written for a person, never over those that are there."""

from pathlib import Path


def put_file(folder: Path, stem: str, ending: str, content: bytes) -> Path:
    """Write a file under the first name that is free; return its path."""
    number = 1
    while True:
        path = folder / f"{stem}{f'-{number}' if number > 1 else ''}{ending}"
        try:
            with path.open("xb") as file:
                file.write(content)
        except FileExistsError:
            number += 1
        else:
            return path
