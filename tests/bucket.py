"""A server that speaks as much of S3 as storing objects whole and reading parts of them takes, in memory."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
KEY = re.compile(r"<Key>(.*?)</Key>")
RANGE = re.compile(r"bytes=(\d+)-(\d*)")
NOTHING: Mapping[str, str] = {}
FACTS = {"ETag": '"1"', "Last-Modified": "Sat, 21 Nov 2026 12:00:00 GMT"}


class Bucket(ThreadingHTTPServer):
    """Objects by path, and the parts of uploads under way."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.objects: dict[str, bytes] = {}
        self.parts: dict[str, dict[int, bytes]] = {}

    @property
    def environment(self) -> dict[str, str]:
        """What tells a client where this is, as the AWS tools name it."""
        return {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.server_port}",
            "AWS_ALLOW_HTTP": "true",
            "AWS_ACCESS_KEY_ID": "someone",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_REGION": "eu-central-1",
        }


class _Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Bucket

    def do_GET(self) -> None:
        if "list-type" in self._query:
            self._answer(HTTPStatus.OK, self._listed(self._query.get("prefix", [""])[0]))
            return
        found = self.server.objects.get(self._path)
        if found is None:
            self._answer(HTTPStatus.NOT_FOUND, _xml("Error", Code="NoSuchKey"))
        elif wanted := RANGE.fullmatch(self.headers.get("Range", "")):
            first, last = int(wanted[1]), min(int(wanted[2] or len(found)), len(found) - 1)
            told = {"Content-Range": f"bytes {first}-{last}/{len(found)}"}
            self._answer(HTTPStatus.PARTIAL_CONTENT, found[first : last + 1], told)
        else:
            self._answer(HTTPStatus.OK, found)

    do_HEAD = do_GET  # noqa: N815  # the library calls it so

    def do_PUT(self) -> None:
        if "partNumber" in self._query:
            self.server.parts[self._query["uploadId"][0]][int(self._query["partNumber"][0])] = self._body()
        else:
            self.server.objects[self._path] = self._body()
        self._answer(HTTPStatus.OK)

    def do_POST(self) -> None:
        body = self._body()
        if "delete" in self._query:
            keys = KEY.findall(body.decode())
            for key in keys:
                self.server.objects.pop(f"{self._path.rstrip('/')}/{key}", None)
            gone = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
            self._answer(HTTPStatus.OK, f'<DeleteResult xmlns="{NAMESPACE}">{gone}</DeleteResult>'.encode())
        elif "uploads" in self._query:
            self.server.parts[upload := str(len(self.server.parts))] = {}
            self._answer(HTTPStatus.OK, _xml("InitiateMultipartUploadResult", UploadId=upload))
        else:
            parts = self.server.parts.pop(self._query["uploadId"][0])
            self.server.objects[self._path] = b"".join(parts[number] for number in sorted(parts))
            self._answer(HTTPStatus.OK, _xml("CompleteMultipartUploadResult", ETag="1"))

    def do_DELETE(self) -> None:
        self.server.objects.pop(self._path, None)
        self._answer(HTTPStatus.NO_CONTENT)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _listed(self, prefix: str) -> bytes:
        """List every object under a prefix on one page."""
        bucket = f"{self._path.rstrip('/')}/"
        known = {path.removeprefix(bucket): content for path, content in sorted(self.server.objects.items())}
        rows = "".join(
            f"<Contents><Key>{key}</Key><Size>{len(content)}</Size><ETag>1</ETag>"
            "<LastModified>2026-11-21T12:00:00.000Z</LastModified></Contents>"
            for key, content in known.items()
            if key.startswith(prefix)
        )
        head = f"<IsTruncated>false</IsTruncated><KeyCount>{rows.count('<Key>')}</KeyCount>"
        return f'<ListBucketResult xmlns="{NAMESPACE}">{head}{rows}</ListBucketResult>'.encode()

    @property
    def _path(self) -> str:
        return urlsplit(self.path).path

    @property
    def _query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.path).query, keep_blank_values=True)

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _answer(self, status: HTTPStatus, body: bytes = b"", more: Mapping[str, str] = NOTHING) -> None:
        self.send_response(status)
        for name, value in {**FACTS, "Content-Length": str(len(body)), **more}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _xml(element: str, **children: str) -> bytes:
    inner = "".join(f"<{name}>{text}</{name}>" for name, text in children.items())
    return f'<{element} xmlns="{NAMESPACE}">{inner}</{element}>'.encode()


@contextmanager
def open_bucket() -> Iterator[Bucket]:
    """Give an empty bucket's server, stopped afterwards."""
    with Bucket() as server:
        thread = Thread(target=server.serve_forever, name="bucket", daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
