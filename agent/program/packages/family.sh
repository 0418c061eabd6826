# The family of the node's distribution, and the questions to its package manager that change nothing. `quorate status`
# and a preview send this part to nodes, too, so it uses no function of others.

# The family of the node's distribution, whose name ends the names of functions. os-release(5) is a shell file.
node_family() {
  local ids
  # shellcheck source=/dev/null
  ids=$(set +u && . /etc/os-release 2>/dev/null && echo "$ID $ID_LIKE") || :
  case " $ids " in
    *' debian '*) echo debian ;;
    *' rhel '* | *' fedora '*) echo rhel ;;
    *) echo "unknown ($ids)" ;;
  esac
}

# "NAME VERSION WANTED installed" of each installed package of $@. WANTED is "hold" for a held one.
packages_now() {
  [ $# -gt 0 ] || return 0
  case $family in
    debian) dpkg-query -W -f '${Package} ${Version} ${db:Status-Want} ${db:Status-Status}\n' "$@" ;;
    rhel) rpm -q --queryformat '%{NAME} %{EVR} install installed\n' "$@" ;;
  esac 2>/dev/null | awk 'NF == 4 && $4 == "installed"'
}

# Whether file $1 is a package's, as it came.
is_untouched() {
  [ ! -L "$1" ] || return 1
  case $family in
    debian) grep -qF -e " $1 $(md5sum <"$1" | cut -d ' ' -f 1)" /var/lib/dpkg/status ;;
    rhel) rpm -qf "$1" >/dev/null 2>&1 && ! rpm -Vf "$1" 2>/dev/null | grep -q "^..5.* $1\$" ;;
    *) return 1 ;;
  esac
}

# The command that brings a package to its newest version.
upgrade_command() {
  case $family in
    debian) echo 'apt-get install' ;;
    rhel) echo 'dnf upgrade' ;;
  esac
}
