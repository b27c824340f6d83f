"""The configuration files as a device gives them: secrets are cut out on the device, their lengths stay."""

from __future__ import annotations

import re

from truongluy.facts.answers import Answers, Unreadable
from truongluy.facts.openwrt.uci import Section, UciError, parse
from truongluy.verdict import Text

FOLDER = "/etc/config"
FILES = ("wireless", "network", "firewall", "system", "dropbear")
ABSENT = "# absent"
# Names of options whose value is a secret. What is cut says how long it was, for that is judged.
_ANY = "[a-z0-9_]*"
SECRET = (
    f"(key[0-9]*|pin|{_ANY}(_pin|secret|passwd|password|passphrase|psk|token|_pwd)[0-9]*|priv{_ANY}"
    f"|ft_{_ANY}key{_ANY}|r[01]kh|pmk{_ANY})"
)
_CUT = re.compile(r"<redacted (\d+)>")

# One line at a time, so that a forgotten quote before a secret can't hide it. Comments go too: people write keys there.
# A secret whose quote is not closed keeps the broken quote, since the reader has to see it.
_CUTTER = r"""
function scan(text,    c, at, quote, length_) {
  unclosed = ""; comment = 0; at = 1; length_ = 0
  while (at <= length(text)) {
    c = substr(text, at, 1)
    if (unclosed != "") {
      if (c == unclosed) unclosed = ""
      else { if (c == "\\" && unclosed == "\"") at++; length_++ }
    } else if (c == "'" || c == "\"") unclosed = c
    else if (c == "#" && (at == 1 || substr(text, at - 1, 1) ~ /[ \t]/)) { comment = at; break }
    else if (c == "\\") { at++; length_++ }
    else if (c !~ /[ \t]/) length_++
    at++
  }
  return length_
}
{
  sub(/\r$/, "")
  if (open != "") {
    if (index($0, open)) open = ""
    print "# cut"
    next
  }
  line = $0
  plain = tolower(line)
  gsub(/['"\\]/, "", plain)
  if (plain ~ /^[ \t]*#/) { print "#"; next }
  if (plain ~ /^[ \t]*(option|list)[ \t]+@SECRET@([ \t]|$)/) {
    value = line
    sub(/^[ \t]*[^ \t]+[ \t]+[^ \t]+[ \t]*/, "", value)
    size = scan(value)
    head = substr(line, 1, length(line) - length(value))
    open = unclosed
    print head "'<redacted " size ">" (open == "" ? "'" : "")
    next
  }
  scan(line)
  print comment ? substr(line, 1, comment - 1) : line
}
""".replace("@SECRET@", SECRET)


def command(name: str) -> str:
    """Prints one file without its secrets; a file that isn't there is said to be absent."""
    path = f"{FOLDER}/{name}"
    return f"[ -f {path} ] || {{ echo '{ABSENT}'; exit 0; }}; awk '{_quoted(_CUTTER)}' {path}"


def _quoted(program: str) -> str:
    return program.replace("'", "'\\''")


COMMANDS = {f"uci_{name}": command(name) for name in FILES} | {
    # Staged by `uci set` and not yet in any file; values are cut since one may be a key.
    "uci_changes": "uci changes | sed 's/=.*//'",
}


def config(answers: Answers, name: str) -> list[Section]:
    """The sections of a file; Unreadable when it is absent, or when OpenWrt itself would refuse it."""
    text = answers[f"uci_{name}"]
    if text.strip() == ABSENT:
        raise Unreadable(Text(f"không có tệp {FOLDER}/{name}", f"there is no file {FOLDER}/{name}"))
    try:
        return parse(text, f"{FOLDER}/{name}")
    except UciError as broken:
        place = f"{broken.file}:{broken.line}"
        raise Unreadable(Text(f"{place}: {broken.text.vi}", f"{place}: {broken.text.en}")) from None


def secret_length(value: str) -> int | None:
    """How long a secret is that was cut on the device; None when there is none."""
    found = _CUT.fullmatch(value)
    return int(found[1]) if found else None
