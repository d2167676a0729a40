"""All a Pressroom can be asked for, whichever client asks."""

from abc import ABC, abstractmethod
from functools import cached_property
from typing import Any, Generic

from pressroom.client.documents import Documents
from pressroom.client.events import Events, Webhooks
from pressroom.client.flows import Flow, Patience
from pressroom.client.generations import Generations
from pressroom.client.groups import M
from pressroom.client.media import Media
from pressroom.client.money import Money
from pressroom.client.pins import Pins
from pressroom.client.projects import Boards, Connections, Projects
from pressroom.client.runs import Runs, Workflows


class Press(ABC, Generic[M]):
    """A Pressroom as a client sees it: what it can be asked for, by what that is about."""

    patience: Patience

    @abstractmethod
    def run(self, flow: Flow[Any]) -> Any:  # noqa: ANN401  # the answer, or what is awaited for it
        """Carry a flow out, and give what it returns."""

    @abstractmethod
    def walk(self, flow: Flow[Any]) -> Any:  # noqa: ANN401  # an iterator of either kind
        """Carry a flow out, and give what it yields."""

    @cached_property
    def documents(self) -> Documents[M]:
        """Files that are read, named and summarised."""
        return Documents(self)

    @cached_property
    def media(self) -> Media[M]:
        """Pictures that are looked at and described."""
        return Media(self)

    @cached_property
    def generations(self) -> Generations[M]:
        """Pictures made of photos, in a style."""
        return Generations(self)

    @cached_property
    def pins(self) -> Pins[M]:
        """Pins, from the first draft to Pinterest."""
        return Pins(self)

    @cached_property
    def projects(self) -> Projects[M]:
        """Blogs whose articles become pins."""
        return Projects(self)

    @cached_property
    def boards(self) -> Boards[M]:
        """Boards that pins go to."""
        return Boards(self)

    @cached_property
    def connections(self) -> Connections[M]:
        """Accounts elsewhere."""
        return Connections(self)

    @cached_property
    def runs(self) -> Runs[M]:
        """Every piece of work: seen, awaited, stopped, done again."""
        return Runs(self)

    @cached_property
    def workflows(self) -> Workflows[M]:
        """What can be started."""
        return Workflows(self)

    @cached_property
    def events(self) -> Events[M]:
        """What happened, told to whatever listens."""
        return Events(self)

    @cached_property
    def webhooks(self) -> Webhooks[M]:
        """Addresses that are told what happens here."""
        return Webhooks(self)

    @cached_property
    def money(self) -> Money[M]:
        """Credits, and what models cost."""
        return Money(self)
