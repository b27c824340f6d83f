# The future central log host as delivered (dữ liệu minh họa): it keeps its own logs only, and anybody may read them.
# Its RADIUS is as the distribution ships it, with the secret of every manual given to the whole network.
sed -i 's/^#\?PermitRootLogin.*/PermitRootLogin yes/' /etc/ssh/sshd_config
systemctl reload ssh
sed -i 's/^\$FileCreateMode .*/$FileCreateMode 0644/' /etc/rsyslog.conf
systemctl restart rsyslog
cat >>/etc/freeradius/3.0/clients.conf <<'EOF'
client everything {
	ipaddr = 10.0.0.0/8
	secret = testing123
}
EOF
cat >>/etc/freeradius/3.0/mods-config/files/authorize <<'EOF'
demo	Cleartext-Password := "demo"
EOF
systemctl enable --now freeradius
