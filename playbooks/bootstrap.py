"""pyinfra deploy of day 0: makes a bare Debian (no Python, only root with a day-0 key) one that Ansible can reach.

Run by `python -m lab bootstrap` in the lab, or by hand:
    TRUONGLUY_BOOTSTRAP=NAME pyinfra playbooks/bootstrap_inventory.py playbooks/bootstrap.py
Root's day-0 key is removed only after a new login with our account and sudo has been proved from here.
"""

import subprocess

from pyinfra import host
from pyinfra.facts.deb import DebPackages
from pyinfra.facts.server import Command
from pyinfra.operations import apt, python, server

PACKAGES = ["python3", "python3-apt", "sudo"]
ACCOUNT: str = host.data.account
SUDOERS = f"/etc/sudoers.d/{ACCOUNT}"
RULE = f"{ACCOUNT} ALL=(ALL:ALL) NOPASSWD: ALL"


def prove_login() -> None:
    """Log in anew as our account and become root; raises when that does not work, which stops the deploy."""
    subprocess.run(
        ["ssh", "-F", host.data.account_config, "-o", "ControlPath=none", host.name, "sudo -n true"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=30,
        check=True,
    )


def read(command: str) -> str:
    """What a command on the host prints; a command that fails stops the deploy."""
    return str(host.get_fact(Command, command))


missing = [name for name in PACKAGES if name not in host.get_fact(DebPackages)]
if missing:
    apt.packages(
        name="Install what Ansible needs", packages=PACKAGES, no_recommends=True, update=True, cache_time=None
    )

server.user(
    name="Have our account",
    user=ACCOUNT,
    home=f"/home/{ACCOUNT}",
    shell="/bin/bash",
    public_keys=[host.data.account_key],
)

if read(f"cat {SUDOERS} 2>/dev/null || true").strip() != RULE:
    # A broken sudoers file locks everybody out: it is checked under a name that sudo ignores, then moved.
    server.shell(
        name="Let our account use sudo",
        commands=[
            f"umask 227 && mkdir -p -m 0750 /etc/sudoers.d && printf '%s\\n' '{RULE}' >{SUDOERS}.new",
            f"/usr/sbin/visudo -c -q -f {SUDOERS}.new && mv {SUDOERS}.new {SUDOERS}",
        ],
    )

if read(f"grep -cF '{host.data.day0_key}' /root/.ssh/authorized_keys 2>/dev/null || true").strip() not in (
    "",
    "0",
):
    python.call(name="Prove that our account can log in", function=prove_login)
    server.shell(
        name="Remove root's day-0 key",
        commands=[
            "cd /root/.ssh && cp -p authorized_keys authorized_keys.new && "
            f"{{ grep -vF '{host.data.day0_key}' authorized_keys >authorized_keys.new || [ $? -eq 1 ]; }} && "
            "mv authorized_keys.new authorized_keys"
        ],
    )
