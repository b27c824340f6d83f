#!/bin/sh
# mmdebstrap customize hook: turns the system in $1 into a disk image, its kernel and a small initramfs in $TL_OUT.
set -eu
root=$1
export LC_ALL=C
step() { echo "truongluy-step: $*"; }

rm -rf "$root"/etc/apt/sources.list "$root"/etc/apt/sources.list.d/* "$root"/etc/apt/apt.conf.d/99mmdebstrap \
    "$root"/etc/dpkg/dpkg.cfg.d/99mmdebstrap "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/archives/*.deb

# --- what this machine is
# Its name and address come from the kernel's command line (see init below): one disk serves every machine.
echo '/dev/vda / ext4 defaults 0 1' >"$root/etc/fstab"
mkdir -p "$root/etc/systemd/network"
: >"$root/etc/machine-id"
rm -f "$root"/etc/ssh/ssh_host_* "$root/var/lib/dbus/machine-id"
chroot "$root" useradd --create-home --shell /bin/bash truongluy
printf 'truongluy ALL=(ALL:ALL) NOPASSWD: ALL\n' >"$root/etc/sudoers.d/truongluy"
chmod 0440 "$root/etc/sudoers.d/truongluy"

# The key comes from the kernel command line and the host key goes out on the serial line: no secret is in the
# image, and nobody has to trust a key on first use.
cat >"$root/usr/local/sbin/truongluy-first-boot" <<'EOF'
#!/bin/sh
set -eu
ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key
key=$(sed -n 's/.*truongluy\.key=\([A-Za-z0-9+\/=]*\).*/\1/p' /proc/cmdline)
install -d -m 0700 -o truongluy -g truongluy /home/truongluy/.ssh
echo "ssh-ed25519 $key" >/home/truongluy/.ssh/authorized_keys
chown truongluy:truongluy /home/truongluy/.ssh/authorized_keys
printf '\nTRUONGLUY-HOST-KEY %s\n' "$(cat /etc/ssh/ssh_host_ed25519_key.pub)" >/dev/ttyS0
EOF
chmod 0755 "$root/usr/local/sbin/truongluy-first-boot"
cat >"$root/etc/systemd/system/truongluy-first-boot.service" <<'EOF'
[Unit]
Description=Let the lab in and tell it who we are
Before=ssh.service
ConditionPathExists=!/etc/ssh/ssh_host_ed25519_key
[Service]
Type=oneshot
ExecStart=/usr/local/sbin/truongluy-first-boot
[Install]
WantedBy=multi-user.target
EOF
chroot "$root" systemctl --quiet enable truongluy-first-boot.service systemd-networkd.service
# Emulated processors are slow: what a lab machine never needs does not start.
for unit in $(sed 's/#.*//' "$TL_RECIPE/services_off.txt") e2scrub_reap.service rsyslog.service; do
    chroot "$root" systemctl --quiet disable "$unit" 2>/dev/null || true
done
chroot "$root" systemctl --quiet enable rsyslog.service auditd.service apparmor.service
# An access point is what its delivery and our role make of it; nothing transmits by itself.
chroot "$root" systemctl --quiet disable hostapd.service wpa_supplicant.service
install -m 0755 "$TL_RECIPE/radios.sh" "$root/usr/local/sbin/truongluy-radios"
install -m 0644 "$TL_RECIPE/truongluy-radios.service" "$root/etc/systemd/system/truongluy-radios.service"
chroot "$root" systemctl --quiet enable truongluy-radios.service
for unit in getty@.service serial-getty@.service systemd-networkd-wait-online.service modprobe@.service \
    dev-hugepages.mount sys-kernel-debug.mount sys-kernel-tracing.mount sys-fs-fuse-connections.mount; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit"
done

# --- kernel, pruned modules, initramfs
step "chuẩn bị nhân / preparing the kernel"
version=$(basename "$root"/lib/modules/*)
cp "$root/boot/vmlinuz-$version" "$TL_OUT/vmlinuz"
rm -f "$root"/boot/vmlinuz-* "$root"/boot/initrd.img-* "$root"/boot/System.map-*
chroot "$root" depmod "$version"
tree=$root/tmp/initramfs
mkdir -p "$tree/bin" "$tree/lib" "$tree/dev" "$tree/proc" "$tree/sys" "$tree/root"
cp "$root/bin/busybox" "$tree/bin/busybox"
: >"$tree/load"
for module in virtio_pci virtio_blk virtio_net ext4; do
    chroot "$root" modprobe --show-depends --set-version "$version" "$module" | while read -r verb path _; do
        [ "$verb" = insmod ] || continue
        cp "$root$path" "$tree/lib/"
        echo "/lib/$(basename "$path")" >>"$tree/load"
    done
done
cat >"$tree/init" <<'EOF'
#!/bin/busybox sh
/bin/busybox mount -t devtmpfs none /dev
/bin/busybox mount -t proc none /proc
while read -r module; do /bin/busybox insmod "$module" 2>/dev/null; done </load
for _ in 1 2 3 4 5 6 7 8 9 10; do [ -b /dev/vda ] && break; /bin/busybox sleep 0.2; done
/bin/busybox mount -t ext4 -o rw /dev/vda /root
# truongluy.NAME=VALUE on the kernel's command line: who this machine is.
said() { /bin/busybox sed -n "s/.* truongluy\.$1=\([^ ]*\).*/\1/p" /proc/cmdline; }
said name >/root/etc/hostname
printf '127.0.0.1 localhost\n127.0.1.1 %s\n' "$(said name)" >/root/etc/hosts
printf '[Match]\nName=eth0\n[Network]\nAddress=%s\nGateway=%s\n' "$(said address)" "$(said gateway)" \
    >/root/etc/systemd/network/lan.network
/bin/busybox umount /proc
exec /bin/busybox switch_root /root /sbin/init
EOF
chmod 0755 "$tree/init"
chroot "$root" sh -c 'cd /tmp/initramfs && find . | cpio --quiet -o -H newc | gzip -1n' >"$TL_OUT/initrd"
rm -rf "$tree"

step "tạo đĩa / making the disk"
# proc, sys and dev are mounted here and must not be copied; in a namespace of our own we may unmount them.
export root
unshare --mount --propagation=private sh -eu -c '
    for place in dev proc sys; do
        awk -v at="$root/$place" "index(\$2 \"/\", at \"/\") == 1 {print \$2}" /proc/self/mounts | tac | xargs -r umount
    done
    rm -rf "$root"/dev/* "$root"/tmp/*
    size=$(($(du -sm "$root" | cut -f1) + 600))
    mke2fs -q -t ext4 -L truongluy -d "$root" "$TL_OUT/disk.raw" "${size}M"
'
