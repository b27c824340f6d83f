"""PAM stacks as PAM itself would walk them: every include in its place, per service and kind.

Holds no facts of its own; topics that ask "what happens at login" build on it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from truongluy.facts.answers import Answers, Unreadable

# Not `file:line`: what follows "passwd:" would be taken for a secret and cut out of the evidence.
_FILES = r"""
cd /etc/pam.d || exit
for file in *; do
  echo "@@ $file"
  grep -v '^[[:space:]]*\(#\|$\)' "$file"
done
exit 0
"""

COMMANDS: dict[str, str] = {"pam_files": _FILES}
READERS: dict[str, object] = {}

_DEPTH = 8
_RULE = re.compile(
    r"^-?(?P<kind>auth|account|password|session)\s+(?P<control>\[[^\]]*\]|\S+)\s+(?P<module>\S+)\s*(?P<args>.*)$"
)


@dataclass(frozen=True)
class Rule:
    """One line of a stack; `module` without folder and suffix (`pam_unix`)."""

    control: str
    module: str
    arguments: tuple[str, ...]

    def value(self, name: str) -> str | None:
        """The value of an argument `name=value`; the last one counts."""
        found = [argument.split("=", 1)[1] for argument in self.arguments if argument.startswith(f"{name}=")]
        return found[-1] if found else None

    @property
    def decides(self) -> bool:
        """Whether a failure of this rule can refuse the user."""
        return self.control in ("required", "requisite", "binding") or self.control.startswith("[")


def services(answers: Answers) -> dict[str, list[str]]:
    """Lines of every service file, continuation lines joined."""
    found: dict[str, list[str]] = {}
    for block in re.split(r"^@@ ", answers["pam_files"].replace("\\\n", " "), flags=re.MULTILINE)[1:]:
        name, *rules = block.splitlines() or [""]
        found[name] = [rule.strip() for rule in rules]
    if "common-auth" not in found:
        raise Unreadable("the PAM configuration was not read: there is no common-auth")
    return found


def stack(answers: Answers, service: str, kind: str) -> list[Rule]:
    """The rules of one kind (auth, account, password, session) of a service, in order; [] without such a service."""
    return list(_walk(services(answers), service, kind, 0))


def _walk(files: dict[str, list[str]], service: str, kind: str, depth: int) -> list[Rule]:
    if depth > _DEPTH:
        raise Unreadable(f"PAM service '{service}' includes itself")
    rules: list[Rule] = []
    for line in files.get(service, []):
        if line.lower().startswith("@include"):
            rules += _walk(files, line.split()[1], kind, depth + 1)
            continue
        match = _RULE.match(line)
        if match is None or match["kind"].lower() != kind:
            continue
        if match["control"] in ("include", "substack"):
            rules += _walk(files, match["module"], kind, depth + 1)
        else:
            module = match["module"].rsplit("/", 1)[-1].removesuffix(".so")
            rules.append(Rule(match["control"], module, tuple(match["args"].split())))
    return rules
