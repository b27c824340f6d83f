"""No password, digest, key or PIN of meeting rooms is in any log, difference or evidence, nor readable by other accounts.

Searched are the lab's real secrets and others planted on the server beforehand: a difference shows what was there, too.
"""

from __future__ import annotations

import hashlib
import secrets as random

import pytest

from lab import access
from lab.paths import ENDPOINTS
from tests.wifi import leaks
from tests.wifi.test_no_secret_leaves import BUILD, invoke, on, search
from truongluy.access import ca_for

pytestmark = [pytest.mark.lab, pytest.mark.slow]
SERVER, TAGS = "conf-01", "sip_registrar,turn_relay"
PLANTED = f"cay-trong-{random.token_hex(16)}"
SPOIL = f"""set -e
sed -i '2s/:[0-9a-f]*$/:{PLANTED}/' /etc/kamailio/truongluy/accounts/subscriber
sed -i 's/^static-auth-secret=.*/static-auth-secret={PLANTED}/' /etc/turnserver.conf /etc/coturn/parts/2-secret.conf
sed -i 's/^tcp_max_connections=.*/tcp_max_connections=4321/' /etc/kamailio/kamailio.cfg
sed -i 's/^stale-nonce=.*/stale-nonce=4321/' /etc/coturn/parts/1-settings.conf
"""


@pytest.fixture(scope="module")
def shapes(lab, known) -> dict[str, set[bytes]]:
    """Name of a secret -> how it could be written; a digest opens the same door as its password."""
    found = {"what was planted": leaks.shapes(PLANTED)}
    domain = lab.conference.domain
    for site, accounts in known.sip.items():
        for name, password in accounts.items():
            digest = hashlib.md5(f"{name}:{domain}:{password}".encode()).hexdigest()
            found[f"SIP password of {name}@{site}"] = leaks.shapes(password) | leaks.shapes(digest)
    for server, keys in known.services.items():
        found |= {f"{key} of {server}": leaks.shapes(value) for key, value in keys.items()}
    for device, passphrase in known.endpoints.items():
        found[f"passphrase of {device}"] = leaks.shapes(passphrase)
    for path in ca_for(lab).rglob("*.key"):
        found[f"private key {path.name}"] = {path.read_text().splitlines()[1].encode()}
    return found


@pytest.fixture(scope="module")
def outputs(lab, shapes) -> dict[str, tuple[int, bytes]]:
    """What the verbs print while the server has other secrets than ours, and while it gets ours back."""
    on(lab, SERVER, "sudo -n sh -s", SPOIL.encode())
    limits = ("--limit", SERVER, "--tags", TAGS)
    try:
        found = {"check": invoke("check", "--limit", SERVER, "--all-findings")}
        found["what would change"] = invoke("provision", "--check", "--diff", *limits)
    finally:
        healed = invoke("provision", "--diff", *limits, ANSIBLE_VERBOSITY="3")
    return found | {"healing, told at length": healed, "values": invoke("values", SERVER)}


def test_no_verb_prints_a_secret(outputs, shapes) -> None:
    would = outputs["what would change"][1].decode(errors="replace")
    assert "-tcp_max_connections=4321" in would and "-stale-nonce=4321" in would, would[-3000:]
    status, healed = outputs["healing, told at length"]
    assert status == 0, healed.decode(errors="replace")[-3000:]
    assert b"ESTABLISH" in healed or b"SSH: EXEC" in healed, "this is not what -vvv prints"
    said = {name: leaks.in_bytes(output, shapes) for name, (_, output) in outputs.items()}
    assert {name: names for name, names in said.items() if names} == {}


def test_nothing_we_keep_holds_a_secret(outputs, lab, shapes) -> None:
    # What a simulated endpoint remembers is the endpoint's; the passphrase we set is also the one we log in with.
    own = [
        ca_for(lab),
        access.ROOM_SECRETS,
        access.CREDENTIALS,
        ENDPOINTS,
        BUILD / "lab" / "vm",
        BUILD / "backups",
    ]
    assert all(one.stat().st_mode & 0o077 == 0 for one in (access.ROOM_SECRETS, access.CREDENTIALS))
    found, read = leaks.in_folder(BUILD, shapes, without=own)
    assert read > 20
    assert found == []


def test_no_log_holds_a_secret_and_no_other_account_reads_one(outputs, lab, shapes) -> None:
    logs, files = search(lab, SERVER, sorted(one for known_as in shapes.values() for one in known_as))
    assert logs == []
    assert files, "the server holds none of the secrets it needs: the search is wrong"
    assert [name for mode, name in files if int(mode, 8) & 0o007] == []
