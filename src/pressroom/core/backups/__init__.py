"""The whole installation in one file, taken while it works, and put into an empty one.

A backup is a tar archive: every stored file, a dump of the database at one instant, the key of stored secrets where
there is a file of it, and last a manifest, without which it is not whole. Files are written first and those that came
meanwhile after the dump, so that everything the dump names is there; a file that nobody names does no harm.
"""
