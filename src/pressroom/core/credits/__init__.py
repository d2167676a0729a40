"""What the members of a workspace may spend: a ledger that is only ever added to."""
