# Ledgers of system users: $home/users for those of units, $home/package_users for those of packages.

create_users() {
  local name comment nologin
  words_of user <"$1" | while read -r name comment; do
    getent passwd "$name" >/dev/null && continue
    ! getent group "$name" >/dev/null || refuse "a group $name exists without a user $name, so the user can't be made; remove the group, or add the user"
    note "$name" users
    nologin=$(command -v nologin || say /bin/false)
    useradd --system --user-group --shell "$nologin" --home-dir /nonexistent --no-create-home \
      --comment "$comment" "$name" >"$run/output" 2>&1 || refuse "cannot create user $name"
  done
}

# Deletes the users of ledger $1 that no unit or package needs.
remove_users() {
  local name
  [ -f "$home/$1" ] || return 0
  while IFS= read -r name; do
    "is_wanted_of_$1" "$name" || say "$name"
  done <"$home/$1" >"$run/logins"
  delete_users <"$run/logins"
  shorten "$1" has_user
}

is_wanted_of_users() { other_manifests | names_of user | grep -qxF -e "$1"; }
is_wanted_of_package_users() { [ -s "$home/packages" ] && is_named "$1" "$home/packages"; }

has_user() { getent passwd "$1" >/dev/null; }

delete_users() {
  local name
  while IFS= read -r name; do
    if is_wanted_of_users "$name"; then continue; fi
    ! has_user "$name" || userdel "$name" >/dev/null 2>&1 || warn "user $name can't be removed and stays: userdel $name"
    ! getent group "$name" >/dev/null || groupdel "$name" >/dev/null 2>&1 || :
  done
}
