"""Who may do what: users, the workspaces they share, and how they prove who they are.

A workspace is the tenant boundary: every row of every feature carries its id, and every query takes it.
"""
