"""The pages: HTML for people, a page or a part of one per route."""

from pressroom.web.pages import (
    api_docs,
    artworks,
    bulk,
    connecting,
    connections,
    document_actions,
    document_files,
    documents,
    folder_actions,
    folders,
    generation_actions,
    generations,
    home,
    media,
    media_actions,
    media_bulk,
    media_made,
    navigation,
    patterns,
    pin_actions,
    pin_bulk,
    pin_edit,
    pin_new,
    pin_page,
    pins,
    run_actions,
    runs,
    settings,
    signing_in,
    spending,
)
from pressroom.web.pages import credits as credits_

ROUTERS = tuple(
    module.router
    for module in (
        home,
        navigation,
        bulk,  # before the routes of one document, whose id would match its paths
        documents,
        document_actions,
        document_files,
        folders,
        folder_actions,
        media_bulk,
        media,  # after its folders and what is done with many, as above
        media_actions,
        media_made,
        generations,
        generation_actions,
        artworks,
        pin_bulk,
        pin_new,
        pins,
        pin_page,  # after the table, the board and what is done with many, as above
        pin_edit,
        pin_actions,
        connections,
        connecting,
        runs,
        run_actions,
        credits_,
        spending,
        settings,
        signing_in,
        patterns,
        api_docs,
    )
)
