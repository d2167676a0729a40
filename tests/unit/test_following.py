"""How often a run is looked at that somebody waits for."""

from pressroom.web.following import LONGEST_SECONDS, pause_after


def test_a_run_is_looked_at_often_at_first_and_seldom_when_it_takes_its_time() -> None:
    waited, looks = 0.0, 0
    while waited < LONGEST_SECONDS:
        assert pause_after(waited) == (0.1 if waited < 5 else 1.0)
        waited, looks = waited + pause_after(waited), looks + 1
    assert looks < 360
