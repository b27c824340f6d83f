# A school's file server as the shop delivered it (dữ liệu minh họa): guests may write, the oldest dialect is
# spoken, and remote administration is by telnet.
cat >/etc/samba/smb.conf <<'EOF'
[global]
   workgroup = WORKGROUP
   server min protocol = NT1
   ntlm auth = yes
   map to guest = bad user
   server signing = disabled

[chung]
   comment = Thu muc dung chung
   path = /srv/chung
   guest ok = yes
   read only = no
   force user = nobody
EOF
install -d -m 0777 -o nobody -g nogroup /srv/chung
systemctl enable --now smbd nmbd
export DEBIAN_FRONTEND=noninteractive
apt-get install -y -q --no-install-recommends openbsd-inetd inetutils-telnetd
sed -i 's/^#<off># telnet/telnet/' /etc/inetd.conf
systemctl restart inetd
