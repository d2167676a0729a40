"""Two people who have pins made of the same article at the same time get each pin once."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import text

from pressroom.features.pins.actions.create import create_pins
from pressroom.kernel.app import App
from tests.pins import pinboard_of
from tests.spending import until

WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


def test_who_comes_second_waits_and_is_told_that_there_is_nothing_left(app: App) -> None:
    board = pinboard_of(app)
    project_id = board.blogs.project()
    article_id = board.article(project_id, "soup")

    def somebody_waits() -> bool:
        with app.database.transaction() as session:
            return bool(session.scalar(WAITING))

    with ThreadPoolExecutor(1) as colleague:
        with board.session() as session:
            first = create_pins(session, app.durable, board.workspace_id, [article_id], user_id=board.blogs.user_id)
            second = colleague.submit(board.make_of, article_id)
            until(lambda: second.done() or somebody_waits())
        refused = second.result().refused

    assert len(first.pins) == 1
    assert [one.id for one in board.pins()] == [one.id for one in first.pins]
    assert [(one.article_id, one.reason) for one in refused] == [
        (article_id, "Every picture of this article has its pin already. Make one with a picture of your own.")
    ]
