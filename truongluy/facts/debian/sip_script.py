"""The script that asks Kamailio on the device; prints JSON without secrets."""

from __future__ import annotations

SCRIPT = r"""
import hashlib
service = unit("kamailio.service")
main = argument(service.get("MainPID"), "-f", "/etc/kamailio/kamailio.cfg")
text = run("kamailio", "-f", main, "--cfg-print").stdout or text_of(main)
text = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(("# ", "//")))

def param(module, name):
    found = re.findall(r'modparam\("(?:\w+\|)*%s(?:\|\w+)*",\s*"%s",\s*"?([^")]*)"?\)' % (module, name), text)
    return found[-1] if found else None

def words_of(path):
    pairs = (line.partition("=") for line in text_of(path).splitlines() if not line.startswith("#"))
    return {key.strip(): value.strip() for key, found, value in pairs if found}

encryption = param("tls", "config")
keys = words_of(encryption)
folder = (param("auth_db", "db_url") or "").partition("text://")[2]
table = os.path.join(folder, "subscriber") if folder else None

def account_rows():
    lines = text_of(table).splitlines()
    columns = [word.partition("(")[0] for word in lines[0].split()] if lines else []
    return [dict(zip(columns, line.split(":"))) for line in lines[1:] if line.strip()]

rows = account_rows()
column = param("auth_db", "password_column") or "password"
plain = param("auth_db", "calculate_ha1") == "1"

def kept(row):
    return "hash" if not plain and re.fullmatch("[0-9a-f]{32}", row.get(column, "")) else "clear"

OFFER = ("v=0\r\no=- 1 1 IN IP4 {here}\r\ns=-\r\nc=IN IP4 {here}\r\nt=0 0\r\nm=audio 30000 {kind} 0\r\n{more}")
PLAIN = OFFER.replace("{kind}", "RTP/AVP").replace("{more}", "")
SECURE = OFFER.replace("{kind}", "RTP/SAVP").replace(
    "{more}", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + "A" * 40 + "\r\n")
banner = set()

class Asker:
    def __init__(self, address, port, row):
        self.door, self.row, self.count = connect(address, port), row, 0
        self.door.settimeout(6)
        self.here = self.door.getsockname()[0]

    def ask(self, method, to, body="", credentials=None):
        self.count += 1
        name, domain = self.row["username"], self.row["domain"]
        lines = [
            f"{method} {to} SIP/2.0", f"Via: SIP/2.0/TLS {self.here};branch=z9hG4bK{os.urandom(8).hex()};rport",
            "Max-Forwards: 10", f"From: <sip:{name}@{domain}>;tag={os.urandom(4).hex()}",
            f"To: <{f'sip:{name}@{domain}' if method == 'REGISTER' else to}>", f"Call-ID: {os.urandom(8).hex()}",
            f"CSeq: {self.count} {method}", f"Contact: <sip:{name}@{self.here};transport=tls>",
        ] + ([credentials] if credentials else [])
        body = body.replace("{here}", self.here)
        lines += (["Content-Type: application/sdp"] if body else []) + [f"Content-Length: {len(body)}", "", body]
        self.door.sendall("\r\n".join(lines).encode())
        return self.answer()

    def answer(self):
        while True:
            got = b""
            while b"\r\n\r\n" not in got:
                more = self.door.recv(4096)
                if not more:
                    raise OSError("closed")
                got += more
            head = got.decode(errors="replace")
            code = int(head.split()[1])
            for line in head.splitlines():
                if line.lower().startswith(("server:", "user-agent:", "warning:")):
                    banner.add(line.strip())
            if code >= 200:
                return code, head

    def known(self, method, to, body=""):
        code, head = self.ask(method, to, body)
        asked = dict(re.findall(r'(realm|nonce)="([^"]*)"', head))
        if code not in (401, 407) or len(asked) < 2:
            return code
        second = hashlib.md5(f"{method}:{to}".encode()).hexdigest()
        own, nc, qop = os.urandom(8).hex(), "00000001", "auth"
        made = ":".join((self.row[column], asked["nonce"], nc, own, qop, second))
        response = hashlib.md5(made.encode()).hexdigest()
        kind = "Authorization" if code == 401 else "Proxy-Authorization"
        return self.ask(method, to, body, (
            f'{kind}: Digest username="{self.row["username"]}", realm="{asked["realm"]}", nonce="{asked["nonce"]}", '
            f'uri="{to}", response="{response}", algorithm=MD5, cnonce="{own}", qop={qop}, nc={nc}'))[0]

def registered():
    path = (param("ctl", "binrpc") or "unix:/run/kamailio/kamailio_ctl")
    said = run("kamcmd", "-s", path, "ul.dump")
    return said.stdout if said.returncode == 0 else None

def answers(address, port):
    row = next((one for one in rows if kept(one) == "hash"), None)
    stranger = row or {"username": "nobody", "domain": "nowhere.invalid"}
    asker = Asker(address, port, stranger)
    home = f"sip:{stranger['domain']}"
    nobody = f"sip:no-such-room@{stranger['domain']}"
    found = {
        "register_without_password": asker.ask("REGISTER", home)[0],
        "call_without_password": asker.ask("INVITE", nobody, SECURE)[0],
        "call_without_srtp": None, "call_to_other_domain": None,
        # Where every room is registered nobody is left to try it with, and only the configuration tells.
        "registration_needed": bool(re.search(r'!\s*registered\("', text)),
    }
    if row and asker.known("OPTIONS", home) == 200:
        found["call_without_srtp"] = asker.known("INVITE", nobody, PLAIN)
        found["call_to_other_domain"] = asker.known("INVITE", "sip:1000@elsewhere.invalid", SECURE)
        now = registered()
        absent = [one for one in rows if kept(one) == "hash" and now is not None
                  and f"AoR: {one['username']}@{one['domain']}\n" not in now]
        if absent:
            asker.row = absent[0]
            found["registration_needed"] = asker.known("INVITE", nobody, SECURE) == 403
    asker.door.close()
    return found

tls_doors, plain_doors = doors(sockets("kamailio"))
told = {"unit": service, "valid": run("kamailio", "-c", "-f", main).returncode == 0,
        "tls_listeners": tls_doors, "plain_listeners": plain_doors}
if tls_doors:
    address, _, port = tls_doors[0].rpartition(":")
    told["tls"] = versions(address, int(port))
    told["certificate"] = certificate(address, int(port), keys.get("ca_list"))
    told["answers"] = answers(address, int(port))
secret = [keys.get("private_key"), table]
told["secret_files"], told["open_files"] = files(secret)
told["in_force"] = in_force(service, [main, encryption, keys.get("certificate"), *secret])
told["banner"] = sorted(banner)
told["accounts"] = [{"name": row.get("username"), "password_kept_as": kept(row)} for row in rows]
limit = re.search(r"\$sht\(refused=>[^)]*\)+ *>= *(\d+)", text)
expire = re.search(r"autoexpire=(\d+)", param("htable", "htable") or "")
told["guard"] = {
    "requests_limited": "pike_check_req(" in text,
    "wrong_passwords": int(limit[1]) if limit else None,
    "deaf_seconds": int(expire[1]) if limit and expire else None,
}
told["log"] = "stderr" if re.search(r"(?m)^\s*log_stderror\s*=\s*(yes|1)", text) else "syslog"
json.dump(told, sys.stdout)
"""
