"""Workflows about documents."""

from typing import Annotated
from uuid import UUID

from pydantic import Field
from sqlalchemy.orm import Session

from pressroom.core.floor.catalogue import Asker, Story, StoryInput
from pressroom.core.floor.fields import Feedback
from pressroom.features.documents.actions.again import describe_again, read_again
from pressroom.features.documents.models import KIND, Status
from pressroom.features.documents.queries import document
from pressroom.features.documents.rules import BUSY
from pressroom.kernel.app import App

DocumentId = Annotated[UUID, Field(title="Document", json_schema_extra={"subject": KIND})]


class ReadDocument(StoryInput):
    """A document to be read."""

    document_id: DocumentId
    again: bool = Field(default=False, title="Read it anew", description="Although it has been read already.")


class DescribeDocument(StoryInput):
    """A document to be described anew."""

    document_id: DocumentId
    feedback: Feedback = None


def read(session: Session, app: App, asker: Asker, wanted: ReadDocument) -> str:
    """Read a document; one that is being read, or was read already, keeps its run unless it is to be read anew."""
    found = document(session, asker.workspace_id, wanted.document_id, lock=True)
    is_done = found.status is Status.COMPLETED and not wanted.again
    if found.run_id and (found.status in BUSY or is_done):
        return found.run_id
    return read_again(session, app.durable, app.vault, found)


def describe(session: Session, app: App, asker: Asker, wanted: DescribeDocument) -> str:
    """Describe a document anew."""
    found = document(session, asker.workspace_id, wanted.document_id, lock=True)
    return describe_again(session, app.durable, found, feedback=wanted.feedback)


STORIES = (
    Story(
        name="process_document",
        about="Reads a document page by page, then names, tags and summarises it. Begins with every upload.",
        events=("document/uploaded",),
        input=ReadDocument,
        start=read,
    ),
    Story(
        name="describe_document",
        about="Names, tags and summarises a document that has been read, minding what a person said.",
        events=("document/metadata.requested",),
        input=DescribeDocument,
        start=describe,
    ),
)
