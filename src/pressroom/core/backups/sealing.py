"""Secrets at rest move from old keys to the newest."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, select, update
from sqlalchemy.orm import Session

from pressroom.kernel.db import Base
from pressroom.kernel.vault import Vault, VaultLocked

SEALED = "_sealed"
"""How the name of every column ends that holds a sealed secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resealed:
    """How many secrets there are, were sealed anew, and open with no key."""

    total: int
    resealed: int
    locked: int


def reseal(session: Session, vault: Vault) -> Resealed:
    """Seal every secret anew that an older key sealed; what no key opens is left as it is, and counted."""
    total = resealed = locked = 0
    for table, column in sealed_columns():
        for identity, sealed in _secrets(session, table, column):
            total += 1
            try:
                if not vault.needs_newest(sealed):
                    continue
                fresh = vault.seal(vault.open(sealed))
            except VaultLocked:
                locked += 1
                continue
            session.execute(update(table).where(*identity).values({column: fresh}))
            resealed += 1
    return Resealed(total=total, resealed=resealed, locked=locked)


def locked(session: Session, vault: Vault) -> tuple[int, int]:
    """Return how many secrets there are, and how many of them no key opens."""
    stored = [str(sealed) for table, column in sealed_columns() for sealed in session.scalars(_held(table, column))]
    return len(stored), sum(not _opens(vault, sealed) for sealed in stored)


def sealed_columns() -> Iterator[tuple[Table, str]]:
    """Yield every column that holds sealed secrets."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if column.name.endswith(SEALED):
                yield table, column.name


def _held(table: Table, column: str) -> Select[tuple[Any]]:
    return select(table.c[column]).where(table.c[column].is_not(None))


def _opens(vault: Vault, sealed: str) -> bool:
    try:
        vault.needs_newest(sealed)
    except VaultLocked:
        return False
    return True


def _secrets(session: Session, table: Table, column: str) -> Iterator[tuple[list[ColumnElement[bool]], str]]:
    keys = list(table.primary_key.columns)
    holding = select(*keys, table.c[column]).where(table.c[column].is_not(None)).order_by(*keys).with_for_update()
    for *identity, sealed in session.execute(holding).all():
        yield [key == value for key, value in zip(keys, identity, strict=True)], sealed
