"""A token is refused: renewed once, else the account waits for its person, and its pins with it."""

from datetime import timedelta

from pressroom.features.pins.models import Pin, PinStatus
from pressroom.features.pins.publishing.models import Outcome
from pressroom.features.pins.publishing.queries import waiting_reason
from pressroom.kernel.clock import now
from pressroom.kernel.errors import ProviderAuthLost
from pressroom.providers.oauth import FakeOAuthProvider
from pressroom.providers.pinterest import FakePinterest
from tests.connected import connect_pinterest
from tests.doors import fake_doors
from tests.publishing import Publisher
from tests.stories import statuses
from tests.workflows.conftest import StartWorker


def refused() -> ProviderAuthLost:
    return ProviderAuthLost("Pinterest no longer lets this account in (HTTP 401).")


def test_a_token_refused_before_its_time_is_renewed_once_and_the_pin_goes_out(
    publisher: Publisher, oauth: FakeOAuthProvider
) -> None:
    publisher.pinterest.refused_tokens.add("access-ada")
    pin_id = publisher.pin("Leek soup")
    assert publisher.published(pin_id).status is PinStatus.PUBLISHED
    assert oauth.calls["refresh"] == 1
    assert publisher.outcomes(pin_id) == [Outcome.REFUSED, Outcome.PUBLISHED]
    assert publisher.connection().active


def test_a_token_that_has_ended_is_renewed_before_it_is_used(publisher: Publisher, oauth: FakeOAuthProvider) -> None:
    publisher.change(type(publisher.connection()), publisher.connection_id, token_expires_at=now() - timedelta(days=1))
    pin_id = publisher.pin("Leek soup")
    assert publisher.published(pin_id).status is PinStatus.PUBLISHED
    assert (oauth.calls["refresh"], publisher.outcomes(pin_id)) == (1, [Outcome.PUBLISHED])


def test_refused_again_the_pin_fails_and_the_account_has_to_be_connected_again(publisher: Publisher) -> None:
    publisher.pinterest.failures["publish"] = [refused(), refused()]
    pin_id = publisher.pin("Leek soup")
    pin = publisher.published(pin_id)
    assert (pin.status, pin.error_code) == (PinStatus.FAILED, "auth_lost")
    assert "Connect the account again under Connections" in (pin.error or "")
    connection = publisher.connection()
    assert (connection.active, connection.last_error) == (False, str(refused()))
    assert publisher.outcomes(pin_id) == [Outcome.REFUSED] * 2


def test_the_others_of_a_lost_account_wait_as_scheduled_and_go_on_once_it_is_back(
    idle: Publisher, pinterest: FakePinterest, oauth: FakeOAuthProvider, start_worker: StartWorker
) -> None:
    pinterest.failures["publish"] = [refused(), refused()]
    first = idle.due("First", ago=timedelta(minutes=9))
    others = [idle.due(f"Soup {number}", ago=timedelta(minutes=number)) for number in (3, 2, 1)]
    by_hand = idle.pin("By hand")
    runs = [idle.publish(one) for one in (first, *others, by_hand)]
    start_worker(doors=fake_doors(pinterest=pinterest, pinterest_oauth=oauth))
    assert idle.done(first).status is PinStatus.FAILED
    for one in (*others, by_hand):
        idle.done(one)
    assert [idle.row(one).status for one in others] == [PinStatus.SCHEDULED] * 3
    assert idle.row(by_hand).status is PinStatus.FAILED
    assert idle.there() == []
    with idle.session() as session:
        reason = waiting_reason(session, session.get_one(Pin, others[0]))
    assert reason
    assert "ada has to be connected again" in reason
    assert len(runs) == 5
    connect_pinterest(idle.app, idle.board.workspace_id)
    for one in others:
        idle.publish(one)
        assert idle.done(one).status is PinStatus.PUBLISHED
    assert statuses(idle.app, others[0])[-4:] == ["publishing", "scheduled", "publishing", "published"]
    assert sorted(idle.there()) == ["Soup 1", "Soup 2", "Soup 3"]


def test_an_account_lost_before_a_pin_was_sent_leaves_it_scheduled(
    publisher: Publisher, oauth: FakeOAuthProvider
) -> None:
    publisher.change(type(publisher.connection()), publisher.connection_id, token_expires_at=now() - timedelta(days=1))
    oauth.failures["refresh"] = [ProviderAuthLost("The grant was taken back.")]
    pin_id = publisher.due("Leek soup")
    pin = publisher.published(pin_id)
    assert pin.status is PinStatus.SCHEDULED
    assert publisher.run(pin_id).status == "failed"
    assert "Token refresh failed" in (publisher.connection().last_error or "")
    assert publisher.attempts(pin_id) == []
