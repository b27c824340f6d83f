# An office computer as the shop set it up (dữ liệu minh họa): it logs the employee in by itself, the employee is an
# administrator who is never asked for a password, the shop left its own account, and the screen never locks.
useradd --create-home --shell /bin/bash canbo
usermod --append --groups sudo canbo
printf 'canbo ALL=(ALL:ALL) NOPASSWD: ALL\n' >/etc/sudoers.d/canbo
chmod 0440 /etc/sudoers.d/canbo
useradd --create-home --shell /bin/bash cuahang
mkdir -p /etc/gdm3
cat >/etc/gdm3/daemon.conf <<'EOF'
[daemon]
AutomaticLoginEnable=true
AutomaticLogin=canbo
EOF
sed -i 's/^#\?PasswordAuthentication.*/PasswordAuthentication yes/' /etc/ssh/sshd_config
systemctl reload ssh
