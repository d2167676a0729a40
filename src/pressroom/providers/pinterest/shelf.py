"""Where a pretended Pinterest keeps what it was given: in memory, or in files that several processes share."""

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol
from uuid import uuid4

Kind = Literal["boards", "sections", "pins"]
Row = Mapping[str, Any]


class Shelf(Protocol):
    """Rows of JSON by kind and id; each row is written whole or not at all."""

    def put(self, kind: Kind, row: Row) -> None:
        """Keep a row under its `id`."""
        ...

    def all(self, kind: Kind) -> Sequence[Row]:
        """Return the rows of a kind, oldest id first."""
        ...

    def get(self, kind: Kind, row_id: str) -> Row | None:
        """Return a row, or None where it is not there."""
        ...

    def take_away(self, kind: Kind, row_id: str) -> None:
        """Forget a row; one that is not there is no error."""
        ...


@dataclass(slots=True)
class MemoryShelf:
    """Rows of this process alone."""

    rows: dict[Kind, dict[str, Row]] = field(default_factory=lambda: {"boards": {}, "sections": {}, "pins": {}})

    def put(self, kind: Kind, row: Row) -> None:
        """Keep a row."""
        self.rows[kind][row["id"]] = row

    def all(self, kind: Kind) -> Sequence[Row]:
        """Return the rows of a kind."""
        return sorted(self.rows[kind].values(), key=_age)

    def get(self, kind: Kind, row_id: str) -> Row | None:
        """Return a row."""
        return self.rows[kind].get(row_id)

    def take_away(self, kind: Kind, row_id: str) -> None:
        """Forget a row."""
        self.rows[kind].pop(row_id, None)


@dataclass(frozen=True, slots=True)
class FolderShelf:
    """A file for each row, put in place in one move: whoever dies in between leaves nothing half written."""

    folder: Path

    def put(self, kind: Kind, row: Row) -> None:
        """Keep a row."""
        path = self._path(kind, row["id"])
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{uuid4()}.draft")
        draft.write_text(json.dumps(row))
        os.replace(draft, path)  # noqa: PTH105  # as atomic as the kernel's own

    def all(self, kind: Kind) -> Sequence[Row]:
        """Return the rows of a kind."""
        found = []
        for path in (self.folder / kind).glob("*.json"):
            with suppress(FileNotFoundError):  # taken away in the meantime
                found.append(json.loads(path.read_text()))
        return sorted(found, key=_age)

    def get(self, kind: Kind, row_id: str) -> Row | None:
        """Return a row."""
        if not row_id.isdigit():
            return None
        try:
            row: Row = json.loads(self._path(kind, row_id).read_text())
        except FileNotFoundError:
            return None
        return row

    def take_away(self, kind: Kind, row_id: str) -> None:
        """Forget a row."""
        if row_id.isdigit():
            self._path(kind, row_id).unlink(missing_ok=True)

    def _path(self, kind: Kind, row_id: str) -> Path:
        return self.folder / kind / f"{row_id}.json"


def _age(row: Row) -> int:
    return int(row["id"])
