"""Receivers with https URLs: a certificate of this machine is accepted, others are verified."""

from __future__ import annotations

import asyncio
import datetime as dt
import ssl

import pytest

from mockserver.outgoing.errors import DeliveryError
from mockserver.outgoing.messages import Outgoing
from mockserver.outgoing.network import request
from mockserver.outgoing.receivers import Receivers, read_url
from tests.mockserver.outgoing.receiver import receiving, resolve_to_this_machine

x509 = pytest.importorskip("cryptography.x509", reason="creates certificates with cryptography")

NAME = "receiver.example.com"


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """A certificate that nobody has signed, as those of receivers in development."""
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    utc = dt.UTC
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=utc))
        .not_valid_after(dt.datetime(2120, 1, 1, tzinfo=utc))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    pem = serialization.Encoding.PEM
    form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(pem, form, plain))
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    return context


def send(url: str, receivers: Receivers) -> int:
    outgoing = Outgoing("POST", read_url(url), ((b"content-type", b"application/json"),), b"{}")
    return asyncio.run(request(outgoing, receivers, 1000)).status


def test_a_receiver_on_this_machine_needs_no_valid_certificate(tls: ssl.SSLContext) -> None:
    with receiving(204, tls=tls) as receiver:
        assert send(f"{receiver.url}/hooks", Receivers()) == 204
    assert [one.body for one in receiver.received] == [b"{}"]


def test_the_certificate_of_another_host_is_verified(tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to_this_machine(monkeypatch, NAME)
    with receiving(204, tls=tls) as receiver:
        url = receiver.url.replace("127.0.0.1", NAME)
        with pytest.raises(DeliveryError, match="CERTIFICATE_VERIFY_FAILED"):
            send(f"{url}/hooks", Receivers.of([NAME]))
    assert receiver.received == []
