"""The web server: encryption, what it gives away, what it records."""

from __future__ import annotations

import re
from typing import Any

from truongluy.facts.answers import Answers
from truongluy.facts.debian import nginx_config as nginx
from truongluy.facts.debian.nginx_config import Context
from truongluy.facts.debian.system import active, enabled, key_values

COMMANDS = {
    # Lines that may hold a password or a token for another service stay on the device.
    "web_config": (
        "command -v nginx >/dev/null || exit 0; nginx -T 2>/dev/null | sed -E '/authorization|passw|secret/Id'"
    ),
    "web_valid": "command -v nginx >/dev/null || { echo missing; exit 0; }; nginx -t >/dev/null 2>&1; echo $?",
    "web_unit": "systemctl show nginx.service -p LoadState -p ActiveState -p UnitFileState",
    # OpenSSL says which suites each cipher string stands for; the second is nginx's default.
    "web_ciphers": (
        "command -v nginx >/dev/null && command -v openssl >/dev/null || exit 0; "
        's=$(nginx -T 2>/dev/null | sed -n "s/^[[:space:]]*ssl_ciphers[[:space:]]*[\'\\"]*\\([^;\'\\"]*\\).*/\\1/p"); '
        'printf \'%s\\n\' "${s:-HIGH:!aNULL:!MD5}" | while read -r c; do openssl ciphers "$c"; done'
        " | tr ':' '\\n' | sort -u"
    ),
}

_NGINX_PROTOCOLS = ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"]
_STRONG = re.compile(r"^(TLS_.*|(ECDHE|DHE)-.*(GCM|CHACHA20).*)$")


def _header(context: Context, name: str) -> str | None:
    values = [
        words[1]
        for words in context.lists.get("add_header", [])
        if len(words) > 1 and words[0].lower() == name
    ]
    return values[-1] if values else None


def _headers_everywhere(encrypted: list[Context]) -> list[str]:
    """Response headers that every page of every encrypted server has, in lower case."""
    sets = [
        {words[0].lower() for words in context.lists.get("add_header", []) if words} for context in encrypted
    ]
    return sorted(set.intersection(*sets)) if sets else []


def _hsts_seconds(encrypted: list[Context]) -> int | None:
    values = [_header(context, "strict-transport-security") for context in encrypted]
    ages = [re.search(r"max-age=(\d+)", value or "") for value in values]
    return min((int(age[1]) for age in ages if age), default=None) if ages and all(ages) else None


def _protocols(context: Context) -> list[str]:
    return context.single.get("ssl_protocols", _NGINX_PROTOCOLS)


def read_web(answers: Answers) -> dict[str, Any]:
    """Settings in effect over all servers and locations of nginx; lists name the places that differ."""
    valid = answers["web_valid"].strip()
    unit = key_values(answers["web_unit"])
    places = nginx.contexts(answers["web_config"]) if valid == "0" else []
    servers = [
        place for index, place in enumerate(places) if index == 0 or places[index - 1].server != place.server
    ]
    encrypted_numbers = {server.server for server in servers if nginx.listens_encrypted(server)}
    encrypted = [place for place in places if place.server in encrypted_numbers]
    plain = [server for server in servers if nginx.listens_plain(server) and not nginx.only_redirects(server)]
    return {
        "installed": valid != "missing",
        "configuration_valid": valid == "0",
        "running": active(unit),
        "starts_at_boot": enabled(unit),
        "encrypted_servers": sorted(server.label for server in servers if server.server in encrypted_numbers),
        "unencrypted_servers": sorted(server.label for server in plain),
        "protocols": sorted({p for place in encrypted for p in _protocols(place)}),
        "weak_ciphers": [c for c in answers["web_ciphers"].split() if not _STRONG.match(c)],
        "headers": _headers_everywhere(encrypted),
        "hsts_seconds": _hsts_seconds(encrypted),
        "version_shown_by": sorted({p.label for p in places if p.value("server_tokens", "on") != "off"}),
        "folders_listed_by": sorted({p.label for p in places if p.value("autoindex", "off") != "off"}),
        "unlogged": sorted({p.label for p in places if p.lists.get("access_log") == [["off"]]}),
        "unlimited_connections": sorted({p.label for p in encrypted if not p.lists.get("limit_conn")}),
    }


READERS = {"web": read_web}
