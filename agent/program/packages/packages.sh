# Packages. The ledger $home/packages lists those that quorate installed. They go when no unit needs them.

# The packages of manifest $1 that the node lacks.
missing_packages() {
  local package
  words_of package <"$1" | while IFS= read -r package; do has_package "$package" || say "$package"; done
}

# Installs the packages of manifest $1 that the node lacks. The journal has their list first.
install_packages() {
  local missing
  missing=$(missing_packages "$1")
  [ -n "$missing" ] || return 0
  getent passwd | cut -d : -f 1 >"$journal/logins"
  # shellcheck disable=SC2086 # one word per package
  set -- $missing
  plan_installation "$@"
  sync "$journal/logins" "$journal/packages.new"
  mv "$journal/packages.new" "$journal/packages"
  sync "$journal"
  "install_$family" "$@" >"$run/output" 2>&1 || refuse "cannot install $*"
  "note_installed_$family"
  note_package_users
}

# Removes the packages in list $1, except those that a unit or another package needs.
remove_packages() {
  local package
  other_manifests | words_of package | sort -u >"$run/packages"
  "needed_by_$family" "$run/packages" >"$run/needed"
  sort -u "$1" | except "$run/needed" | while IFS= read -r package; do
    if is_brought "$package"; then say "$package"; fi
  done >"$run/going"
  [ ! -s "$run/going" ] || "remove_$family" "$run/going"
}

# Whether the node has a part of package $1 that a removal takes away.
is_brought() { "is_brought_$family" "$1"; }

has_package() { "has_package_$family" "$1"; }

plan_installation() { "plan_installation_$family" "$@"; }

# Lists the logins of the transaction's packages: new ones that a package names.
note_package_users() {
  local login
  [ -f "$journal/package_users" ] || {
    getent passwd | cut -d : -f 1 | except "$journal/logins" | while IFS= read -r login; do
      if is_named "$login" "$journal/packages"; then say "$login"; fi
    done >"$journal/package_users.new"
    mv "$journal/package_users.new" "$journal/package_users"
  }
}

# Whether the scripts of a package in list $2 name login $1.
is_named() {
  local package
  while IFS= read -r package; do
    "account_lines_$family" "$package"
    cat "/usr/lib/sysusers.d/$package.conf" 2>/dev/null || :
  done <"$2" | grep -qwF -e "$1"
}
