"""Configuration text without its secrets; the kind of each secret stays, because controls judge it."""

from __future__ import annotations

import re

HIDDEN = "<redacted>"
# Each pattern keeps group 1 (words and type number) and group 3 (what follows), and hides group 2.
_KEYWORDS = (
    r"password|secret|key-string|pre-shared-key|authentication-key(?: \d+ \S+)?|message-digest-key \d+ \S+"
)
_PATTERNS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"^( *username \S+.*? (?:password|secret)(?: \d)? )(\S.*?)( *)$",
        r"^( *enable (?:password|secret)(?: level \d+)?(?: \d)? )(\S.*?)( *)$",
        r"^( *enable algorithm-type \S+ secret )(\S.*?)( *)$",
        r"^( *(?:no )?snmp-server community )(\S+)(.*)$",
        r"^( *(?:no )?snmp-server host \S+(?: vrf \S+)?(?: (?:traps|informs))?"
        r"(?: version (?:1|2c|3 (?:noauth|auth|priv)))? )(\S+)(.*)$",
        r"^( *snmp-server user .*? auth \S+ )(\S+)(.*)$",
        r"^( *snmp-server user .*? priv (?:\S+ )?(?:(?:128|192|256) )?)(\S+)( *)$",
        r"^( *ntp authentication-key \d+ \S+ )(\S+)(.*)$",
        r"^( *(?:tacacs-server|radius-server|server-private|server) .*?\bkey(?: \d)? )(\S.*?)( *)$",
        r"^( *(?:tacacs-server|radius-server) key(?: \d)? )(\S.*?)( *)$",
        r"^( *key(?: [0-9])? )(?!chain\b|config-key\b)([^\d\s]\S*|\d+\S*[^\d\s]\S*)( *)$",
        r"^( *crypto isakmp key(?: \d)? )(\S+)(.*)$",
        r"^( *wpa-psk \S+(?: \d)? )(\S+)(.*)$",
        rf"^((?!\s*(?:username|enable|no ) ?)(?!.*\bservice password).*?\b(?:{_KEYWORDS})(?: [0-9])? )(\S+)( *)$",
    )
)


def redact(command_id: str, text: str) -> str:
    """The answer to a command with each secret replaced by `<redacted>`; the type number before it stays."""
    del command_id  # every answer may hold configuration lines, whatever was asked
    for pattern in _PATTERNS:
        text = pattern.sub(rf"\g<1>{HIDDEN}\g<3>", text)
    return text
