"""Python that runs on a device and looks at a running TLS service from outside: sockets, versions, certificate, files.

Programs of other topics are put behind it; what they print is JSON.
"""

from __future__ import annotations

import json
from typing import Any

PROBE = r"""
import json, os, re, socket, ssl, struct, subprocess, sys, time, warnings
warnings.simplefilter("ignore")

def run(*words, given=""):
    return subprocess.run(words, input=given, capture_output=True, text=True, timeout=20)

def unit(name):
    keys = ("ActiveState", "UnitFileState", "MainPID", "ActiveEnterTimestamp")
    asked = [word for key in keys for word in ("-p", key)]
    shown = run("systemctl", "show", name, "--timestamp=unix", *asked).stdout
    return dict(line.partition("=")[::2] for line in shown.splitlines())

def argument(pid, flag, default):
    try:
        words = open(f"/proc/{int(pid)}/cmdline", "rb").read().decode().split("\0")
    except (OSError, ValueError):
        return default
    return words[words.index(flag) + 1] if flag in words else default

def sockets(program):
    found = set()
    for line in run("ss", "-H", "-tulpn").stdout.splitlines():
        words = line.split()
        if f'(("{program}"' in line:
            address, _, port = words[4].rpartition(":")
            found.add((words[0], address.split("%")[0].strip("[]"), int(port)))
    return sorted(found)

def connect(address, port, version=None):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = version or ssl.TLSVersion.TLSv1
    if version:
        context.maximum_version = version
    here = {"*": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}.get(address, address)
    return context.wrap_socket(socket.create_connection((here, port), 5))

def versions(address, port):
    found = {"accepted": [], "refused": [], "unknown": []}
    for name, version in (("1.0", "TLSv1"), ("1.1", "TLSv1_1"), ("1.2", "TLSv1_2"), ("1.3", "TLSv1_3")):
        try:
            connect(address, port, ssl.TLSVersion[version]).close()
            answer = "accepted"
        except (ssl.SSLError, ConnectionError) as error:
            said = str(error).lower()
            # Only the other side's word is a refusal; our own library's is none.
            theirs = "alert" in said or "eof" in said or "reset" in said
            answer = "refused" if theirs else "unknown"
        except OSError:
            answer = "unknown"
        found[answer].append(name)
    return found

def certificate(address, port, trusted=None):
    with connect(address, port) as there:
        pem = ssl.DER_cert_to_PEM_cert(there.getpeercert(True))
    def x509(*words):
        return run("openssl", "x509", "-noout", "-nameopt", "RFC2253", *words, given=pem).stdout.strip()
    ends = ssl.cert_time_to_seconds(x509("-enddate").partition("=")[2])
    subject, issuer = (x509(word).partition("=")[2].strip() for word in ("-subject", "-issuer"))
    names = re.findall(r"(?:DNS|IP Address):([^,\s]+)", x509("-ext", "subjectAltName"))
    good = None
    if trusted:
        only = ("-no-CAstore", "-no-CApath", "-CAfile", trusted)
        good = run("openssl", "verify", "-purpose", "sslserver", *only, given=pem).returncode == 0
    return {"days_left": int((ends - time.time()) // 86400), "names": sorted(names),
            "self_signed": subject == issuer, "trusted": good}

def doors(found):
    # A TCP socket is closed to listeners on the way when it speaks TLS and nothing else.
    tls, plain = [], []
    for kind, address, port in found:
        where = f"{address}:{port}"
        try:
            if kind != "tcp":
                raise OSError("a datagram")
            connect(address, port).close()
            tls.append(where)
        except OSError:
            plain.append(f"{kind} {where}")
    return sorted(set(tls)), sorted(set(plain))

def files(paths):
    # Those that somebody beside root and the server's own group may read or change.
    there = [path for path in paths if path and os.path.exists(path)]
    modes = {path: os.stat(path).st_mode & 0o7777 for path in there}
    return sorted(there), sorted(f"{path} ({mode:o})" for path, mode in modes.items() if mode & 0o027)

def in_force(service, paths):
    began = service.get("ActiveEnterTimestamp", "").lstrip("@")
    times = [os.stat(path).st_mtime for path in paths if path and os.path.exists(path)]
    return bool(began.isdigit() and times and max(times) < int(began) + 1)

def text_of(path):
    try:
        return open(path, encoding="utf-8", errors="replace").read()
    except (OSError, TypeError):
        return ""
"""


CERTIFICATE = ("days_left", "names", "self_signed", "trusted")
"""What is said of a certificate; each is None where there is none."""


def command(program: str, unit: str, script: str) -> str:
    """A command that runs a script behind PROBE where a unit serves, and says nothing where it does not."""
    return (
        f"command -v {program} >/dev/null || exit 0\n"
        f"systemctl is-enabled --quiet {unit} || systemctl is-active --quiet {unit} || exit 0\n"
        f"python3 -I - <<'END'\n{PROBE}{script}END"
    )


def answer(text: str) -> dict[str, Any] | None:
    """What such a command printed; None where nothing serves."""
    return dict(json.loads(text)) if text.strip() else None
