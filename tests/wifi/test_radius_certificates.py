"""Our own authority: what it issues holds for what it is for, ends when it says, and can be taken back."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truongluy.certificates import (
    CLIENT,
    RENEW_BEFORE_DAYS,
    SERVER,
    Authority,
    CertificateError,
    Store,
    client_name,
    keep,
    server_name,
    server_names,
)
from truongluy.nt_hash import md4, nt_hash

START = datetime(2026, 9, 1, tzinfo=UTC)
NAME = "radius.so-gddt.internal"


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC).replace(microsecond=0)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def authority(tmp_path: Path, clock: Clock) -> Authority:
    return Authority.create(tmp_path / "ca", "Sở GDĐT minh họa", clock)


def openssl(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """OpenSSL is the judge: it shares no code with the library that made the certificates."""
    return subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, check=False)


def verified(authority: Authority, certificate: Path, purpose: str) -> bool:
    store = authority.store
    checks = ("-crl_check", "-CRLfile", store.revocation_list, "-CAfile", store.certificate)
    return openssl("verify", "-purpose", purpose, *checks, certificate).returncode == 0


@pytest.mark.parametrize(
    ("kind", "good", "bad"), [(SERVER, "sslserver", "sslclient"), (CLIENT, "sslclient", "sslserver")]
)
def test_a_certificate_serves_one_purpose_only(authority: Authority, kind: str, good: str, bad: str) -> None:
    made = authority.issue_server(NAME) if kind == SERVER else authority.issue_client("canbo", "so-gddt")
    certificate = authority.store.certificate_of(kind, made.name)
    assert verified(authority, certificate, good)
    assert not verified(authority, certificate, bad)


def test_another_authority_of_the_same_organisation_is_not_believed(
    authority: Authority, tmp_path: Path
) -> None:
    other = Authority.create(tmp_path / "other", "Sở GDĐT minh họa")
    made = other.issue_server(NAME)
    assert not verified(authority, other.store.certificate_of(SERVER, made.name), "sslserver")


def test_a_revoked_certificate_is_refused_and_others_are_not(authority: Authority) -> None:
    lost, kept = (
        authority.issue_client("hocsinh", "thcs-minh-hoa"),
        authority.issue_client("canbo", "so-gddt"),
    )
    assert authority.revoke(lost.serial.upper()).revoked
    paths = [authority.store.certificate_of(CLIENT, one.name) for one in (lost, kept)]
    assert [verified(authority, path, "sslclient") for path in paths] == [False, True]
    assert authority.due(CLIENT, [lost.name]) and not authority.due(CLIENT, [kept.name])


def test_no_private_key_can_be_read_by_others(authority: Authority) -> None:
    authority.issue_server(NAME)
    keys = list(authority.store.folder.rglob("*.key"))
    assert len(keys) == 2
    assert {path.stat().st_mode & 0o777 for path in keys} == {0o600}
    assert authority.store.folder.stat().st_mode & 0o777 == 0o700
    for path in (keys[0], keys[1], authority.store.folder):
        mode = path.stat().st_mode
        path.chmod(mode | 0o040)
        with pytest.raises(CertificateError, match="can be read by others"):
            Authority.open(authority.store.folder)
        path.chmod(mode)
    Authority.open(authority.store.folder)


def test_the_folder_keeps_itself_out_of_a_repository(authority: Authority) -> None:
    folder = authority.store.folder
    subprocess.run(["git", "init", "-q", folder.parent], check=True)
    status = subprocess.run(
        ["git", "-C", folder.parent, "status", "--porcelain"], capture_output=True, text=True, check=True
    )
    assert status.stdout == ""


def test_keeping_does_nothing_twice_and_renews_before_the_end(tmp_path: Path, clock: Clock) -> None:
    folder = tmp_path / "ca"
    assert keep(folder, "Sở", [NAME], check=True, clock=clock).done and not Store(folder).exists
    first = keep(folder, "Sở", [NAME], clock=clock)
    assert first.done and "BEGIN X509 CRL" in first.trusted
    assert keep(folder, "Sở", [NAME], clock=clock).done == ()
    clock.now += timedelta(days=397 - RENEW_BEFORE_DAYS)
    assert keep(folder, "Sở", [NAME], check=True, clock=clock).certificate == first.certificate
    clock.now += timedelta(days=1)
    later = keep(folder, "Sở", [NAME], clock=clock)
    assert later.certificate != first.certificate and len(later.done) == 2
    assert keep(folder, "Sở", [NAME, "phong-hop.so-gddt.internal"], clock=clock).done, (
        "a new name is a new certificate"
    )


def test_a_certificate_never_outlives_its_authority(authority: Authority, clock: Clock) -> None:
    clock.now = authority.certificate.not_valid_after_utc - timedelta(days=10)
    assert authority.issue_server(NAME).not_after == authority.certificate.not_valid_after_utc


def test_a_server_is_also_known_by_its_short_name_and_address(authority: Authority) -> None:
    names = ["conf-01.hop.so-gddt.example", "hop.so-gddt.example", "conf-01", "10.99.10.13", "FD00::13"]
    made = authority.issue_server(names[0], names[1:])
    certificate = authority.store.certificate_of(SERVER, made.name)
    for name in ("conf-01", "hop.so-gddt.example"):
        assert "does match" in openssl("x509", "-in", certificate, "-noout", "-checkhost", name).stdout
    for address in ("10.99.10.13", "fd00::13"):
        assert "does match" in openssl("x509", "-in", certificate, "-noout", "-checkip", address).stdout
    assert not authority.due(SERVER, server_names(names))
    for bad in ("*", "a b", "999", "../x", ""):
        with pytest.raises(CertificateError):
            server_names([names[0], bad])


@given(left=st.integers(min_value=-30, max_value=396))
def test_days_left_are_whole_days(left: int) -> None:
    from truongluy.certificates import Issued

    entry = Issued("1", SERVER, NAME, (NAME,), START, START + timedelta(days=397))
    assert entry.days_left(entry.not_after - timedelta(days=left)) == left


@given(name=st.text(max_size=300))
def test_only_dns_names_and_accounts_become_certificates(name: str) -> None:
    """No name may leave the folder or break a line of the index, whatever was typed."""
    for make in (
        server_name,
        lambda given: client_name(given, "so-gddt"),
        lambda given: client_name("canbo", given),
    ):
        try:
            made = make(name)
        except CertificateError:
            continue
        assert "/" not in made and not made.startswith(".") and made.isascii() and made.isprintable()


@pytest.mark.parametrize(
    "name", ["", "radius", "a..b", "-a.b", "a.b-", "../ca.x", "*.so.internal", "a b.c", "ă.vn"]
)
def test_these_are_no_dns_names(name: str) -> None:
    with pytest.raises(CertificateError, match="is not a full DNS name"):
        server_name(name)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"issued": [{}]}', '{"issued": 1}'])
def test_a_broken_index_is_refused_by_name(authority: Authority, text: str) -> None:
    authority.store.index.write_text(text)
    with pytest.raises(CertificateError, match="index.json"):
        authority.issue_server(NAME)


def test_what_is_not_there_or_unknown_is_said_in_both_languages(authority: Authority, tmp_path: Path) -> None:
    for attempt in (
        lambda: Authority.open(tmp_path / "none"),
        lambda: authority.revoke("12"),
        lambda: Authority.create(authority.store.folder, "Sở"),
    ):
        with pytest.raises(CertificateError) as refused:
            attempt()
        assert "To mend:" in str(refused.value) and "Cách sửa:" in str(refused.value)


@pytest.mark.parametrize(
    ("message", "digest"),
    [  # RFC 1320, appendix A.5
        (b"", "31d6cfe0d16ae931b73c59d7e0c089c0"),
        (b"abc", "a448017aaf21d8525fc10ae87aa6729d"),
        (b"1234567890" * 8, "e33b4ddc9c38f2199c3e7b164fcc0536"),
    ],
)
def test_md4_is_md4(message: bytes, digest: str) -> None:
    assert md4(message).hex() == digest


def test_an_nt_hash_is_what_others_compute() -> None:
    assert nt_hash("password") == "8846f7eaee8fb117ad06bdd830b7586c"


def test_who_only_trusts_gets_the_authority_and_no_certificate(tmp_path: Path, clock: Clock) -> None:
    folder = tmp_path / "ca"
    assert keep(folder, "Sở", [], check=True, clock=clock).trusted == "" and not Store(folder).exists
    kept = keep(folder, "Sở", [], clock=clock)
    assert "BEGIN CERTIFICATE" in kept.trusted
    assert kept.certificate == "" and kept.key_file is None and not list((folder / "server").iterdir())
    assert keep(folder, "Sở", [], clock=clock).done == ()
