# The reader of corosync.conf. `quorate status` sends this part to nodes, too, so it uses no function of other parts.

corosync_conf=/etc/corosync/corosync.conf

# File $1 as lines "section[name].key=value" in the file's order. An unclosed section ends with the file.
# A missing file has no lines.
conf_lines() {
  awk '
    function close_section(   prefix, count, lines, text, i) {
      prefix = section[depth]
      if (id[depth] != "") prefix = prefix "[" id[depth] "]"
      count = split(body[depth], lines, "\n")
      text = ""
      for (i = 1; i < count; i++) text = text prefix "." lines[i] "\n"
      depth--
      if (depth == 0) printf "%s", text; else body[depth] = body[depth] text
    }
    { sub(/#.*/, ""); gsub(/[ \t]+/, " "); sub(/^ /, ""); sub(/ $/, "") }
    $0 == "" { next }
    /\{$/ { depth++; section[depth] = $1; sub(/\{$/, "", section[depth]); body[depth] = id[depth] = ""; next }
    $0 == "}" { if (depth > 0) close_section(); next }
    {
      key = $1; sub(/:$/, "", key)
      value = $0; sub(/^[^:]*: ?/, "", value)
      if (depth == 0) { print key "=" value; next }
      if (section[depth] == "node" && key == "name" || section[depth] == "interface" && key == "linknumber")
        id[depth] = value
      body[depth] = body[depth] key "=" value "\n"
    }
    END { while (depth > 0) close_section() }' "$1" 2>/dev/null
}

# File $1 as sorted lines without its version: equal for files of equal meaning.
canonical() { conf_lines "$1" | grep -v '^totem\.config_version=' | sort; }

# The value of key $2 ("totem.cluster_name") in file $1, if any.
conf_value() { conf_lines "$1" | awk -v key="$2" 'index($0, key "=") == 1 { print substr($0, length(key) + 2); exit }'; }

# The version of file $1, also of a file with broken sections; nothing if it has none.
conf_version() { conf_lines "$1" | sed -n 's/^\(.*\.\)*config_version=\([0-9][0-9]*\).*/\2/p' | head -n 1; }

# The names of the nodes in file $1.
conf_nodes() { conf_lines "$1" | sed -n 's/^nodelist\.node\[\(.*\)\]\.name=.*/\1/p' | sort; }

# Whether file $1 lists node $2.
lists_node() { conf_nodes "$1" | grep -qxF -- "$2"; }

# The addresses of node $2 in file $1, by link number.
conf_addresses() { canonical "$1" | sed -n "s/^nodelist\.node\[$2\]\.ring[0-7]_addr=//p"; }

# The numbers of the links in file $1.
conf_links() { conf_lines "$1" | sed -n 's/^nodelist\..*\.ring\([0-7]\)_addr=.*/\1/p' | sort -u; }

# The options of file $1 that only a start of corosync takes up (votequorum(5), various notes; cfg.c, totemknet.c).
# The default of link_mode counts as none: pvecm writes it.
started_options() {
  canonical "$1" | grep -vx 'totem\.link_mode=passive' |
    grep -E '^(quorum\.(wait_for_all|last_man_standing|last_man_standing_window|auto_tie_breaker|auto_tie_breaker_node|allow_downscale)|totem\.(link_mode|netmtu)|system\.[a-z_]+)=' || :
}
