#!/bin/sh
# mmdebstrap customize hook: turns the minimal system in $1 into the bare image (written to $TL_OUT/bare.tar),
# then installs packages.txt from the local mirror, so that what mmdebstrap packs afterwards is the host image.
# Needs TL_RECIPE (this folder, readable by the build user) and TL_OUT (a folder it may write to).
set -eu
root=$1
export DEBIAN_FRONTEND=noninteractive LC_ALL=C

words() { sed 's/#.*//' "$@" | tr '\n' ' '; }
step() { echo "truongluy-step: $*"; }

# --- local mirror: everything that can be installed later, signed with a key that exists only during this build
step "tải gói / downloading packages"
# A release may lack some of them, and the roles that want those say so.
conference=$(for name in $(words "$TL_RECIPE/conference.txt"); do
    APT_CONFIG=$MMDEBSTRAP_APT_CONFIG apt-cache show "$name" >"$TL_OUT/shown.log" 2>&1 && echo "$name"
done || true)
# shellcheck disable=SC2046,SC2086
APT_CONFIG=$MMDEBSTRAP_APT_CONFIG apt-get install -y -q --download-only --no-install-recommends \
    $(words "$TL_RECIPE/packages.txt" "$TL_RECIPE/leftovers.txt" "$TL_RECIPE/openwrt.txt") $conference >"$TL_OUT/download.log"
mirror=$root/srv/mirror
mkdir -p "$mirror/pool"
mv "$root"/var/cache/apt/archives/*.deb "$mirror/pool/"
chmod 0644 "$mirror"/pool/*
(cd "$mirror" && apt-ftparchive packages pool >Packages && gzip -k9n Packages)
apt-ftparchive -o APT::FTPArchive::Release::Origin=truongluy-lab -o APT::FTPArchive::Release::Label=truongluy-lab \
    -o APT::FTPArchive::Release::Suite=lab release "$mirror" >"$TL_OUT/Release"
GNUPGHOME=$(mktemp -d)
export GNUPGHOME
gpg --batch --quiet --passphrase '' --quick-generate-key 'Truong Luy lab mirror' ed25519 sign never
gpg --batch --quiet --clearsign -o "$mirror/InRelease" "$TL_OUT/Release"
mkdir -p "$root/etc/apt/keyrings"
gpg --batch --quiet --export >"$root/etc/apt/keyrings/truongluy-lab.gpg"
gpgconf --kill all
rm -rf "$GNUPGHOME" "$root"/etc/apt/sources.list "$root"/etc/apt/sources.list.d/* \
    "$root"/etc/apt/apt.conf.d/99mmdebstrap "$root"/etc/dpkg/dpkg.cfg.d/99mmdebstrap
cat >"$root/etc/apt/sources.list.d/truongluy-lab.sources" <<'EOF'
Types: deb
URIs: file:/srv/mirror
Suites: ./
Signed-By: /etc/apt/keyrings/truongluy-lab.gpg
EOF
find "$root/var/lib/apt/lists" -type f -delete
chroot "$root" apt-get -q update >"$TL_OUT/update.log"

# --- what a container must not try: devices, consoles and the audit socket belong to the machine
for unit in systemd-udevd.service systemd-udevd-kernel.socket systemd-udevd-control.socket systemd-udev-trigger.service \
    getty@.service console-getty.service getty.target systemd-logind.service auditd.service audit-rules.service \
    systemd-networkd-wait-online.service systemd-remount-fs.service dev-hugepages.mount sys-kernel-debug.mount; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit"
done
# The clock is the machine's: chronyd runs and answers, but never sets it (-x).
mkdir -p "$root/etc/systemd/system/chrony.service.d"
cat >"$root/etc/systemd/system/chrony.service.d/container-clock.conf" <<'EOF'
[Unit]
ConditionCapability=
[Service]
ExecStart=
ExecStart=!/usr/sbin/chronyd -x -F 1
EOF
# Every host makes its own keys at first boot; an image with keys in it would give all hosts the same identity.
rm -f "$root"/etc/ssh/ssh_host_*
cat >"$root/etc/systemd/system/ssh-host-key.service" <<'EOF'
[Unit]
Description=Make this host's own SSH key at first boot
Before=ssh.service
ConditionPathExists=!/etc/ssh/ssh_host_ed25519_key
[Service]
Type=oneshot
ExecStart=/usr/bin/ssh-keygen -q -t ed25519 -N "" -f /etc/ssh/ssh_host_ed25519_key
[Install]
WantedBy=ssh.service
EOF
chroot "$root" systemctl --quiet enable ssh-host-key.service
: >"$root/etc/machine-id"
rm -f "$root/var/lib/dbus/machine-id" "$root/etc/hostname" "$root/etc/resolv.conf"

step "đóng gói ảnh trần / packing the bare image"
# dev, proc and sys are mounted now and belong to the machine: the image gets empty ones.
mkdir -p "$TL_OUT/mountpoints/dev" "$TL_OUT/mountpoints/proc" "$TL_OUT/mountpoints/sys"
pack() {
    tar --numeric-owner --xattrs -C "$root" --exclude=./dev --exclude=./proc --exclude=./sys -cf "$1" .
    tar --owner=0 --group=0 --mode=0755 -C "$TL_OUT/mountpoints" -rf "$1" ./dev ./proc ./sys
}
pack "$TL_OUT/bare.tar"

# --- the ordinary host: the same, with everything installed from that mirror
step "cài gói vào ảnh máy chủ / installing packages in the host image"
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 0755 "$root/usr/sbin/policy-rc.d"
# shellcheck disable=SC2046
chroot "$root" apt-get install -y -q --no-install-recommends -o Dpkg::Options::=--force-unsafe-io \
    $(words "$TL_RECIPE/packages.txt") >"$TL_OUT/install.log" 2>&1 || { tail -20 "$TL_OUT/install.log" >&2; exit 1; }
rm -f "$root/usr/sbin/policy-rc.d"
for unit in $(words "$TL_RECIPE/services_off.txt"); do
    chroot "$root" systemctl --quiet disable "$unit" 2>/dev/null || true
done
mkdir -p "$root/etc/needrestart/conf.d"
# Only list: a question would wait for ever in an unattended run.
echo "\$nrconf{restart} = 'l';" >"$root/etc/needrestart/conf.d/unattended.conf"
rm -f "$root"/etc/ssh/ssh_host_* "$root/var/lib/dbus/machine-id"
: >"$root/etc/machine-id"
rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/cache/apt/*.bin "$root"/var/log/apt "$root"/var/log/dpkg.log \
    "$root"/var/log/alternatives.log
step "đóng gói ảnh máy chủ / packing the host image"
pack "$TL_OUT/host.tar"

# --- the simulated OpenWrt: a shell and an SSH server in an otherwise empty system
step "đóng gói OpenWrt mô phỏng / packing the simulated OpenWrt"
sh "$TL_RECIPE/openwrt.sh" "$root" "$TL_OUT/openwrt.tar" $(words "$TL_RECIPE/openwrt.txt")
