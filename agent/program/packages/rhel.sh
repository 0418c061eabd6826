# Packages of the RHEL family.

dnf_alone() (
  dnf -q -y --setopt=install_weak_deps=False "$@" </dev/null 9>&-
  exit $?
)

installed_rhel() { rpm -q -a --queryformat '%{NAME}\n' | sort -u; }

has_package_rhel() { rpm -q --quiet "$1"; }

# Lists all packages that may come along first: dnf can't tell which ones an interrupted installation added.
plan_installation_rhel() {
  installed_rhel >"$journal/present"
  {
    printf '%s\n' "$@"
    dnf_alone repoquery --requires --resolve --recursive --queryformat '%{name}\n' "$@" 2>/dev/null || :
  } | grep . | sort -u | except "$journal/present" >"$journal/packages.new"
  sync "$journal/present"
}

install_rhel() { dnf_alone install "$@"; }

# Lists the packages that came.
note_installed_rhel() {
  installed_rhel | except "$journal/present" >"$journal/packages.new"
  sync "$journal/packages.new"
  mv "$journal/packages.new" "$journal/packages"
}

finish_rhel() { :; }

account_lines_rhel() { rpm -q --scripts "$1" 2>/dev/null || :; }

needed_by_rhel() { cat "$1"; }

is_brought_rhel() { rpm -q --quiet "$1"; }

# Removes the packages in list $1, except needed ones: rpm refuses to remove them.
remove_rhel() {
  local package
  while [ -s "$1" ]; do
    while IFS= read -r package; do
      rpm -e "$package" </dev/null >"$run/output" 2>&1 9>&- || say "$package"
    done <"$1" >"$1.left"
    ! cmp -s "$1" "$1.left" || return 0
    mv "$1.left" "$1"
  done
}
