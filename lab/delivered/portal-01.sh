# The portal's web server as its builder left it (dữ liệu minh họa): root and passwords welcome over SSH, a web
# server that tells its version and lists folders, and a helper account nobody remembers.
cat >>/etc/ssh/sshd_config <<'EOF'

# Cho tiện cài đặt
PermitRootLogin yes
PasswordAuthentication yes
PermitEmptyPasswords no
X11Forwarding yes
MaxAuthTries 10
EOF
systemctl reload ssh
useradd --create-home --shell /bin/bash hotro
sed -i 's/^\([[:space:]]*\)server_name _;/\1server_name _;\n\1autoindex on;/' /etc/nginx/sites-available/default
echo '<p>Cổng thông tin điện tử (dữ liệu minh họa)</p>' >/var/www/html/index.html
systemctl enable --now nginx
