# Packages of the Debian family.

# The shell around apt keeps the lock while apt itself has none to give to a daemon.
apt() (
  DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@" </dev/null 9>&-
  exit $?
)

dpkg_alone() (
  DEBIAN_FRONTEND=noninteractive dpkg "$@" </dev/null >/dev/null 2>&1 9>&-
  exit $?
)

# installed, config-files, half-configured, ...; nothing for a package that dpkg doesn't know.
status_of() { dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null || :; }

has_package_debian() { [ "$(status_of "$1")" = installed ]; }

# What an installation of $@ would bring, dependencies included, is in $journal/packages.new; those of which
# configuration was left from an earlier time are in $journal/remnants, too.
plan_installation_debian() {
  simulate_installation "$@" || {
    apt update >"$run/output" 2>&1 || :
    simulate_installation "$@" || refuse "cannot install $*"
  }
  # "Inst NAME [OLD VERSION] (...)" is an upgrade of what was there.
  sed -n '/^Inst [^ ]* \[/d; s/^Inst \([^ :]*\).*/\1/p' "$run/output" >"$journal/packages.new"
  while IFS= read -r package; do
    [ "$(status_of "$package")" != config-files ] || say "$package"
  done <"$journal/packages.new" >"$journal/remnants"
  sync "$journal/remnants"
}

# Nothing that's there may go for it.
simulate_installation() { apt -s --no-install-recommends --no-remove install "$@" >"$run/output" 2>&1; }

install_debian() { apt --no-install-recommends --no-remove install "$@"; }

note_installed_debian() { :; }

account_lines_debian() { cat "/var/lib/dpkg/info/$1.preinst" "/var/lib/dpkg/info/$1.postinst" 2>/dev/null || :; }

# The packages listed in file $1 and what they depend on.
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

# Whether configuration of package $1 was on the node before: that stays.
is_remnant() { cat "$home/remnants" "$journal/remnants" 2>/dev/null | grep -qxF -e "$1"; }

# Ends what a killed dpkg had begun.
settle_debian() { dpkg_alone --configure -a || :; }

# Removes the packages listed in file $1, but none that would take along what isn't listed.
remove_debian() {
  settle_debian
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

# Takes off list $1 what others need; of several of which they need any one, one.
spare_needed() {
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

# Whether the removal of packages $2... would take along one that isn't in list $1.
takes_along() {
  list=$1
  shift
  apt -s purge "$@" 2>/dev/null | sed -n 's/^\(Purg\|Remv\) \([^ :]*\).*/\2/p' | except "$list" | grep -q .
}
