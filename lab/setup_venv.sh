#!/bin/sh
# Find a Python >= 3.11 that works and build the virtual environment given as $1.
# "Works" is tried, not asked: a pyenv shim can answer to a name and have nothing behind it,
# and Debian's python3 can lack ensurepip until python3-venv is there.
set -eu
venv=$1

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
        echo "Cần quyền root hoặc sudo để cài: $* / Root or sudo is needed for: $*" >&2; exit 2
    fi
}

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
builds_venv() { rm -rf "$venv" && "$1" -m venv "$venv" >/dev/null 2>&1 && "$venv/bin/python" -m pip --version >/dev/null 2>&1; }

found=
for name in python3.12 python3.13 python3.11 python3 python3.14 python; do
    python=$(command -v "$name" 2>/dev/null) || continue
    is_new_enough "$python" || continue
    found=$python
    builds_venv "$python" && break
    found=
done

if [ -z "$found" ] && command -v apt-get >/dev/null; then
    echo "Cài python3-venv từ kho Debian/Ubuntu / Installing python3-venv"
    as_root apt-get -q update >/dev/null
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qy python3-venv >/dev/null
    is_new_enough /usr/bin/python3 && builds_venv /usr/bin/python3 && found=/usr/bin/python3
fi
if [ -z "$found" ]; then
    echo "Không tìm thấy Python >= 3.11 dùng được. / No working Python >= 3.11 was found." >&2
    echo "Cách sửa / To mend: apt install python3 python3-venv (Debian 12, Ubuntu 24.04 trở lên / or newer)" >&2
    exit 2
fi
echo "Python: $found; cài thư viện vào $venv (một lần, khoảng một phút) / installing libraries (once, about a minute)"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -e '.[dev]' 2>"$venv/pip.log" || {
    tail -5 "$venv/pip.log" >&2
    echo "Cài thư viện không xong: xem $venv/pip.log / Libraries could not be installed: see $venv/pip.log" >&2
    exit 2
}
