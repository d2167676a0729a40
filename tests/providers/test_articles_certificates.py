"""Whose certificates are believed, though connections go to addresses and not to names."""

import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from pressroom.providers.articles import ArticleRefused
from pressroom.providers.articles.fetching import Ask, Fetcher
from pressroom.providers.articles.pace import Pace

NAME = "blog.example.org"
ASK = Ask(most_bytes=1000)


class Hello(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = f"Hello, {self.headers['Host']}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
        del format, args


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of the blog's, with its key, that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "blog.pem"
    plain = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + plain)
    return path


@pytest.fixture
def port(certificate: Path) -> Iterator[int]:
    """Where the blog answers, encrypted."""
    httpd = HTTPServer(("127.0.0.1", 0), Hello)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    httpd.socket = context.wrap_socket(httpd.socket, server_side=True)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield httpd.server_port
    httpd.shutdown()
    thread.join()
    httpd.server_close()


def fetcher(certificates: ssl.SSLContext | None = None) -> Fetcher:
    given = {"certificates": certificates} if certificates else {}
    return Fetcher(
        agent="Pressroom/0", allow_loopback=True, seconds=5, pace=Pace(0), resolve=lambda _: ["127.0.0.1"], **given
    )


def test_the_name_is_asked_for_and_its_certificate_checked_though_the_address_is_connected_to(
    port: int, certificate: Path
) -> None:
    believing = fetcher(ssl.create_default_context(cafile=str(certificate)))
    assert believing.get(f"https://{NAME}:{port}/", ASK).body == f"Hello, {NAME}:{port}".encode()
    with pytest.raises(ArticleRefused, match="certificate") as told:
        believing.get(f"https://other.example.org:{port}/", ASK)
    assert told.value.code == "refused"


def test_a_certificate_that_nobody_vouches_for_is_told(port: int) -> None:
    with pytest.raises(ArticleRefused, match=r"certificate of https://blog\.example\.org.* cannot be trusted"):
        fetcher().get(f"https://{NAME}:{port}/", ASK)
