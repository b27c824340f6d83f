"""The generated ssh_config and known_hosts."""

from pathlib import Path
from types import SimpleNamespace

from lab import access, engine
from lab.access import Entry
from lab.paths import BUILD
from truongluy.access import ca_for

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample root@portal-01\n"
ROUTED = Entry(
    "portal-01", "10.99.10.11", KEY, {"HostName": "10.99.10.11", "Port": "22", "ProxyCommand": "nc %h %p"}
)
FORWARDED = Entry("log-01", "10.99.10.12", KEY, {"HostName": "127.0.0.1", "Port": "2222"})


def settings(text: str) -> dict[str, dict[str, str]]:
    """Host line -> its settings."""
    blocks: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        if line.startswith("Host "):
            current = blocks.setdefault(line.removeprefix("Host "), {})
        elif line.startswith("    "):
            name, _, value = line.strip().partition(" ")
            current[name] = value
    return blocks


def test_a_device_is_found_by_name_and_by_address():
    text = access.ssh_config([ROUTED, FORWARDED], user="truongluy", key=Path("/k"), sockets=Path("/tmp/s"))
    blocks = settings(text)
    assert blocks["portal-01 10.99.10.11"]["ProxyCommand"] == "nc %h %p"
    assert blocks["log-01 10.99.10.12"] == {"HostName": "127.0.0.1", "Port": "2222"}


def test_host_keys_are_always_verified():
    for sockets in (None, Path("/tmp/s")):
        common = settings(access.ssh_config([ROUTED], user="u", key=Path("/k"), sockets=sockets))["*"]
        assert common["StrictHostKeyChecking"] == "yes"
        assert common["UserKnownHostsFile"] == str(access.KNOWN_HOSTS)
        assert common["GlobalKnownHostsFile"] == "/dev/null"
        assert common["IdentityAgent"] == "none"


def test_connections_are_shared_only_where_asked():
    shared = settings(access.ssh_config([ROUTED], user="u", key=Path("/k"), sockets=Path("/tmp/s")))["*"]
    own = settings(access.ssh_config([ROUTED], user="u", key=Path("/k"), sockets=None))["*"]
    assert shared["ControlPath"] == "/tmp/s/%C"
    assert own["ControlPath"] == "none"


def test_a_socket_path_fits_into_the_kernels_limit():
    # ssh replaces %C by 40 digits and appends 17 characters while it makes the socket; the limit is 108.
    assert len(str(access.control_sockets())) + 1 + 40 + 17 < 108


def test_known_hosts_lists_every_name_a_client_asks_for():
    assert (
        access.known_hosts_line(ROUTED)
        == "portal-01,10.99.10.11 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample\n"
    )
    assert access.known_hosts_line(FORWARDED).split()[0] == "log-01,10.99.10.12,[127.0.0.1]:2222"


def test_private_files_are_private(tmp_path):
    path = tmp_path / "secret"
    path.write_text("old")
    path.chmod(0o666)
    access.write_private(path, "new")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text() == "new"


def test_switch_passwords_differ_between_devices_and_runs():
    first, second = access._credential(), access._credential()
    assert len({first["password"], first["enable"], second["password"], second["enable"]}) == 4


def test_no_key_outlives_the_lab(tmp_path, monkeypatch):
    """`down` removes every file that access makes, and the lab's own certificate authority."""
    for module in (access, engine):
        for name, value in vars(module).copy().items():
            if isinstance(value, Path) and value.is_relative_to(BUILD):
                monkeypatch.setattr(module, name, tmp_path / value.relative_to(BUILD))
    monkeypatch.setattr(access, "FILES", [tmp_path / file.relative_to(BUILD) for file in access.FILES])
    monkeypatch.setattr(engine.imported, "REPORTS", tmp_path / "imported")
    folders = [tmp_path / folder.relative_to(BUILD) for folder in engine.simulated.FOLDERS]
    monkeypatch.setattr(engine.simulated, "FOLDERS", folders)
    for module in (engine.simulated, engine.access_points):
        monkeypatch.setattr(
            module, "stop_all" if module is engine.simulated else "remove_all", lambda state: None
        )
    monkeypatch.setattr(engine.access, "close_shared_connections", lambda sockets: None)
    monkeypatch.setattr(engine.modes, "choose", lambda: SimpleNamespace(remove=lambda state: None))
    authority = ca_for(SimpleNamespace(lab=True, name="lab")).relative_to(BUILD)
    (tmp_path / authority).mkdir(parents=True)
    for file in (*access.FILES, tmp_path / authority / "ca.key"):
        file.write_text("secret")
    engine._down(None)
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []
