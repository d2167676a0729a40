"""The least a server can do with an upload. Run as `python -m bench.bare_upload PORT FOLDER`."""

import hashlib
import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI, UploadFile

CHUNK = 1 << 20


def create(folder: Path) -> FastAPI:
    """Return a server with one route, which reads a file, digests it and stores it."""
    web = FastAPI()

    @web.post("/documents", status_code=202)
    def upload(files: list[UploadFile]) -> dict[str, str]:
        digest = hashlib.sha256()
        for file in files:
            while chunk := file.file.read(CHUNK):
                digest.update(chunk)
            file.file.seek(0)
            with (folder / digest.hexdigest()).open("wb") as stored:
                while chunk := file.file.read(CHUNK):
                    stored.write(chunk)
        return {"sha256": digest.hexdigest()}

    return web


if __name__ == "__main__":
    uvicorn.run(create(Path(sys.argv[2])), port=int(sys.argv[1]), access_log=False, log_level="warning")
