# Packages of the Debian family.

# The shell around apt keeps the lock. apt itself has none, so it can't pass one to a daemon.
apt() (
  DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@" </dev/null 9>&-
  exit $?
)

dpkg_alone() (
  DEBIAN_FRONTEND=noninteractive dpkg "$@" </dev/null >/dev/null 2>&1 9>&-
  exit $?
)

# installed, config-files, half-configured, ...; nothing for an unknown package.
status_of() { dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null || :; }

has_package_debian() { [ "$(status_of "$1")" = installed ]; }

# Lists the packages that an installation of $@ would add, with dependencies, in $journal/packages.new.
# Lists those with configuration left from an earlier installation, not by quorate, in $journal/remnants, too.
plan_installation_debian() {
  local package
  simulate_installation "$@" || {
    apt update >"$run/output" 2>&1 || :
    simulate_installation "$@" || refuse "cannot install $*"
  }
  # "Inst NAME [OLD VERSION] (...)" upgrades a present package.
  sed -n '/^Inst [^ ]* \[/d; s/^Inst \([^ :]*\).*/\1/p' "$run/output" >"$journal/packages.new"
  while IFS= read -r package; do
    [ "$(status_of "$package")" != config-files ] || say "$package"
  done <"$journal/packages.new" | except "$home/packages" >"$journal/remnants"
  sync "$journal/remnants"
}

# apt must remove no package for it.
simulate_installation() { apt -s --no-install-recommends --no-remove install "$@" >"$run/output" 2>&1; }

install_debian() { apt --no-install-recommends --no-remove install "$@"; }

note_installed_debian() { :; }

account_lines_debian() { cat "/var/lib/dpkg/info/$1.preinst" "/var/lib/dpkg/info/$1.postinst" 2>/dev/null || :; }

# The packages in list $1 and their dependencies.
needed_by_debian() {
  [ -s "$1" ] || return 0
  cat "$1"
  # shellcheck disable=SC2046 # one word per package
  apt-cache depends --recurse --important --installed $(cat "$1") 2>/dev/null | grep -v '^[ <]' || :
}

is_brought_debian() {
  case $(status_of "$1") in
    '' | not-installed) return 1 ;;
    config-files) ! is_remnant "$1" ;;
  esac
}

# Whether the node had configuration of package $1 before: it stays.
is_remnant() { cat "$home/remnants" "$journal/remnants" 2>/dev/null | grep -qxF -e "$1"; }

# Completes the work of a killed dpkg.
finish_debian() { dpkg_alone --configure -a || :; }

# Removes the packages in list $1, but none that takes along a package outside the list.
remove_debian() {
  local package
  finish_debian
  spare_needed "$1"
  while IFS= read -r package; do is_remnant "$package" || say "$package"; done <"$1" >"$1.purge"
  # shellcheck disable=SC2046 # one word per package
  {
    cmp -s "$1" "$1.purge" || apt remove $(cat "$1")
    [ ! -s "$1.purge" ] || apt purge $(cat "$1.purge") || dpkg_alone --purge --force-remove-reinstreq $(cat "$1.purge")
  } >"$run/output" 2>&1 || :
  while IFS= read -r package; do
    is_brought "$package" && warn "package $package can't be removed: $(tail -n 1 "$run/output")"
  done <"$1" || :
}

# Takes the packages that others need off list $1. If others need any one of several, it takes off one.
spare_needed() {
  local package
  # shellcheck disable=SC2046 # one word per package
  takes_along "$1" $(cat "$1") || return 0
  : >"$1.spared"
  # shellcheck disable=SC2094 # the list is only read
  while IFS= read -r package; do
    # shellcheck disable=SC2046 # one word per package
    takes_along "$1" "$package" $(cat "$1.spared") || say "$package" >>"$1.spared"
  done <"$1"
  mv "$1.spared" "$1"
}

# Whether the removal of packages $2... takes along a package outside list $1.
takes_along() {
  local list
  list=$1
  shift
  apt -s purge "$@" 2>/dev/null | sed -n 's/^\(Purg\|Remv\) \([^ :]*\).*/\2/p' | except "$list" | grep -q .
}
