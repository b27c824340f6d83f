"""One Debian machine with a kernel of its own, under QEMU: shows what a container can't apply."""
