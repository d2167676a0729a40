"""The pages: HTML for people, a page or a part of one per route."""

from pressroom.web.pages import (
    api_docs,
    bulk,
    document_actions,
    document_files,
    documents,
    home,
    navigation,
    patterns,
    run_actions,
    runs,
    settings,
    signing_in,
)

ROUTERS = tuple(
    module.router
    for module in (
        home,
        navigation,
        bulk,  # before the routes of one document, whose id would match its paths
        documents,
        document_actions,
        document_files,
        runs,
        run_actions,
        settings,
        signing_in,
        patterns,
        api_docs,
    )
)
