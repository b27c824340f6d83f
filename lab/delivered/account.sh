# Every ordinary lab host, as the operator hands it over: our automation account may log in with the lab's key.
# Reads KEY (the public key). Nothing here hardens anything.
id truongluy >/dev/null 2>&1 || useradd --create-home --shell /bin/bash truongluy
install -d -m 0700 -o truongluy -g truongluy /home/truongluy/.ssh
printf '%s\n' "$KEY" >/home/truongluy/.ssh/authorized_keys
chown truongluy:truongluy /home/truongluy/.ssh/authorized_keys
chmod 0600 /home/truongluy/.ssh/authorized_keys
printf 'truongluy ALL=(ALL:ALL) NOPASSWD: ALL\n' >/etc/sudoers.d/truongluy
chmod 0440 /etc/sudoers.d/truongluy
