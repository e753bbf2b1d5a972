"""A certificate authority of one's own, as offices have them: made by openssl for the tests, in a temporary folder."""

import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Office:
    """One authority and the certificate that it gave to the mail server."""

    folder: Path

    @property
    def ca_file(self) -> Path:
        return self.folder / "ca.pem"

    def server_context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / "server.pem", self.folder / "server.key")
        return context


def make_office(folder: Path, *, name: str = "DNS:localhost,IP:127.0.0.1") -> Office:
    """Make an authority and a server's certificate for a name."""
    folder.mkdir(parents=True, exist_ok=True)
    openssl(
        folder,
        "req",
        "-x509",
        *KEY,
        "-keyout",
        "ca.key",
        "-out",
        "ca.pem",
        "-subj",
        "/CN=Own CA",
        "-days",
        "2",
    )
    openssl(folder, "req", *KEY, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=mail")
    (folder / "names").write_text(f"subjectAltName={name}\n", encoding="utf-8")
    openssl(
        folder, "x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
        "-out", "server.pem", "-days", "2", "-extfile", "names",
    )  # fmt: skip
    return Office(folder)


KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


def openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)
