"""What the managed policy of Chromium lets the people in a meeting room do: the rules it would merge, as it merges them."""

from __future__ import annotations

import json
import re
from typing import Any

from truongluy.facts.answers import Answers, Unreadable

FOLDER = "/etc/chromium/policies/managed"

COMMANDS = {
    # Every file of the folder counts, whatever its name ends in; recommended policies bind nobody and are not read.
    "kiosk_policies": (
        f"find -L {FOLDER} -maxdepth 1 -type f 2>/dev/null | while IFS= read -r file; do "
        'echo "@@ ${file##*/}"; cat "$file"; echo; done; true'
    ),
}

EVERYWHERE = "*"
_MERGES = ("PolicyListMultipleSourceMergeList", "PolicyDictionaryMultipleSourceMergeList")

_Door = tuple[str, str, Any]

# What is open, the policy that closes it, and the value that does. What no policy closes is open.
_DEVELOPER: tuple[_Door, ...] = (
    ("developer tools", "DeveloperToolsAvailability", 2),
    ("remote debugging", "RemoteDebuggingAllowed", False),
)
_KEEPS: tuple[_Door, ...] = (
    ("passwords", "PasswordManagerEnabled", False),
    ("addresses", "AutofillAddressEnabled", False),
    ("bank cards", "AutofillCreditCardEnabled", False),
    ("history", "SavingBrowserHistoryDisabled", True),
    ("profile", "ForceEphemeralProfiles", True),
    ("synchronisation", "SyncDisabled", True),
    ("browser account", "BrowserSignin", 0),
)
_EXITS: tuple[_Door, ...] = (
    ("downloads", "DownloadRestrictions", 3),
    ("file dialogs", "AllowFileSelectionDialogs", False),
    ("printing", "PrintingEnabled", False),
    ("screen sharing", "ScreenCaptureAllowed", False),
    ("private windows", "IncognitoModeAvailability", 1),
    ("guest windows", "BrowserGuestModeEnabled", False),
    ("other profiles", "BrowserAddPersonEnabled", False),
    ("ending of tasks", "TaskManagerEndProcessEnabled", False),
)
_REACHES: tuple[_Door, ...] = (
    ("location", "DefaultGeolocationSetting", 2),
    ("notifications", "DefaultNotificationsSetting", 2),
    ("pop-up windows", "DefaultPopupsSetting", 2),
    ("sensors", "DefaultSensorsSetting", 2),
    ("clipboard", "DefaultClipboardSetting", 2),
    ("USB devices", "DefaultWebUsbGuardSetting", 2),
    ("Bluetooth devices", "DefaultWebBluetoothGuardSetting", 2),
    ("serial ports", "DefaultSerialGuardSetting", 2),
    ("HID devices", "DefaultWebHidGuardSetting", 2),
    ("reading of files", "DefaultFileSystemReadGuardSetting", 2),
    ("writing of files", "DefaultFileSystemWriteGuardSetting", 2),
)


def merged(text: str) -> dict[str, Any]:
    """The policy in effect: files in the order of their names' bytes, of equal keys the last file's value.

    Chromium also takes comments, a trailing comma and a byte order mark, and leaves out a file that is broken otherwise:
    what it makes of a file that is no plain JSON is not guessed here.
    """
    parts = re.split(r"^@@ (.+)\n", text, flags=re.MULTILINE)
    found: dict[str, Any] = {}
    for name, content in sorted(zip(parts[1::2], parts[2::2], strict=True), key=lambda one: one[0].encode()):
        try:
            policy = json.loads(content)
        except ValueError:
            raise Unreadable(f"the browser policy {name} is no plain JSON") from None
        if not isinstance(policy, dict):
            raise Unreadable(f"the browser policy {name} holds no policies")
        found |= policy
    if any(found.get(name) for name in _MERGES):
        raise Unreadable("policies of several sources are merged by a rule of their own")
    return found


def _list(policy: dict[str, Any], name: str) -> list[str]:
    value = policy.get(name, [])
    return [str(one) for one in value] if isinstance(value, list) else []


def _hosts(patterns: list[str]) -> list[str]:
    """Names of hosts; a pattern that means more than one host over HTTPS stays as it is written."""
    exact = (re.fullmatch(r"https://\.([a-z0-9][a-z0-9.-]*)(?::443)?/?", one) for one in patterns)
    return sorted({match[1] if match else one for match, one in zip(exact, patterns, strict=True)})


def _captures(policy: dict[str, Any], kind: str) -> list[str]:
    """Hosts that get the camera or microphone without asking; elsewhere people are asked, unless policy says no."""
    given = (
        re.sub(r"^https://(?=[a-z0-9])", "https://.", one)
        for one in _list(policy, f"{kind}CaptureAllowedUrls")
    )
    return _hosts(list(given)) + ([] if policy.get(f"{kind}CaptureAllowed") is False else [EVERYWHERE])


def _open(policy: dict[str, Any], doors: tuple[_Door, ...]) -> list[str]:
    def closed(name: str, wanted: Any) -> bool:
        value = policy.get(name)
        return type(value) is type(wanted) and value == wanted

    return sorted(what for what, name, wanted in doors if not closed(name, wanted))


def read_kiosk_browser(answers: Answers) -> dict[str, Any]:
    """What is allowed where, and by name what is still open; with no policy everything is."""
    policy = merged(answers["kiosk_policies"])
    extensions = [] if EVERYWHERE in _list(policy, "ExtensionInstallBlocklist") else ["extensions"]
    allowed = [f"extension {one}" for one in _list(policy, "ExtensionInstallAllowlist")]
    forced = policy.get("ExtensionInstallForcelist") or policy.get("ExtensionSettings")
    return {
        "installed": "chromium" in answers["services_packages"].split(),
        "blocks_every_page": EVERYWHERE in _list(policy, "URLBlocklist"),
        "hosts": _hosts(_list(policy, "URLAllowlist")),
        "camera_hosts": _captures(policy, "Video"),
        "microphone_hosts": _captures(policy, "Audio"),
        "developer_doors": _open(policy, _DEVELOPER),
        "keeps": _open(policy, _KEEPS),
        "ways_out": sorted(
            [*_open(policy, _EXITS), *extensions, *allowed, *(["forced extensions"] if forced else [])]
        ),
        "pages_may_reach": _open(policy, _REACHES),
        "certificate_errors_can_be_ignored": policy.get("SSLErrorOverrideAllowed") is not False,
        "trusted_authorities": len(_list(policy, "CACertificates")),
    }


READERS = {"kiosk_browser": read_kiosk_browser}
