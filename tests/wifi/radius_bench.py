"""A FreeRADIUS of a test's own, made from the role's templates, and a client that speaks EAP to it as an access point does.

Both run where the programs are: on this machine if it has them, else on the lab's log-01, in a folder that goes away.
"""

from __future__ import annotations

import base64
import io
import itertools
import shlex
import shutil
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2

from lab import access
from truongluy.certificates import CLIENT, SERVER, Authority, trusted
from truongluy.nt_hash import nt_hash

TEMPLATES = Path(__file__).resolve().parents[2] / "roles" / "radius_server" / "templates"
HOST, FOLDER, PORT = "log-01", "/run/tl-radius-test", 21812
SERVER_NAME = "radius.so-gddt.internal"
# Two access points of two sites, as two addresses of the loopback interface.
POINTS = {"so-gddt": "127.0.0.2", "thcs-minh-hoa": "127.0.0.3"}
# With every sign that the file of secrets may hold.
SECRETS = {"so-gddt": "khoa!%&()*+,./:;<=>?@[]^_|~-so", "thcs-minh-hoa": "khoa-diem-phat,cua=truong;(1)"}
PASSWORDS = {
    ("giaovien", "thcs-minh-hoa"): "Mat-khau-giao-vien-gai-san",
    ("hocsinh", "thcs-minh-hoa"): "Mat-khau-hoc-sinh-gai-san",
    ("canbo", "so-gddt"): "Mat-khau-can-bo-gai-san",
    # The same name at two sites: two accounts.
    ("giaovien", "so-gddt"): "Mat-khau-trung-ten-gai-san",
}
VLANS = {
    ("giaovien", "thcs-minh-hoa"): 31,
    ("hocsinh", "thcs-minh-hoa"): 50,
    ("canbo", "so-gddt"): 30,
    ("giaovien", "so-gddt"): 33,
}


def here() -> bool:
    """Whether this machine has both programs itself."""
    return all(shutil.which(name) for name in ("freeradius", "eapol_test"))


def shell(script: str, *, data: bytes = b"", timeout: int = 90) -> subprocess.CompletedProcess[bytes]:
    """Run a script as root where the programs are; `data` is its standard input."""
    # Everything goes over standard input: sudo records the command line it is given, and scripts hold secrets.
    packed = base64.encodebytes(data).decode()
    whole = f"base64 -d <<'TL_DATA' | (\n{packed}TL_DATA\n{script}\n)\n"
    far = ["ssh", "-F", str(access.SSH_CONFIG), HOST, "sudo -n sh -s"]
    command = ["sh", "-s"] if here() else far
    return subprocess.run(command, input=whole.encode(), capture_output=True, timeout=timeout, check=False)


@dataclass(frozen=True)
class Outcome:
    """How a login went: whether the client is in, the VLAN it was given, and all that the client said."""

    accepted: bool
    vlan: str | None
    said: str


class Bench:
    """The running server; `log` is all it has written."""

    def login(
        self,
        network: str,
        *,
        site: str = "thcs-minh-hoa",
        address: str | None = None,
        server: tuple[str, int] = ("127.0.0.1", PORT),
        secret: str | None = None,
    ) -> Outcome:
        """One login through the access point of a site, with the settings of a wpa_supplicant network."""
        config = f"network={{\n key_mgmt=WPA-EAP\n{network}\n}}\n"
        script = (
            f"umask 077; cat >{FOLDER}/client.conf; eapol_test -c {FOLDER}/client.conf -a {server[0]} -p {server[1]}"
            f" -s {shlex.quote(secret or SECRETS[site])} -A {address or POINTS[site]} -M 02:00:00:00:03:00"
            " -N 30:s:02-00-00-00-00-00:TruongMinhHoa -t 8 -r 0"
        )
        run = shell(script, data=config.encode())
        said = run.stdout.decode(errors="replace")
        accepted = said.rstrip().endswith("SUCCESS")
        answer = said.rpartition("RADIUS message: code=2 ")[2] if accepted else ""
        return Outcome(accepted, _vlan(answer), said)

    def log(self) -> str:
        """Everything the server wrote: its own log, accepted logins, and what it said while it ran."""
        return shell(f"cat {FOLDER}/log/* {FOLDER}/out").stdout.decode(errors="replace")


def _vlan(answer: str) -> str | None:
    """The zone in an Access-Accept, if the two attributes beside it say that it is a VLAN."""
    values: dict[str, str] = {}
    lines = [line.strip() for line in answer.splitlines()]
    for line, value in itertools.pairwise(lines):
        if line.startswith("Attribute ") and value.startswith("Value: "):
            values.setdefault(line.split()[1], value.removeprefix("Value: "))
    if values.get("64") != "0000000d" or values.get("65") != "00000006" or "81" not in values:
        return None
    return bytes.fromhex(values["81"]).decode()


def peap(name: str, password: str, *, server_name: str = SERVER_NAME, more: str = "") -> str:
    """The settings of a login by password."""
    return (
        f' eap=PEAP\n identity="{name}"\n anonymous_identity="anonymous"\n password="{password}"\n'
        f' phase2="auth=MSCHAPV2"\n ca_cert="{FOLDER}/ca.pem"\n domain_match="{server_name}"\n{more}'
    )


def tls(name: str, *, authority: str = "ca", more: str = "", kind: str = CLIENT) -> str:
    """The settings of a login by certificate."""
    files = f"{FOLDER}/{authority}/{kind}/{name}"
    return (
        f' eap=TLS\n identity="anonymous"\n ca_cert="{FOLDER}/ca.pem"\n domain_match="{SERVER_NAME}"\n'
        f' client_cert="{files}.pem"\n private_key="{files}.key"\n{more}'
    )


def rendered(name: str, **given: Any) -> str:
    """A template of the role, as Ansible would write it for the bench."""
    engine = jinja2.Environment(
        trim_blocks=True, keep_trailing_newline=True, undefined=jinja2.StrictUndefined
    )
    engine.filters["truongluy_nt_hash"] = nt_hash
    return engine.from_string((TEMPLATES / f"{name}.j2").read_text(encoding="utf-8")).render(**given)


def _settings() -> Mapping[str, Any]:
    accounts = [
        {"name": name, "site": site, "zone": "staff", "vlan": VLANS[name, site], "password": password}
        for (name, site), password in PASSWORDS.items()
    ]
    clients = [{"name": f"ap-{site}", "address": POINTS[site], "secret": SECRETS[site]} for site in POINTS]
    return {
        "radius_server_dir": f"{FOLDER}/raddb", "radius_server_run_dir": FOLDER, "radius_server_user": "",
        "radius_server_libdir": "/usr/lib/freeradius", "radius_server_log_dir": f"{FOLDER}/log",
        "radius_server_log_to": "files", "radius_server_ciphers": "ECDHE+AESGCM:ECDHE+CHACHA20",
        "radius_server_tls_min": "1.2", "radius_server_tls_max": "1.2", "radius_server_address": "127.0.0.1",
        "radius_server_auth_port": PORT, "radius_server_acct_port": PORT + 1, "radius_server_clients": clients,
        "radius_server_accounts": accounts, "hostvars": {f"ap-{site}": {"site": site} for site in POINTS},
    }  # fmt: skip


def _make_certificates(folder: Path) -> None:
    ours, foreign = (
        Authority.create(folder / "ca", "Sở minh họa"),
        Authority.create(folder / "foreign", "Sở minh họa"),
    )
    ours.issue_server(SERVER_NAME)
    ours.issue_client("giaovien", "thcs-minh-hoa")
    ours.issue_client("canbo", "so-gddt")
    ours.issue_client("nghiviec", "thcs-minh-hoa")
    ours.revoke(ours.issue_client("hocsinh", "thcs-minh-hoa").serial)
    foreign.issue_client("giaovien", "thcs-minh-hoa")
    secret = folder / "raddb" / "truongluy"
    secret.mkdir(parents=True)
    store = ours.store
    (secret / "server.pem").write_bytes(store.certificate_of(SERVER, SERVER_NAME).read_bytes())
    (secret / "server.key").write_bytes(store.key_of(SERVER, SERVER_NAME).read_bytes())
    (secret / "ca.pem").write_text(trusted(store))
    (folder / "ca.pem").write_bytes(store.certificate.read_bytes())


@contextmanager
def running(folder: Path) -> Iterator[Bench]:
    """The server, from its first answer until the test is done."""
    _make_certificates(folder)
    given = _settings()
    (folder / "raddb" / "radiusd.conf").write_text(rendered("radiusd.conf", **given))
    for name in ("clients.conf", "accounts"):
        (folder / "raddb" / "truongluy" / name).write_text(rendered(name, **given))
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        archive.add(folder, arcname=".")
    start = (
        f"rm -rf {FOLDER} && mkdir -m 0700 {FOLDER} && tar -x -C {FOLDER} --no-same-owner && mkdir {FOLDER}/log && "
        f"freeradius -C -d {FOLDER}/raddb -n radiusd -l stdout && "
        f"{{ freeradius -f -d {FOLDER}/raddb -n radiusd -l {FOLDER}/log/radius.log >{FOLDER}/out 2>&1 & "
        f"echo $! >{FOLDER}/pid; }} && for i in $(seq 50); do ss -lun | grep -q :{PORT} && exit 0; sleep 0.1; done; exit 1"
    )
    made = shell(start, data=packed.getvalue())
    assert made.returncode == 0, made.stdout.decode() + made.stderr.decode()
    try:
        yield Bench()
    finally:
        shell(f"kill $(cat {FOLDER}/pid); rm -rf {FOLDER}")
