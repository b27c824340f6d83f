#!/bin/sh
# Gives a virtual access point its air and its cable, as the kernel's command line says (../access_points.py):
#   truongluy.radios=N                     simulated radios: the last two belong to clients, in the namespaces sta1, sta2
#   truongluy.wired=VLAN:GATEWAY/BITS,...  the school's router: the far end of eth1, in the namespace wired
#   truongluy.wired_host=VLAN:ADDRESS/BITS a computer at that router, in the namespace host
# The router carries the zones' gateway addresses and forwards nothing between them. Everything for one namespace goes
# to one `ip`: on an emulated processor each program takes a tenth of a second to start.
set -eu
radios='' wired='' wired_host=''
read -r line </proc/cmdline
for word in $line; do
    case $word in
        truongluy.radios=*) radios=${word#*=} ;;
        truongluy.wired=*) wired=${word#*=} ;;
        truongluy.wired_host=*) wired_host=${word#*=} ;;
    esac
done

modprobe mac80211_hwsim "radios=$radios"
ip -batch - <<'END'
netns add sta1
netns add sta2
netns add wired
netns add host
link add eth1 type veth peer name cable netns wired
link set eth1 up
END
for client in 1 2; do
    read -r phy <"/sys/class/net/wlan$((radios - 3 + client))/phy80211/name"
    iw phy "$phy" set netns name "sta$client"
    ip -n "sta$client" link set lo up
done

{
    echo 'link set lo up'
    echo 'link set cable up'
    IFS=,
    for zone in $wired; do
        vlan=${zone%%:*}
        cat <<END
link add link cable name cable.$vlan type vlan id $vlan
link add br$vlan type bridge forward_delay 0
link set cable.$vlan master br$vlan up
address add ${zone#*:} dev br$vlan
link set br$vlan up
END
    done
    if [ -n "$wired_host" ]; then
        echo 'link add to-host type veth peer name eth0 netns host'
        echo "link set to-host master br${wired_host%%:*} up"
    fi
} | ip -n wired -batch -

if [ -n "$wired_host" ]; then
    ip -n host -batch - <<END
link set lo up
address add ${wired_host#*:} dev eth0
link set eth0 up
END
fi
