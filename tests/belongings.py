"""One of everything that a workspace can have, all called by one word that nobody else may see."""

from uuid import UUID

from sqlalchemy import select

from pressroom.core.accounts.actions import create_user
from pressroom.core.accounts.queries import api_tokens
from pressroom.core.alerts.models import Alert
from pressroom.core.credits.actions import charge
from pressroom.core.credits.queries import entries
from pressroom.core.events.models import Event
from pressroom.core.prompts.models import Prompt, PromptTrial
from pressroom.core.webhooks.actions import add_webhook
from pressroom.core.webhooks.sending import send_to
from pressroom.features.pins.articles.models import ArticlePicture
from pressroom.features.pins.models import PictureSource, Pin, PinSlide, SavedView
from pressroom.kernel.app import App
from pressroom.kernel.ids import new_id
from pressroom.providers.articles import PictureFound
from pressroom.providers.webhooks import FakeWebhookSender
from tests import articles as blogs
from tests import library as pictures
from tests.caller import Caller
from tests.documents import completed
from tests.gallery import begun_of, complete

SECRET = "Zweibrücken"


def belongings(admin: Caller, app: App) -> dict[str, str]:
    """Make one of everything in a workspace; return the ids by the names routes give them."""
    document_id = completed(app, admin, f"The treaty of {SECRET}", f"{SECRET}.txt", {"display_name": SECRET})
    found = admin.document(document_id)
    things = pictured(admin, app) | blogged(admin, app)
    with app.database.transaction() as session:
        user = create_user(session, name=SECRET, workspace_id=admin.workspace_id)
        charge(
            session, workspace_id=admin.workspace_id, user_id=user.id, subject=("generation", new_id()), reason=SECRET
        )
        (entry,) = entries(session, admin.workspace_id, user_id=user.id).entries
        (token,) = api_tokens(session, admin.workspace_id)
    return {
        "document_id": document_id,
        "run_id": found["run_id"],
        "revision_id": found["revision_id"],
        "number": "1",
        "token_id": str(token.id),
        "user_id": str(user.id),
        "entry_id": str(entry.id),
        "provider": "google_drive",
        "which": "original",
        "status": "draft",
        "profile": "pin",
        "version": "1",
        "token": "signed-by-nobody",
        **things,
        **pinned(admin, app, things),
        **prompted(admin, app),
        **told(admin, app),
    }


def pictured(admin: Caller, app: App) -> dict[str, str]:
    """Make a picture, an artwork, a generation, a folder with a file, and an account, all called by the secret."""
    item_id = pictures.completed(app, admin, SECRET, {"description": SECRET, "tags": [SECRET], "content": SECRET})
    artworks = admin.http.post("/api/artworks", json={"media_ids": [item_id]}).json()["results"]
    connection_id = pictures.connect(app, admin, f"ada@{SECRET}")
    folder_id = pictures.watch(app, admin, SECRET, remote_id=f"remote {SECRET}", connection_id=connection_id)
    (file_id,) = pictures.fill(app, folder_id, f"{SECRET}.png")
    pictures.fail_file(app, file_id, SECRET)
    generation_id = begun_of(admin, item_id)
    complete(app, generation_id, subject_description=SECRET, subject_features=[SECRET])
    return {
        "item_id": item_id,
        "artwork_id": artworks[0]["artwork"]["id"],
        "connection_id": connection_id,
        "folder_id": folder_id,
        "file_id": file_id,
        "generation_id": generation_id,
        "remote_id": f"remote {SECRET}",
    }


def blogged(admin: Caller, app: App) -> dict[str, str]:
    """Make a project, a board and an article, all called by the secret."""
    board_id = admin.http.post("/api/boards", json={"name": SECRET}).json()["id"]
    blog = {"name": SECRET, "site_url": "https://secret.example/", "tone": SECRET, "board_id": board_id}
    project_id = admin.http.post("/api/projects", json=blog).json()["id"]
    post = {"project_id": project_id, "url": "https://secret.example/post"}
    article_id = admin.http.post("/api/articles", json=post).json()["id"]
    shown = PictureFound(
        url=f"https://secret.example/{SECRET}.jpg", alt=SECRET, caption=SECRET, width=1000, height=1500
    )
    blogs.complete(app, article_id, title=SECRET, text=SECRET, description=SECRET, pictures=(shown,))
    with app.database.transaction() as session:
        picture_id = session.scalar(select(ArticlePicture.id).where(ArticlePicture.article_id == UUID(article_id)))
    return {
        "project_id": project_id,
        "board_id": board_id,
        "article_id": article_id,
        "picture_id": str(picture_id),
    }


def pinned(admin: Caller, app: App, things: dict[str, str]) -> dict[str, str]:
    """Make a pin with a further picture, and a view that a person keeps, called by the secret."""
    with app.database.transaction() as session:
        pin = Pin(
            id=new_id(),
            workspace_id=admin.workspace_id,
            project_id=UUID(things["project_id"]),
            article_id=UUID(things["article_id"]),
            board_id=UUID(things["board_id"]),
            title=SECRET,
            tags=[SECRET],
        )
        view = SavedView(id=new_id(), workspace_id=admin.workspace_id, user_id=admin.user_id, name=SECRET)
        slide = PinSlide(
            id=new_id(),
            workspace_id=admin.workspace_id,
            pin_id=pin.id,
            position=1,
            source=PictureSource.ARTICLE,
            picture_url="https://secret.example/further.png",
            error=SECRET,
        )
        session.add_all([pin, view, slide])
    return {"pin_id": str(pin.id), "view_id": str(view.id), "slide_id": str(slide.id)}


def told(admin: Caller, app: App) -> dict[str, str]:
    """Make an event, a webhook with a delivery of it, and an alert, that say the secret."""
    with app.database.transaction() as session:
        event = Event(
            id=new_id(),
            workspace_id=admin.workspace_id,
            user_id=admin.user_id,
            name="document/uploaded",
            data={"name": SECRET},
            source="api",
        )
        webhook, _ = add_webhook(
            session,
            app.vault,
            FakeWebhookSender(),
            workspace_id=admin.workspace_id,
            user_id=admin.user_id,
            url=f"https://secret.example/{SECRET}",
            names=["*"],
        )
        alert = Alert(id=new_id(), workspace_id=admin.workspace_id, cause="budget", about=SECRET, reason=SECRET)
        session.add_all([event, alert])
        session.flush()
        delivery = send_to(session, app.durable, webhook, event.id)
    return {
        "event_id": str(event.id),
        "webhook_id": str(webhook.id),
        "delivery_id": str(delivery.id),
        "alert_id": str(alert.id),
    }


def prompted(admin: Caller, app: App) -> dict[str, str]:
    """Make a prompt and a trial of one that say the secret."""
    told = {"workspace_id": admin.workspace_id, "profile": "pin", "text": SECRET, "version": 1}
    with app.database.transaction() as session:
        session.add(Prompt(**told, is_current=True))
        trial = PromptTrial(id=new_id(), **told, user_id=admin.user_id, model=SECRET, items=[])
        session.add(trial)
    return {"trial_id": str(trial.id)}
