"""A client of a Pressroom elsewhere: typed, for scripts that wait and for programs that await.

    from pressroom.client import Client

    with Client("https://press.example.org", token) as press:
        sent = press.documents.upload(Path("contract.pdf"))
        document = press.documents.wait(sent.documents[0].id)
        print(document.display_name, document.tags)

It stands by itself: neither the server nor its engine is loaded with it.
"""

from pressroom.client.calls import File
from pressroom.client.clients import AsyncClient, Client
from pressroom.client.errors import NotReached, PressroomError
from pressroom.client.flows import Patience

__all__ = ["AsyncClient", "Client", "File", "NotReached", "Patience", "PressroomError"]
