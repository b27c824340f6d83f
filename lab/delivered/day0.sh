# A bare Debian as a hosting company hands it over: root may log in with the day-0 key, and nothing else is there.
# Reads KEY (the day-0 public key).
install -d -m 0700 /root/.ssh
printf '%s\n' "$KEY" >/root/.ssh/authorized_keys
chmod 0600 /root/.ssh/authorized_keys
