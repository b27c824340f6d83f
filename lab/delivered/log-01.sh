# The future central log host as delivered (dữ liệu minh họa): it keeps its own logs only, and anybody may read them.
sed -i 's/^#\?PermitRootLogin.*/PermitRootLogin yes/' /etc/ssh/sshd_config
systemctl reload ssh
sed -i 's/^\$FileCreateMode .*/$FileCreateMode 0644/' /etc/rsyslog.conf
systemctl restart rsyslog
