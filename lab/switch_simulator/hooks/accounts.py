"""Passwords, local accounts and the AAA switch."""

from __future__ import annotations

from ..grammar import Incomplete, load, match
from ..passwords import HASHES, hashed, reveal7, type7
from ..store import Change, Refusal, Section, Store

_ALGORITHMS = {"md5": "5", "sha256": "8", "scrypt": "9"}
_SHAPES = {"5": ("$1$", 34), "8": ("$8$", 61), "9": ("$9$", 61)}
BAD_HASH = ("ERROR: The secret you entered is not a valid encrypted secret.\n"
            "To enter an UNENCRYPTED secret, do not specify type {kind} encryption.")
BOTH = ("ERROR: Can not have both a user password and a user secret.\n"
        "Please choose one or the other.")
AAA_ON = "% AAA is enabled. Command not supported. Use an aaa authentication methodlist"


def secret(words: list[str]) -> list[str]:
    """`0 clear`, `clear` or `5|8|9 hash` -> kind and hash."""
    if words[0] in HASHES and len(words) == 2:
        kind, text = words
        start, longest = _SHAPES[kind]
        if not text.startswith(start) or text.count("$") != 3 or len(text) > longest:
            raise Refusal(BAD_HASH.format(kind=kind))
        return words
    return ["5", hashed("5", words[-1])]


def password(store: Store, words: list[str]) -> list[str]:
    """`0 clear`, `clear` or `7 hidden` -> kind and text, hidden when the service is on."""
    if len(words) == 2 and words[0] == "7":
        return words
    if store.root.has("service password-encryption"):
        return ["7", type7(words[-1])]
    return ["0", words[-1]]


def enable_secret(change: Change) -> None:
    if change.negative:
        return
    value = change.value
    level = value[:2] if value[0] == "level" and len(value) > 2 else []
    change.value = ([] if level == ["level", "15"] else level) + secret(value[len(level):])


def enable_password(change: Change) -> None:
    if change.negative:
        return
    value = change.value
    level = value[:2] if value[0] == "level" and len(value) > 2 else []
    kind, text = password(change.store, value[len(level):])
    change.value = ([] if level == ["level", "15"] else level) + (["7", text] if kind == "7" else [text])


def line_password(change: Change) -> None:
    if not change.negative:
        kind, text = password(change.store, change.value)
        change.value = ["7", text] if kind == "7" else [text]


def enable_algorithm(change: Change) -> None:
    change.done = True
    if change.negative:
        change.store.remove(change.section, ("enable", "secret"))
        return
    kind = _ALGORITHMS[change.words[2]]
    line = f"enable secret {kind} {hashed(kind, change.words[4])}"
    change.store.change(change.section, match(load("config"), line), negative=False)


def _account(words: list[str], store: Store) -> dict[str, list[str]]:
    """The options of a username line, hashed: privilege, secret, password, nopassword."""
    options: dict[str, list[str]] = {}
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word == "nopassword":
            options[word] = []
        elif word == "privilege":
            options[word] = [rest.pop(0)]
        elif word == "algorithm-type":
            kind, clear = _ALGORITHMS[rest.pop(0)], rest[-1]
            options["secret"], rest = [kind, hashed(kind, clear)], []
        else:
            taken = rest[:2] if rest[0] in ("0", "5", "7", "8", "9") and len(rest) > 1 else rest[:1]
            rest = rest[len(taken):]
            options[word] = secret(taken) if word == "secret" else password(store, taken)
    return options


def username(change: Change) -> None:
    """Merge the options into what the account has; one line per account."""
    if change.negative:
        change.store.remove(change.section, change.key)
        change.done = True
        return
    old = change.section.entries.get(change.key)
    merged = _account(list(old.value), change.store) if old else {}
    new = _account(change.value, change.store)
    if ("secret" in new and "password" in {**merged, **new}) or ("password" in new and "secret" in merged):
        raise Refusal(BOTH)
    merged.update(new)
    change.value = [word for name in ("privilege", "nopassword", "password", "secret") if name in merged
                    for word in (name, *merged[name])]


def password_encryption(change: Change) -> None:
    """Turning the service on hides every clear password at once; turning it off reveals nothing."""
    if change.negative:
        return
    store = change.store
    for entry in store.root.starting("username"):
        words = list(entry.words)
        if words[-3:-1] == ["password", "0"]:
            entry.words = (*words[:-2], "7", type7(words[-1]))
    holders = [store.root, *(section for _, section in store.sections("line"))]
    for key in ("enable password", "password"):
        for entry in filter(None, (holder.get(key) for holder in holders)):
            if len(entry.value) == 1:
                entry.words = (*entry.key, "7", type7(entry.value[0]))


def new_model(change: Change) -> None:
    """The AAA switch changes which login commands exist on lines."""
    store = change.store
    if change.negative:
        for key, entry in list(store.root.entries.items()):
            if entry.rule.get("needs") == "aaa":
                del store.root.entries[key]
        for _, section in store.sections("line"):
            for key in [k for k, e in section.entries.items() if e.rule.get("needs") == "aaa"]:
                del section.entries[key]
        store.put(change, negative=True)
        for _, section in store.sections("line"):
            for rule in load("line").rules:
                if rule.get("vty") is not None:
                    store.seed(section, rule)
        change.done = True
        return
    for _, section in store.sections("line"):
        section.entries.pop(("login",), None)
    store.put(change)
    store.change(store.root, match(load("config"), "aaa session-id common"), negative=False)


def login(change: Change) -> None:
    if change.store.aaa and change.value != ["authentication"]:
        raise Refusal(AAA_ON)


def not_empty(change: Change) -> None:
    if not change.negative and not change.value:
        raise Incomplete(0)


def clear_text(section: Section, key: str) -> str | None:
    """The clear password of a line or of enable, for comparing (None: not set)."""
    entry = section.get(key)
    if entry is None:
        return None
    return reveal7(entry.value[1]) if len(entry.value) == 2 else entry.value[0]


HOOKS = {"enable_secret": enable_secret, "enable_password": enable_password, "line_password": line_password,
         "enable_algorithm": enable_algorithm, "username": username, "password_encryption": password_encryption,
         "new_model": new_model, "login": login, "not_empty": not_empty}
