#!/bin/sh
# Runs on the access point, with a busybox shell and nothing else.
#   states                 names what is wrong beside the UCI files, one word a line
#   arm SECONDS FILE...    keeps what is there, and starts the timer that brings it back
#   apply FILE... -- STATE...   puts the new files in place and mends states, in the background: it may cut this session
#   confirm                a new login says that all is well: the timer is called off
#   undo | boot            brings back what was there; at boot, when nobody had confirmed
new=/tmp/truongluy/new keep=/etc/truongluy
umask 077

listens() { netstat -ltn | grep -q ":$1 "; }
on() { [ -x "/etc/init.d/$1" ] && { "/etc/init.d/$1" enabled || listens "$2"; }; }
full() { { opkg list-installed || apk info; } 2>/dev/null | grep -qE '^(wpad|hostapd)(-(openssl|mbedtls|wolfssl))?( |-[0-9]|$)'; }
# The command line of each SSH server; a session that somebody still holds open is no server.
servers() { for f in /var/run/dropbear*.pid; do tr '\000' ' ' <"/proc/$(cat "$f")/cmdline" && echo; done 2>/dev/null; }

# Whether hostapd has no file of its own, or one that is older than what is wanted.
behind() {
    none=0
    for f in /var/run/hostapd-*.conf; do
        [ -f "$f" ] || continue
        [ /etc/config/wireless -nt "$f" ] && return 0
        none=1
    done
    return $none
}

wrong() {
    case $1 in
    telnet) on telnet 23 ;;
    web) on uhttpd 80 || listens 443 ;;
    passwords) awk -F: '$2 == "" { found = 1 } END { exit !found }' /etc/shadow ;;
    firewall) ! /etc/init.d/firewall enabled ;;
    packages) ! full ;;
    staged) [ -n "$(uci changes)" ] ;;
    logins) servers | grep -qv -- ' -s ' ;;
    radios) behind ;;
    esac
}

mend() {
    case $1 in
    telnet) /etc/init.d/telnet disable; /etc/init.d/telnet stop ;;
    web) /etc/init.d/uhttpd disable; /etc/init.d/uhttpd stop ;;
    passwords) sed -i 's/^\([^:]*\)::/\1:*:/' /etc/shadow ;;
    firewall) /etc/init.d/firewall enable; /etc/init.d/firewall restart ;;
    staged) for f in /tmp/.uci/*; do uci revert "${f##*/}"; done ;;
    logins) /etc/init.d/dropbear restart ;;
    radios) wifi reload ;;
    esac
}

install_wpad() {
    if command -v opkg >/dev/null; then
        basic=$(opkg list-installed | awk '$1 ~ /^(wpad|hostapd)-(basic|mini)/ { print $1 }')
        opkg update && opkg download wpad-mbedtls && { [ -z "$basic" ] || opkg remove $basic; } && opkg install wpad-mbedtls
    else
        basic=$(apk info | grep -E '^(wpad|hostapd)-(basic|mini)')
        apk update && apk add wpad-mbedtls ${basic:+$(printf '!%s ' $basic)}
    fi
}

took() {
    case $1 in
    wireless) wifi reload ;;
    network) /etc/init.d/network reload ;;
    system) for s in system log sysntpd; do /etc/init.d/$s reload; done ;;
    uhttpd) ;;
    *) /etc/init.d/"$1" restart ;;
    esac
}

case $1 in
states) for state in packages staged telnet web passwords firewall logins radios; do if wrong $state; then echo $state; fi; done; echo all-read ;;
install) install_wpad >&2 ;;
arm)
    seconds=$2
    shift 2
    for file; do uci -q -c $new show "$file" >/dev/null || { echo "$file: uci refuses the new file" >&2; exit 1; }; done
    rm -rf $keep/before
    mkdir -p $keep/before
    cp "$0" $keep/device.sh
    chmod 0700 $keep/device.sh
    cp -pr /etc/config /etc/shadow $keep/before/
    ls /etc/rc.d >$keep/before/links
    ln -sf $keep/device.sh /etc/rc.d/S05truongluy
    : >$keep/pending
    # Neither the end of this session nor a busy network may stop the timer.
    (trap '' HUP; sleep "$seconds"; sh $keep/device.sh undo) </dev/null >/dev/null 2>&1 &
    ;;
apply)
    shift
    files=
    while [ $# -gt 0 ] && [ "$1" != -- ]; do files="$files $1"; shift; done
    shift
    (
        trap '' HUP
        sleep 1
        [ -z "$*" ] || for state; do if [ "$state" = staged ]; then mend staged; fi; done
        for file in $files; do cp $new/"$file" /etc/config/"$file".new && mv /etc/config/"$file".new /etc/config/"$file"; done
        rm -rf $new
        for file in $files; do took "$file"; done
        for state; do if wrong "$state"; then mend "$state"; fi; done
        : >$keep/applied
    ) </dev/null >/dev/null 2>&1 &
    ;;
confirm)
    [ -f $keep/pending ] || { echo 'nothing to confirm: it was undone' >&2; exit 4; }
    [ -f $keep/applied ] || { echo 'not yet applied' >&2; exit 3; }
    mv $keep/pending $keep/confirmed || { echo 'nothing to confirm: it was undone' >&2; exit 4; }
    rm -f $keep/applied $keep/confirmed /etc/rc.d/S05truongluy
    ;;
undo | boot)
    # Whoever moves the mark away decides: a confirmation and the timer can't both win.
    mv $keep/pending $keep/undone 2>/dev/null || exit 0
    rm -f $keep/applied /etc/rc.d/S05truongluy
    cp -p $keep/before/shadow /etc/shadow
    for file in $keep/before/config/*; do cp -p "$file" /etc/config/; done
    while read -r link; do
        name=${link#S[0-9][0-9]}
        [ -e "/etc/rc.d/$link" ] || [ ! -x "/etc/init.d/$name" ] || ln -s "../init.d/$name" "/etc/rc.d/$link"
    done <$keep/before/links
    [ "$1" = undo ] || exit 0
    for file in network firewall dropbear system wireless; do took $file; done
    ;;
*) echo "states | install | arm | apply | confirm | undo | boot" >&2; exit 2 ;;
esac
