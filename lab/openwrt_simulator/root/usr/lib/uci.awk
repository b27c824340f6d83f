# The part of OpenWrt's `uci` that this simulator has: its file syntax, its staged changes, its answers.
# Given by sbin/uci: verb, config (names, may be empty), section, option, value, dir, save, quiet.

function complain(text) { if (!quiet) print "uci: " text > "/dev/stderr" }
function broken(text) { complain("Parse error (" text ") at line " at ", byte " p); bad = 1; return 0 }
function quoted(text) { gsub(/'/, "'\\''", text); return "'" text "'" }

# One statement from `file` into word[1..words]; a quoted value may go on in the next line. 0 at the end or when broken.
function statement(file,    c, q, w, have) {
    words = 0
    while ((getline line < file) > 0) {
        at++; p = 1; w = ""; have = 0
        sub(/\r$/, "", line)
        while (p <= length(line)) {
            c = substr(line, p++, 1)
            if (c == "#" && !have) break
            if (c == "'" || c == "\"") {
                q = c; have = 1
                while (1) {
                    if (p > length(line)) {
                        if ((getline line < file) <= 0) return broken("EOF with unterminated " q)
                        at++; p = 1; w = w "\n"
                        continue
                    }
                    c = substr(line, p++, 1)
                    if (c == q) break
                    if (c == "\\" && q == "\"") c = substr(line, p++, 1)
                    w = w c
                }
            } else if (c ~ /[ \t]/) {
                if (have) word[++words] = w
                w = ""; have = 0
            } else {
                if (c == "\\") c = substr(line, p++, 1)
                w = w c; have = 1
            }
        }
        if (have) word[++words] = w
        if (words) return 1
    }
    return 0
}

function named(text) { return text ~ /^[A-Za-z0-9_]+$/ }
function section_add(type, name,    s) {
    for (s = 1; s <= sections; s++) if (name != "" && id[s] == name) { kind[s] = type; gone[s] = 0; return s }
    s = ++sections; kind[s] = type; gone[s] = 0
    unnamed[s] = name == "" || name ~ /^cfg[0-9a-f]+$/
    id[s] = name == "" ? sprintf("cfg%02x", s) : name
    return s
}
function option_add(s, name, value, list,    k) {
    for (k = 1; k <= options[s]; k++) if (key[s, k] == name) break
    if (k > options[s]) { options[s] = k; key[s, k] = name; many[s, k] = 0 }
    if (list && many[s, k]) val[s, k] = val[s, k] SUBSEP value
    else val[s, k] = value
    many[s, k] = list
    lost[s, k] = 0
}
function load(name,    file, s, ok) {
    file = dir "/" name
    sections = 0; at = 0; bad = 0; s = 0
    while (statement(file)) {
        if (word[1] == "package" && words == 2) continue
        if (word[1] == "config") {
            if (words < 2) broken("insufficient arguments")
            else if (words > 3) broken("too many arguments")
            else if (words == 3 && !named(word[3])) broken("invalid character in name field")
            else { s = section_add(word[2], word[3]); word[3] = "" }
        } else if (word[1] == "option" || word[1] == "list") {
            if (!s) broken("option/list command found before the first section")
            else if (words < 3) broken("insufficient arguments")
            else if (words > 3) broken("too many arguments")
            else if (!named(word[2])) broken("invalid character in name field")
            else option_add(s, word[2], word[3], word[1] == "list")
        } else broken("invalid command")
        for (p = 2; p <= 4; p++) word[p] = ""
        if (bad) break
    }
    close(file)
    return !bad
}
# Staged changes of a config, in the words of `uci changes`.
function replay(name,    file, text, op, path, value, cut, part, s) {
    file = save "/" name
    while ((getline text < file) > 0) {
        op = substr(text, 1, 1)
        if (op ~ /[-+|]/) text = substr(text, 2); else op = ""
        cut = index(text, "=")
        path = cut ? substr(text, 1, cut - 1) : text
        value = cut ? substr(text, cut + 1) : ""
        gsub(/'\\''/, SUBSEP, value); gsub(/'/, "", value); gsub(SUBSEP, "'", value)
        split(path, part, ".")
        apply(op, part[2], part[3], value); part[3] = ""
    }
    close(file)
}
function apply(op, section, name, value,    s, k) {
    s = found(section)
    if (op == "-") {
        if (name == "") gone[s] = 1
        for (k = 1; k <= options[s]; k++) if (key[s, k] == name) lost[s, k] = 1
    } else if (name == "") section_add(value, section)
    else option_add(s, name, value, op == "|")
}
function found(section,    s, type, want, count, total) {
    if (section !~ /^@/) {
        for (s = 1; s <= sections; s++) if (!gone[s] && id[s] == section) return s
        return 0
    }
    type = section; sub(/^@/, "", type); sub(/\[.*/, "", type)
    want = section; sub(/.*\[/, "", want); sub(/\].*/, "", want)
    for (s = 1; s <= sections; s++) if (!gone[s] && kind[s] == type) total++
    if (want < 0) want += total
    for (s = 1; s <= sections; s++) if (!gone[s] && kind[s] == type && count++ == want) return s
    return 0
}
function shown(s,    k, n) {
    if (!unnamed[s]) return id[s]
    for (k = 1; k < s; k++) if (!gone[k] && kind[k] == kind[s]) n++
    return "@" kind[s] "[" (n + 0) "]"
}
function values(s, k,    part, n, i, text) {
    n = split(val[s, k], part, SUBSEP)
    if (!n) return quoted("")
    for (i = 1; i <= n; i++) text = text (i > 1 ? " " : "") quoted(part[i])
    return text
}
function show(name,    s, k) {
    if (section != "" && !found(section)) return 0
    for (s = 1; s <= sections; s++) {
        if (gone[s] || (section != "" && s != found(section))) continue
        if (option == "") print name "." shown(s) "=" kind[s]
        for (k = 1; k <= options[s]; k++)
            if (!lost[s, k] && (option == "" || option == key[s, k])) { print name "." shown(s) "." key[s, k] "=" values(s, k); any = 1 }
    }
    return option == "" || any
}
function export_to(file, name,    s, k, n, i, part) {
    if (verb == "export") print "package " name "\n" > file
    for (s = 1; s <= sections; s++) {
        if (gone[s]) continue
        print (s > 1 || verb == "export" ? "\n" : "") "config " kind[s] (unnamed[s] ? "" : " " quoted(id[s])) > file
        for (k = 1; k <= options[s]; k++) {
            if (lost[s, k]) continue
            n = split(val[s, k], part, SUBSEP)
            if (!n) { n = 1; part[1] = "" }
            for (i = 1; i <= n; i++) print "\t" (many[s, k] ? "list " : "option ") key[s, k] " " quoted(part[i]) > file
        }
    }
}
function stage(text) { print text >> (save "/" config) }
function missing() { complain("Entry not found"); return 1 }
function run(name,    s, k) {
    if (!load(name)) return 1
    replay(name)
    if (verb == "show") return show(name) ? 0 : missing()
    if (verb == "export") { export_to("/dev/stdout", name); return 0 }
    s = found(section)
    if (verb == "get") {
        if (!s) return missing()
        if (option == "") { print kind[s]; return 0 }
        for (k = 1; k <= options[s]; k++)
            if (key[s, k] == option && !lost[s, k]) { gsub(SUBSEP, " ", val[s, k]); print val[s, k]; return 0 }
        return missing()
    }
    if (verb == "commit") { printf "" > (dir "/" name); export_to(dir "/" name, name); return 0 }
    if (verb == "add") { printf "cfg%02x\n", sections + 1; stage("+" name sprintf(".cfg%02x=", sections + 1) quoted(section)); return 0 }
    if (option != "" && !s) return missing()
    if (s) section = id[s]
    if (verb == "delete") {
        if (!s || (option != "" && !has(s, option))) return missing()
        stage("-" name "." section (option == "" ? "" : "." option))
    } else if (verb == "add_list") stage("|" name "." section "." option "=" quoted(value))
    else if (!named(option == "" ? section : option)) { complain("Invalid argument"); return 1 }
    else stage(name "." section (option == "" ? "" : "." option) "=" quoted(value))
    return 0
}
function has(s, name,    k) {
    for (k = 1; k <= options[s]; k++) if (key[s, k] == name && !lost[s, k]) return 1
    return 0
}
BEGIN {
    value = ENVIRON["value"]
    n = split(config, names, " ")
    for (i = 1; i <= n; i++) { config = names[i]; if (run(config)) failed = 1; for (x in options) delete options[x] }
    exit failed
}
