#!/bin/sh
# Gives a virtual access point its air and its cable, as the kernel's command line says (../machine.py):
#   truongluy.radios=N                    simulated radios: the last two belong to clients, in the namespaces sta1 and sta2
#   truongluy.wired=VLAN:GATEWAY/BITS,... the school's router: the far end of eth1, in the namespace wired
#   truongluy.wired_host=VLAN:ADDRESS/BITS a computer at that router, in the namespace host
# The router carries the zones' gateway addresses and forwards nothing between them.
set -eu
said() { sed -n "s/.* truongluy\.$1=\([^ ]*\).*/\1/p" /proc/cmdline; }

radios=$(said radios)
modprobe mac80211_hwsim "radios=$radios"
for client in 1 2; do
    ip netns add "sta$client"
    ip -n "sta$client" link set lo up
    phy=$(cat "/sys/class/net/wlan$((radios - 3 + client))/phy80211/name")
    iw phy "$phy" set netns name "sta$client"
done

ip netns add wired
ip -n wired link set lo up
ip link add eth1 type veth peer name cable netns wired
ip -n wired link set cable up
ip link set eth1 up
for zone in $(said wired | tr , ' '); do
    vlan=${zone%%:*}
    ip -n wired link add link cable name "cable.$vlan" type vlan id "$vlan"
    ip -n wired link add "br$vlan" type bridge forward_delay 0
    ip -n wired link set "cable.$vlan" master "br$vlan" up
    ip -n wired address add "${zone#*:}" dev "br$vlan"
    ip -n wired link set "br$vlan" up
done

host=$(said wired_host)
[ -n "$host" ] || exit 0
ip netns add host
ip -n host link set lo up
ip -n host link add eth0 type veth peer name to-host netns wired
ip -n wired link set to-host master "br${host%%:*}" up
ip -n host address add "${host#*:}" dev eth0
ip -n host link set eth0 up
