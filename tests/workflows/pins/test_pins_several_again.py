"""Those that failed among several are tried again together, and no others."""

from pressroom.features.pins.actions.again import describe_pins
from pressroom.features.pins.models import PinStatus
from pressroom.providers.articles import FakeArticleReader
from tests.caller import Caller
from tests.media import dot
from tests.pins import Pinboard, picture_url


def test_the_failed_of_several_are_tried_again_by_the_run_that_waited_for_all(
    board: Pinboard, articles: FakeArticleReader, admin: Caller
) -> None:
    project_id = board.blogs.project()
    articles.pictures[picture_url("soup")] = dot("soup")
    made = board.make_of(*(board.article(project_id, name) for name in ("soup", "bread")))
    for one in made.pins:
        board.blogs.over(one.run_id)
    with board.session() as session:
        ids = [one.id for one in made.pins]
        begun = describe_pins(session, board.app.durable, board.workspace_id, ids)
    run = board.blogs.over(begun.run_id)
    assert (run.output["succeeded"], run.output["failed"]) == (1, 1)
    articles.pictures[picture_url("bread")] = dot("bread")
    page = admin.http.get(f"/runs/{begun.run_id}", headers={"Accept": "text/html"}).text
    assert "Retry the failed" in page
    assert "Some failed" in page
    again = admin.http.post(f"/api/runs/{begun.run_id}/retry")
    assert again.status_code == 202, again.text
    board.blogs.over(again.json()["run_id"])
    assert {one.status for one in board.pins()} == {PinStatus.READY}
    assert len(board.history(made.pins[0].id)) == 1
    assert admin.http.post(f"/api/runs/{again.json()['run_id']}/retry").status_code == 409
