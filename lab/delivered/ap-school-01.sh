# The school's access point as a shop set it up (dữ liệu minh họa): an old and easily guessed passphrase with TKIP, a
# button that lets anybody join, an open network for guests on the teachers' own network, a web page and password
# logins for whoever comes, and nobody who keeps its time or its logs.
vlan=$(sed -n 's/.* truongluy\.wired_host=\([0-9]*\):.*/\1/p' /proc/cmdline)

cat >/etc/hostapd/hostapd.conf <<'END'
interface=wlan0
bridge=br-lan
driver=nl80211
ctrl_interface=/run/hostapd
ssid=TruongMinhHoa
hw_mode=g
channel=6
wpa=3
wpa_key_mgmt=WPA-PSK
wpa_pairwise=TKIP CCMP
rsn_pairwise=TKIP CCMP
wpa_passphrase=12345678
ieee80211w=0
eap_server=1
wps_state=2
ap_setup_locked=0
ap_pin=12345670
device_name=AP
config_methods=label display push_button keypad

bss=wlan0_1
bssid=02:00:00:00:00:01
bridge=br-lan
ssid=TruongMinhHoa-Khach
ap_isolate=0
wpa=0
END
mkdir -p /etc/systemd/system/hostapd.service.d
cat >/etc/systemd/system/hostapd.service.d/lan.conf <<END
[Service]
ExecStartPost=-/sbin/ip link add link eth1 name eth1.$vlan type vlan id $vlan
ExecStartPost=/sbin/ip link set eth1.$vlan master br-lan up
ExecStartPost=/sbin/ip link set br-lan up
ExecStopPost=-/sbin/ip link delete eth1.$vlan
ExecStopPost=-/sbin/ip link delete br-lan
END

cat >/etc/ssh/sshd_config.d/shop.conf <<'END'
PermitRootLogin yes
PasswordAuthentication yes
END
useradd --create-home --shell /bin/bash hotro
passwd --quiet --delete hotro

mkdir -p /usr/local/share/quan-tri
echo '<p>Trang quản trị (dữ liệu minh họa)</p>' >/usr/local/share/quan-tri/index.html
cat >/etc/systemd/system/quan-tri-web.service <<'END'
[Unit]
Description=Trang quản trị của điểm truy cập (minh họa)
[Service]
ExecStart=/bin/busybox httpd -f -p 80 -h /usr/local/share/quan-tri
[Install]
WantedBy=multi-user.target
END

echo 'net.ipv4.ip_forward = 1' >/etc/sysctl.d/90-chia-mang.conf
sysctl -q -p /etc/sysctl.d/90-chia-mang.conf
sed -i '/^pool /d; /^server /d; /^sourcedir /d' /etc/chrony/chrony.conf

systemctl daemon-reload
systemctl reload ssh
systemctl --quiet enable --now hostapd.service quan-tri-web.service
