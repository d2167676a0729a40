"""What runs are about: a link to each, by its own name."""

from collections.abc import Collection, Mapping
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from pressroom.core.accounts.queries import Principal
from pressroom.core.connections import queries as connections
from pressroom.core.connections.models import KIND as CONNECTION
from pressroom.core.runs.queries import Run
from pressroom.features.documents import queries as documents
from pressroom.features.documents.models import KIND as DOCUMENT
from pressroom.features.generations import queries as generations
from pressroom.features.generations.models import KIND as GENERATION
from pressroom.features.media import queries as media
from pressroom.features.media.folders import queries as folders
from pressroom.features.media.models import FOLDER_KIND as FOLDER
from pressroom.features.media.models import KIND as MEDIA
from pressroom.features.pins import queries as pins
from pressroom.features.pins.articles import queries as articles
from pressroom.features.pins.articles.models import KIND as ARTICLE
from pressroom.features.pins.models import KIND as PIN
from pressroom.features.pins.projects import queries as projects
from pressroom.features.pins.projects.models import KIND as PROJECT
from pressroom.web.views.shell import Crumb

NAMES = {
    DOCUMENT: documents.names,
    MEDIA: media.names,
    FOLDER: folders.names,
    PROJECT: projects.names,
    ARTICLE: articles.names,
    PIN: pins.names,
    CONNECTION: connections.names,
}
ADDRESSES = {
    DOCUMENT: "/documents/{}",
    MEDIA: "/media/{}",
    FOLDER: "/media/folders/{}",
    GENERATION: "/generations/{}",
    PROJECT: "/projects/{}",
    ARTICLE: "/articles/{}",
    PIN: "/pins/{}",
    CONNECTION: "/connections#connection-{}",
}
GONE = {
    DOCUMENT: "a deleted document",
    MEDIA: "a deleted picture",
    FOLDER: "a removed folder",
    GENERATION: "a deleted generation",
    PROJECT: "a deleted project",
    ARTICLE: "a deleted article",
    PIN: "a deleted pin",
    CONNECTION: "a disconnected account",
}


def subjects_of(session: Session, principal: Principal, runs: Collection[Run]) -> Mapping[str, Crumb]:
    """Return what runs are about, by run; runs about nothing that has a page are left out."""
    return links_to(session, principal, {one.id: (one.subject_kind, one.subject_id) for one in runs})


def links_to(session: Session, principal: Principal, wanted: Mapping[str, tuple[str, str]]) -> Mapping[str, Crumb]:
    """Return links to things, each by its kind and its id; those of a kind that has no page are left out."""
    found: dict[str, Crumb] = {}
    workspace_id = principal.workspace_id
    own = {GENERATION: partial(_generations, principal.user_id)}
    for kind, names_of in (NAMES | own).items():
        ids = {about: subject_id for about, (its_kind, subject_id) in wanted.items() if its_kind == kind}
        names = names_of(session, workspace_id, set(ids.values())) if ids else {}
        waiting = folders.files_called(session, workspace_id, set(ids.values()) - names.keys()) if kind == MEDIA else {}
        for about, subject_id in ids.items():
            link = Crumb(ADDRESSES[kind].format(subject_id), names.get(subject_id, GONE[kind]))
            found[about] = _waiting(*waiting[subject_id]) if subject_id in waiting else link
    return found


def _generations(user_id: UUID, session: Session, workspace_id: UUID, ids: Collection[str]) -> Mapping[str, str]:
    return generations.names(session, workspace_id, user_id, ids)


def _waiting(folder_id: UUID, name: str) -> Crumb:
    """Return the link to a file that is not in the library: to its folder."""
    return Crumb(f"/media/folders/{folder_id}", name)
