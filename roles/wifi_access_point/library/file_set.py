#!/usr/bin/python
"""Put a set of files in place in one run: all of them, or none when one of them is refused."""

from __future__ import annotations

import glob
import os
import re
import shutil
import stat
import tempfile

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = r"""
module: file_set
short_description: Put a set of files in place in one run
description:
  - Writes every file that differs, owned by root, and removes what I(absent) names; says so with a diff in check mode too.
  - Nothing is written when a command of I(validate) refuses one of the new files.
  - One run for many files suits devices that pay seconds for each run.
options:
  files:
    description: Files with I(path), I(content), I(mode) (an octal text).
    type: list
    elements: dict
  absent:
    description: Patterns of files that are removed, unless they are among I(files).
    type: list
    elements: str
  validate:
    description:
      - Commands with the I(path) of the file they speak of; they run when that file changes.
      - In I(argv) the text C(@ROOT@) stands for the folder that holds the new files below their own paths.
    type: list
    elements: dict
  hide:
    description: Regular expression of what the diff does not show; what its first group matches is kept.
    type: str
  previous:
    description: Folder that keeps what was there before the last change.
    type: path
    required: true
  state:
    description: C(restored) puts back what I(previous) keeps.
    choices: [present, restored]
    default: present
"""

_NEW = "new"  # In the folder `previous`: names of files that were not there before, one a line.


def main() -> None:
    """Read the arguments, do what they ask, answer."""
    module = AnsibleModule(
        argument_spec={
            "files": {"type": "list", "elements": "dict", "default": []},
            "absent": {"type": "list", "elements": "str", "default": []},
            "validate": {"type": "list", "elements": "dict", "default": []},
            "hide": {"type": "str", "default": ""},
            "previous": {"type": "path", "required": True},
            "state": {"choices": ["present", "restored"], "default": "present"},
        },
        supports_check_mode=True,
    )
    previous = module.params["previous"]
    if module.params["state"] == "restored":
        module.exit_json(changed=_restore(previous))
    wanted = {one["path"]: (one["content"], int(str(one["mode"]), 8)) for one in module.params["files"]}
    changed = {path: new for path, new in wanted.items() if _differs(path, *new)}
    surplus = sorted(
        {path for pattern in module.params["absent"] for path in glob.glob(pattern)} - set(wanted)
    )
    diff = [_difference(path, content, mode) for path, (content, mode) in changed.items()]
    # What others wrote may hold their secrets: of a file that goes, only the name is told.
    diff += [
        {"before_header": path, "after_header": f"{path} (removed)", "before": "", "after": ""}
        for path in surplus
    ]
    for one in diff:
        one["before"], one["after"] = _hidden(module, one["before"]), _hidden(module, one["after"])
    if changed:
        _validate(module, changed)
    if (changed or surplus) and not module.check_mode:
        _keep(previous, [*changed, *surplus])
        for path, (content, mode) in changed.items():
            _write(path, content, mode)
        for path in surplus:
            os.remove(path)
    touched = sorted([*changed, *surplus])
    module.exit_json(changed=bool(touched), diff=diff, touched=touched)


def _differs(path: str, content: str, mode: int) -> bool:
    if not os.path.isfile(path) or os.path.islink(path):
        return True
    found = os.stat(path)
    return (stat.S_IMODE(found.st_mode), found.st_uid, found.st_gid, _text(path)) != (mode, 0, 0, content)


def _text(path: str) -> str:
    if not os.path.isfile(path):
        return ""
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        return file.read()


def _difference(path: str, content: str, mode: int) -> dict[str, str]:
    """What `--diff` shows; a change of mode alone is told in the header."""
    known = os.path.isfile(path)
    before = f"{path} (mode {stat.S_IMODE(os.stat(path).st_mode):04o})" if known else f"{path} (absent)"
    shown = _text(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return {
        "before_header": before,
        "after_header": f"{path} (mode {mode:04o})",
        "before": shown,
        "after": content,
    }


def _hidden(module: AnsibleModule, text: str) -> str:
    rule = module.params["hide"]
    return re.sub(rule, lambda found: found[1] + "(hidden)", text, flags=re.MULTILINE) if rule else text


def _validate(module: AnsibleModule, changed: dict[str, tuple[str, int]]) -> None:
    """Ask every command about its new file; the first refusal ends the run."""
    root = tempfile.mkdtemp(prefix="file_set.")
    try:
        for path, (content, mode) in changed.items():
            _write(root + path, content, mode)
        for one in module.params["validate"]:
            if one["path"] in changed:
                status, out, err = module.run_command([word.replace("@ROOT@", root) for word in one["argv"]])
                if status:
                    said = (err.strip() or out.strip()).replace(root, "")
                    module.fail_json(
                        msg=f"{one['path']}: bản mới bị từ chối, không tệp nào được thay / "
                        f"the new version is refused, no file was changed: {said}"
                    )
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _keep(previous: str, paths: list[str]) -> None:
    """Put what is there now into the folder `previous`, and nothing else."""
    shutil.rmtree(previous, ignore_errors=True)
    os.makedirs(previous, mode=0o700)
    for path in paths:
        if os.path.isfile(path):
            os.makedirs(previous + os.path.dirname(path), mode=0o700, exist_ok=True)
            shutil.copy2(path, previous + path)
    with open(os.path.join(previous, _NEW), "w", encoding="utf-8") as file:
        file.writelines(f"{path}\n" for path in paths if not os.path.isfile(path))


def _restore(previous: str) -> bool:
    """Put back what `_keep` kept, and remove what had not been there; False when nothing was kept."""
    if not os.path.isdir(previous):
        return False
    with open(os.path.join(previous, _NEW), encoding="utf-8") as file:
        for path in file.read().splitlines():
            if os.path.isfile(path):
                os.remove(path)
    for folder, _, names in os.walk(previous):
        for name in names:
            kept = os.path.join(folder, name)
            if kept != os.path.join(previous, _NEW):
                # Without its old time: what runs must see that the file changed once more.
                shutil.copy(kept, kept[len(previous) :])
    return True


def _write(path: str, content: str, mode: int) -> None:
    """Replace a file in one step; its folder is made when it is missing."""
    os.makedirs(os.path.dirname(path), mode=0o755, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".file_set.")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(content)
    os.chmod(temporary, mode)
    os.chown(temporary, 0, 0)
    os.replace(temporary, path)


if __name__ == "__main__":
    main()
