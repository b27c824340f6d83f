"""The script that measures on the device what must not leave it; prints `word<TAB>key=value<TAB>...` lines.

It asks FreeRADIUS which files it reads, so that a setting in another file is seen too. awk is mawk on Debian.
"""

from __future__ import annotations

# Secrets that manuals, examples and vendors print.
_KNOWN = "testing123 testing secret radius password public private admin whatever sharedsecret changeme"

_CLIENTS = r"""
function trim(v) { sub(/^[ \t]+/, "", v); sub(/[ \t]+$/, "", v); return v }
BEGIN { n = split(KNOWN, k, " "); for (i = 1; i <= n; i++) known[k[i]] = 1 }
/^[ \t]*#/ { next }
$1 == "client" && /\{[ \t]*$/ { name = $2; sub(/\{$/, "", name); depth = 0; length_ = 0; seen = "yes" }
name != "" && $1 ~ /^secret(=|$)/ {
    v = $0; sub(/^[^=]*=/, "", v); v = trim(v)
    q = substr(v, 1, 1)
    if (q == "\"" || q == "'") { v = substr(v, 2); sub(q ".*$", "", v) } else sub(/[ \t]+#.*$/, "", v)
    length_ = length(v); seen = (tolower(v) in known) ? "yes" : "no"
    next
}
name != "" {
    depth += gsub(/\{/, "{") - gsub(/\}/, "}")
    if (depth <= 0) { printf "client\tname=%s\tlength=%d\tknown=%s\n", name, length_, seen; name = "" }
}
"""

_ACCOUNTS = r"""
function out() { if (name != "") printf "account\tname=%s\tsite=%s\tvlan=%s\tkept=%s\n", name, site, vlan, kept; name = "" }
/^[ \t]*(#|$)/ { next }
/^[^ \t]/ {
    out(); name = $1; vlan = ""; site = ""; kept = "none"
    if (match($0, /Tmp-String-0 == "[^"]*"/)) site = substr($0, RSTART + 17, RLENGTH - 18)
    if ($0 ~ /(NT|LM|MD5|SHA|SSHA|SHA2|SSHA2|Crypt)-Password/) kept = "hash"
    if ($0 ~ /(Cleartext|User|Password-With-Header|CHAP)-Password|Password-With-Header/) kept = "clear"
}
/^[ \t]+Tunnel-Private-Group-Id/ { v = $0; sub(/^[^=]*=[ \t]*/, "", v); gsub(/[",]/, "", v); sub(/[ \t].*$/, "", v); vlan = v }
END { out() }
"""

# A host that has the program without running it as a server says nothing. It is asked once: each time it reads everything.
_SCRIPT = r"""command -v freeradius >/dev/null || exit 0
systemctl is-enabled --quiet freeradius.service || systemctl is-active --quiet freeradius.service || exit 0
c=$(freeradius -XC 2>&1)
of() { printf '%s\n' "$c" | sed -n "s/^[[:space:]]*$1 = \"\(.*\)\"$/\1/p" | sort -u; }
read_files=$(printf '%s\n' "$c" | sed -n 's/^including configuration file //p' | sort -u)
users=$(printf '%s\n' "$c" | awk '
  $1 == "files" && /\{/ { f = 1 }
  f && $1 == "filename" { gsub(/"/, "", $3); print $3 }
  /\}/ { f = 0 }')
keys=$(of private_key_file)
certificate=$(of certificate_file | head -n 1)
trusted=$(of ca_file | head -n 1)
for f in $read_files; do [ -r "$f" ] && awk -v KNOWN='@KNOWN@' '@CLIENTS@' "$f"; done
for f in $users; do [ -r "$f" ] && awk '@ACCOUNTS@' "$f"; done
holders=$(for f in $read_files; do grep -lE '^[[:space:]]*secret[[:space:]]*=' "$f" 2>/dev/null; done)
for f in $holders $users $keys; do
  stat -L -c "file${TAB}mode=%a${TAB}owner=%U${TAB}group=%G${TAB}path=$f" "$f" 2>/dev/null
done
started=$(systemctl show freeradius.service -p ActiveEnterTimestamp --timestamp=unix --value)
written=$(stat -L -c %Y $read_files $users $keys $certificate $trusted 2>/dev/null | sort -n | tail -n 1)
printf 'times\tnow=%s\tstarted=%s\twritten=%s\n' "$(date +%s)" "${started#@}" "$written"
seconds() { [ -n "$1" ] && date -d "$1" +%s; }
main=$(printf '%s\n' "$read_files" | grep -m 1 '/radiusd.conf$')
printf 'log\tdestination=%s\n' "$(sed -n '/^log[[:space:]]*{/,/^}/p' "$main" 2>/dev/null |
  sed -n 's/^[[:space:]]*destination[[:space:]]*=[[:space:]]*//p' | tail -n 1)"
if [ -n "$certificate" ] && [ -r "$certificate" ]; then
  x() { openssl x509 -in "$certificate" -noout -nameopt RFC2253,utf8,-esc_msb "$@" 2>/dev/null; }
  fits=no; own=$(x -pubkey)
  for k in $keys; do [ "$own" = "$(openssl pkey -in "$k" -passin pass: -pubout 2>/dev/null)" ] && fits=yes; done
  good=no; only="-no-CAstore -no-CApath -CAfile"
  openssl verify -purpose sslserver $only "$trusted" "$certificate" >/dev/null 2>&1 && good=yes
  printf 'certificate\tend=%s\tkey_fits=%s\ttrusted=%s\tkey=%s\tnames=%s\tsubject=%s\tissuer=%s\n' \
    "$(seconds "$(x -enddate | cut -d= -f2)")" "$fits" "$good" \
    "$(x -text | sed -n 's/^ *Public Key Algorithm: //p; s/^ *Public-Key: (\(.*\) bit.*)/\1/p' | tr '\n' ' ' | sed 's/ $//')" \
    "$(x -ext subjectAltName | grep -o 'DNS:[^, ]*' | cut -c5- | tr '\n' ' ' | sed 's/ $//')" \
    "$(x -subject | sed 's/^subject= *//')" "$(x -issuer | sed 's/^issuer= *//')"
fi
if [ -n "$trusted" ] && grep -q 'BEGIN X509 CRL' "$trusted" 2>/dev/null; then
  printf 'revocation_list\tend=%s\n' "$(seconds "$(openssl crl -in "$trusted" -noout -nextupdate 2>/dev/null | cut -d= -f2)")"
fi
echo '@CONFIGURATION@'
printf '%s\n' "$c" | grep -vE '^including (dictionary|configuration)|(^|_)pass(word|wd)? *= |secret *= '
true"""

CONFIGURATION = "@@ configuration"
"""The line after which the server's own view of its configuration follows, without its secrets."""


def _inside_quotes(program: str) -> str:
    """An awk program as it may stand between the shell's single quotes."""
    return program.strip().replace("'", "'\\''")


SCRIPT = (
    _SCRIPT.replace("@KNOWN@", _KNOWN)
    .replace("@CONFIGURATION@", CONFIGURATION)
    .replace("@CLIENTS@", _inside_quotes(_CLIENTS))
    .replace("@ACCOUNTS@", _inside_quotes(_ACCOUNTS))
    .replace("${TAB}", "\t")
)
