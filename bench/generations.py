"""The studio: how soon a photo is accepted, a hundred generations of twenty users, and what each costs beside paint."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from statistics import median
from typing import Any

import httpx
import numpy as np
from PIL import Image
from sqlalchemy import text

from bench.installation import Failed, Installation, installation
from bench.row import Row
from bench.timings import Timings, milliseconds, wait_until
from pressroom.core.accounts.actions import create_api_token, create_user, first_admin

USERS, EACH = 20, 5
ALONE = 6
SIDE = 1200
LONGEST_SECONDS = 1200.0
LOOK_SECONDS = 0.2

AT_WORK = text(
    "SELECT coalesce(max(number), 0) FROM (SELECT count(*) AS number FROM dbos.workflow_status "
    "WHERE queue_name = 'generations' AND status = 'PENDING' GROUP BY queue_partition_key) AS running"
)
ENDED = text("SELECT count(*) FROM generations WHERE status <> 'processing'")
FAILED = text("SELECT error FROM generations WHERE status = 'failed' LIMIT 1")
FIGURES = text("""
    SELECT user_id, extract(epoch FROM finished_at)::float AS finished, (painting->>'seconds')::float AS painting,
      extract(epoch FROM finished_at - started_at)::float AS took
    FROM generations WHERE status = 'completed' ORDER BY finished_at
""")
CHARGED = text("SELECT count(*), count(DISTINCT subject_id) FROM credit_entries WHERE kind = 'charge'")


@dataclass(frozen=True, slots=True)
class Course:
    """How a hundred generations went; times are in seconds from the first worker's start of work."""

    seconds: float
    first_of_each: Sequence[float]
    most_at_once: int


def run() -> list[Row]:
    """Submit, then let one worker and two at the same load; last, one generation after the other."""
    submitted, added = accepted()
    one, two = (carried(workers) for workers in (1, 2))
    alone = one_by_one()
    return [
        Row(
            what="photo submitted: stored, credit reserved, row and run committed",
            measured=str(submitted),
            against=f"same photo to the library {added}",
            ratio=submitted.p50 / added.p50,
        ),
        Row(
            what=f"{USERS * EACH} generations of {USERS} users, one worker",
            measured=f"{USERS * EACH / one.seconds * 60:.0f} a minute",
        ),
        Row(
            what=f"{USERS * EACH} generations of {USERS} users, two workers",
            measured=f"{USERS * EACH / two.seconds * 60:.0f} a minute",
            against="one worker",
            ratio=one.seconds / two.seconds,
        ),
        *(fairness(course, name) for course, name in ((one, "one worker"), (two, "two workers"))),
        Row(
            what="one generation, nothing else to do, but for the painting",
            measured=milliseconds(median(took - painting for took, painting in alone)),
            against=f"painting {milliseconds(median(painting for _, painting in alone))}",
            ratio=median(took for took, _ in alone) / median(painting for _, painting in alone),
        ),
    ]


def fairness(course: Course, name: str) -> Row:
    """Return how long users waited for their first picture, and how many of one user's ran at once."""
    last = max(course.first_of_each)
    return Row(
        what=f"the last user's first picture, {name}; at most {course.most_at_once} of one user's ran at once",
        measured=f"{last:.0f} s of {course.seconds:.0f}",
        against=f"<= {EACH} at once",
        ratio=last / course.seconds,
        met=course.most_at_once <= EACH,
    )


def accepted() -> tuple[Timings, Timings]:
    """Hand photos in, and the same to the library in turn, so that both have the same machine at the same time."""
    submitted, added = Timings(), Timings()
    with installation(workers=0) as press:
        for number, client in enumerate(client for client in users(press) for _ in range(EACH)):
            photo = picture(number)
            with submitted.measured():
                submit(client, number, photo)
            with added.measured():
                answer = client.post("/api/media", files={"files": (f"{number}.jpg", photo + b"again")})
            if answer.status_code != httpx.codes.ACCEPTED:
                raise Failed(answer.text)
    for timings in (submitted, added):
        del timings.seconds[:EACH]
    return submitted, added


def carried(workers: int) -> Course:
    """Queue five generations of every user while no worker runs, then let workers at them."""
    with installation(workers=0) as press:
        for number, client in enumerate(users(press)):
            for one in range(EACH):
                submit(client, number * EACH + one, picture(number * EACH + one))
        for _ in range(workers):
            press.run("worker")
        return watched(press)


def watched(press: Installation) -> Course:
    """Look on until all have ended; every one of them must be completed, and charged once."""
    most = 0
    with press.database() as database:

        def asked(statement: Any) -> Any:  # noqa: ANN401  # rows of any query
            with database.transaction() as session:
                return session.execute(statement).all()

        def ended() -> bool:
            nonlocal most
            most = max(most, asked(AT_WORK)[0][0])
            return bool(asked(ENDED)[0][0] == USERS * EACH)

        wait_until(lambda: asked(AT_WORK)[0][0], within=LONGEST_SECONDS, what="the first begun", every=LOOK_SECONDS)
        wait_until(ended, within=LONGEST_SECONDS, what="all generations ended", every=LOOK_SECONDS)
        if failed := asked(FAILED):
            raise Failed(failed[0].error)
        if tuple(asked(CHARGED)[0]) != (USERS * EACH, USERS * EACH):
            raise Failed("Not every generation was charged once.")
        return course_of(asked(FIGURES), most)


def course_of(rows: Sequence[Any], most: int) -> Course:
    """Return what the completed generations tell."""
    began = rows[0].finished - rows[0].painting
    first: dict[object, float] = {}
    for row in rows:
        first.setdefault(row.user_id, float(row.finished - began))
    return Course(float(rows[-1].finished - began), list(first.values()), most)


def one_by_one() -> list[tuple[float, float]]:
    """Make pictures one after the other; return what each took in all, and its painting, in seconds."""
    with installation() as press, press.database() as database:
        client = press.client
        for number in range(ALONE + 1):
            generation = submit(client, number, picture(number))
            wait_until(lambda: ended(client, generation), within=60, what="generation ended", every=0.1)  # noqa: B023  # waited for here
        with database.transaction() as session:
            rows = session.execute(FIGURES).all()
    return [(float(row.took), float(row.painting)) for row in rows[1:]]


def ended(client: httpx.Client, generation: str) -> bool:
    """Tell whether a generation has ended; raises Failed where it failed."""
    found = client.get(f"/api/generations/{generation}").raise_for_status().json()
    if found["status"] == "failed":
        raise Failed(found["error"])
    return bool(found["status"] == "completed")


def users(press: Installation) -> list[httpx.Client]:
    """Return clients of as many members as are to be served."""
    with press.database() as database, database.transaction() as session:
        _, workspace = first_admin(session, starting_credits=0)
        tokens = []
        for number in range(USERS):
            user = create_user(session, workspace_id=workspace.id, name=f"User {number}", starting_credits=EACH)
            tokens.append(create_api_token(session, workspace_id=workspace.id, user_id=user.id, name="bench"))
    return [
        httpx.Client(base_url=press.url, timeout=60, headers={"Authorization": f"Bearer {token}"}) for token in tokens
    ]


def submit(client: httpx.Client, number: int, photo: bytes) -> str:
    """Hand a photo in; return the generation's id."""
    answer = client.post("/api/generations", files={"file": (f"{number}.jpg", photo)})
    if answer.status_code != httpx.codes.ACCEPTED:
        raise Failed(answer.text)
    return str(answer.json()["generation_id"])


def picture(number: int) -> bytes:
    """Return a JPEG of a thing on a ground, unlike any other."""
    random = np.random.default_rng(number)
    ground, thing = random.integers(60, 220, (2, 3))
    y, x = np.mgrid[:SIDE, :SIDE] / SIDE - 0.5
    inside = (x**2 / random.uniform(0.06, 0.12) + y**2 / random.uniform(0.06, 0.12) < 1)[..., None]
    shade = 1 - 0.4 * (x + y)[..., None]
    pixels = np.where(inside, thing * shade, ground) + random.normal(0, 6, (SIDE, SIDE, 3))
    out = BytesIO()
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(out, "JPEG", quality=88)
    return out.getvalue()
