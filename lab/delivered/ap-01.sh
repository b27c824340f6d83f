# The office's access point as the shop sold it (dữ liệu minh họa): root has no password, telnet and the web page are
# open, and its UCI files (lab/openwrt_simulator/root/etc/config) hold an open network and one with TKIP and WPS.
printf 'root::0:0:99999:7:::\ndaemon:*:0:0:99999:7:::\nnobody:*:0:0:99999:7:::\n' >/etc/shadow
chmod 0600 /etc/shadow /etc/config/wireless
mkdir -p /etc/rc.d
for name in system log dropbear firewall network telnet uhttpd sysntpd; do /etc/init.d/$name enable; done
# Whoever delivers it lets our key in, since it has no other account than root.
printf '%s\n' "$KEY" >/etc/dropbear/authorized_keys
chmod 0600 /etc/dropbear/authorized_keys
ln -sfn /etc/dropbear /root/.ssh
chmod 0700 /etc/dropbear /root
