"""The pages: HTML for people, a page or a part of one per route."""

from pressroom.web.pages import (
    api_docs,
    document_actions,
    document_files,
    documents,
    home,
    run_actions,
    runs,
    settings,
    signing_in,
)

ROUTERS = tuple(
    module.router
    for module in (
        home,
        documents,
        document_actions,
        document_files,
        runs,
        run_actions,
        settings,
        signing_in,
        api_docs,
    )
)
