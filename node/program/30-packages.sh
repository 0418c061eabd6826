# Packages and users. What quorate itself brought is in the ledgers $home/packages, $home/users and
# $home/package-users (those that packages made), and goes again when no unit wants it.

missing_packages() {
  words_of package <"$1" | while IFS= read -r package; do
    case $family in
      debian) dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^.i' ;;
      rhel) rpm -q --quiet "$package" ;;
    esac || say "$package"
  done
}

apt() {
  DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@" 9>&-
}

# What an installation of the packages $@ would bring, dependencies included.
would_install() {
  case $family in
    debian)
      apt -s --no-install-recommends install "$@" >"$journal/output" 2>&1 || return 1
      sed -n 's/^Inst \([^ :]*\).*/\1/p' "$journal/output"
      ;;
    rhel) printf '%s\n' "$@" ;;
  esac
}

# Installs what manifest $1 wants and the node lacks. The list is in the journal before anything is installed.
install_packages() {
  missing=$(missing_packages "$1")
  [ -n "$missing" ] || return 0
  # shellcheck disable=SC2086 # one word per package
  set -- $missing
  would_install "$@" >"$journal/packages.new" || {
    apt update >"$journal/output" 2>&1 || :
    would_install "$@" >"$journal/packages.new" || refuse "cannot install $*"
  }
  getent passwd | cut -d : -f 1 >"$journal/logins"
  sync "$journal/packages.new" "$journal/logins"
  mv "$journal/packages.new" "$journal/packages"
  case $family in
    debian) apt --no-install-recommends install "$@" >"$journal/output" 2>&1 || refuse "cannot install $*" ;;
    rhel) dnf -q -y install "$@" >"$journal/output" 2>&1 9>&- || refuse "cannot install $*" ;;
  esac
  getent passwd | cut -d : -f 1 | grep -vxF -f "$journal/logins" >"$journal/package-users" || :
}

# The lines of stdin that aren't among the lines $1.
without() { awk -v lines="$1" 'BEGIN { split(lines, list, "\n"); for (i in list) out[list[i]] } !($0 in out)'; }

# The packages $1 and what they depend on.
needed_by() {
  say "$1"
  [ -n "$1" ] && [ "$family" = debian ] || return 0
  # shellcheck disable=SC2086 # one word per package
  apt-cache depends --recurse --important --installed $1 2>/dev/null | grep -v '^[ <]' || :
}

# Removes the packages listed in file $1, except those that something outside the list needs.
remove_packages() {
  [ -s "$1" ] || return 0
  family=$(node_family)
  wanted=$(cat "$units"/*/manifest 2>/dev/null | words_of package | sort -u)
  going=$(sort -u "$1" | without "$(needed_by "$wanted")")
  case $family in
    debian) purge_debian ;;
    rhel)
      # shellcheck disable=SC2086 # one word per package
      [ -z "$going" ] || dnf -q -y remove --noautoremove $going >/dev/null 2>&1 9>&- || :
      ;;
  esac
}

# Whether anything of package $1 is on the node, configuration included.
is_installed() {
  case $family in
    debian) dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -qv '^not-installed$' ;;
    rhel) rpm -q --quiet "$1" ;;
  esac
}

purge_debian() {
  dpkg --configure -a >/dev/null 2>&1 9>&- || :
  going=$(for package in $going; do
    if is_installed "$package"; then say "$package"; fi
  done)
  while [ -n "$going" ]; do
    # shellcheck disable=SC2086 # one word per package
    also=$(apt -s purge $going | sed -n 's/^\(Purg\|Remv\) \([^ :]*\).*/\2/p' | sort -u | grep -vxF "$going" || :)
    if [ -z "$also" ]; then
      # shellcheck disable=SC2086 # one word per package
      apt purge $going >/dev/null 2>&1 || warn "packages stay installed: $going"
      return 0
    fi
    going=$(needless "$going")
  done
}

# Those of the packages $1 whose removal takes nothing along that isn't in $1.
needless() {
  for package in $1; do
    apt -s purge "$package" | sed -n 's/^\(Purg\|Remv\) \([^ :]*\).*/\2/p' | grep -qvxF "$1" || say "$package"
  done
}

create_users() {
  words_of user <"$1" | while read -r name comment; do
    getent passwd "$name" >/dev/null && continue
    say "$name" >>"$journal/users"
    sync "$journal/users"
    nologin=$(command -v nologin || say /bin/false)
    useradd --system --user-group --shell "$nologin" --home-dir /nonexistent --no-create-home \
      --comment "$comment" "$name" >"$journal/output" 2>&1 || refuse "cannot create user $name"
  done
}

remove_users() {
  [ -s "$1" ] || return 0
  wanted=$(cat "$units"/*/manifest 2>/dev/null | words_of user | cut -d ' ' -f 1)
  sort -u "$1" | while IFS= read -r name; do
    say "$wanted" | grep -qxF "$name" && continue
    ! getent passwd "$name" >/dev/null || userdel "$name" >/dev/null 2>&1 || warn "user $name stays"
    ! getent group "$name" >/dev/null || groupdel "$name" >/dev/null 2>&1 || :
  done
}

# Leaves in ledger $1 the entries for which the test $2... still succeeds.
shorten() {
  ledger=$home/$1
  shift
  [ -f "$ledger" ] || return 0
  while IFS= read -r entry; do
    if "$@" "$entry" >/dev/null; then say "$entry"; fi
  done <"$ledger" >"$ledger.new"
  mv "$ledger.new" "$ledger"
}

# What this transaction brought joins the ledgers; so do the values of kernel parameters from before the first one.
keep_ledgers() {
  for ledger in packages users package-users directories; do
    [ -s "$journal/$ledger" ] || continue
    cat "$journal/$ledger" >>"$home/$ledger"
    sort -u -o "$home/$ledger" "$home/$ledger"
  done
  while read -r key value; do
    grep -q "^$key " "$home/sysctls" 2>/dev/null || printf '%s %s\n' "$key" "$value" >>"$home/sysctls"
  done <"$journal/sysctls"
}
