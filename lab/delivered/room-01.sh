# A room PC as the shop sets it up: one account for everybody in the room, which may do everything and keeps everything.
useradd --create-home --shell /bin/bash phonghop
adduser --quiet phonghop sudo
echo 'phonghop:phonghop' | chpasswd
