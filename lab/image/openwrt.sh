#!/bin/sh
# Packs the simulated OpenWrt into the file $2, from packages ($3...) in the local mirror of the Debian system at $1.
set -eu
root=$1 tar=$2
shift 2
box=$root/srv/openwrt
mkdir -p "$box"
for name; do
    for package in "$root/srv/mirror/pool/$name"_*.deb; do dpkg-deb -x "$package" "$box"; done
done
rm -rf "$box/usr/share"
# Where a release has merged /bin into /usr/bin, its packages hold no /bin.
[ -d "$box/bin" ] || ln -s usr/bin "$box/bin"
mkdir -p "$box/dev" "$box/proc" "$box/sys" "$box/etc" "$box/root" "$box/tmp" "$box/sbin" "$box/usr/bin" "$box/www"

# Real OpenWrt's dropbear answers as `scp` too, Debian's does not: OpenSSH's takes its place.
cp "$root/usr/bin/scp" "$box/usr/bin/scp"
libraries=$(cd "$box" && find usr/lib -type d | sed 's|^|/srv/openwrt/|' | tr '\n' ':')
chroot "$root" env LD_LIBRARY_PATH="$libraries" ldd /srv/openwrt/usr/sbin/dropbear /usr/bin/scp |
    awk '$2 == "=>" { print $3 } $1 ~ /^\// && NF == 2 && $2 ~ /^\(/ { print $1 }' | sort -u |
    while read -r library; do
        case $library in /srv/openwrt/*) continue ;; esac
        mkdir -p "$box${library%/*}"
        cp -L "$root$library" "$box$library"
    done
# busybox finds its applets by these names; what would shadow the simulator's own or Debian's is left out.
for applet in $(chroot "$root" /srv/openwrt/bin/busybox --list); do
    case $applet in busybox | init | dpkg | dpkg-deb | rpm | scp) continue ;; esac
    ln -s busybox "$box/bin/$applet"
done
ln -s tmp "$box/var"

printf 'root:x:0:0:root:/root:/bin/ash\ndaemon:*:1:1:daemon:/var:/bin/false\nnobody:*:65534:65534:nobody:/var:/bin/false\n' >"$box/etc/passwd"
printf 'root:x:0:\nnogroup:x:65534:\n' >"$box/etc/group"
printf '/bin/ash\n' >"$box/etc/shells"
cat >"$box/sbin/init" <<'EOF'
#!/bin/sh
# Brings the device up, unless its files are still to be delivered, and waits for the order to go down.
trap 'exit 0' TERM INT
if [ -x /etc/init.d/rcS ]; then /etc/init.d/rcS; fi
while :; do sleep 3600 & wait $!; done
EOF
chmod 0755 "$box/sbin/init"
tar --numeric-owner -C "$box" -cf "$tar" .
rm -rf "$box"
