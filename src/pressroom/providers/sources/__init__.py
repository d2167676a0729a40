"""Places that hold files: looked through page by page, and later only for what changed.

`source_for` opens a folder on a disk, or Google Drive, whose library is an extra and is loaded only then.
"""

from pressroom.providers.sources.choice import source_for
from pressroom.providers.sources.fake import FakeSource
from pressroom.providers.sources.local import LocalFolder
from pressroom.providers.sources.source import FileBusy, FileSource, Folder, Found, Look, Place

__all__ = ["FakeSource", "FileBusy", "FileSource", "Folder", "Found", "LocalFolder", "Look", "Place", "source_for"]
