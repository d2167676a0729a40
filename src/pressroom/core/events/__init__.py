"""Named facts: what came in over the API or happened within, and which runs it started."""
