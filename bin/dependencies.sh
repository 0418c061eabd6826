# shellcheck shell=sh # sourced by bin/pulumi and bin/quorate

# Installs the npm packages of a clone unless they are there as package-lock.json names them.
# Usage: install_dependencies <clone>. Says on stderr what it does; two at once wait for each other.
install_dependencies() {
  if dependencies_recorded "$1"; then return 0; fi
  if ! command -v npm >/dev/null 2>&1; then
    echo "quorate: npm is missing; install Node.js 20 with npm" >&2
    return 1
  fi
  (
    flock 8
    if dependencies_recorded "$1"; then exit 0; fi
    if ! dependencies_match "$1"; then
      echo "quorate: installing the npm packages ..." >&2
      (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2) || exit 1
    fi
    cksum <"$1/package-lock.json" >"$1/node_modules/.quorate-dependencies"
  ) 8<"$1/package-lock.json" || {
    echo "quorate: npm could not install the packages; see above, then run: cd '$1' && npm ci --ignore-scripts" >&2
    return 1
  }
}

# Whether this very package-lock.json was installed or found installed before.
dependencies_recorded() {
  [ -f "$1/node_modules/.quorate-dependencies" ] &&
    [ "$(cksum <"$1/package-lock.json")" = "$(cat "$1/node_modules/.quorate-dependencies")" ]
}

# Whether node_modules holds every package at its locked version; an optional one may be absent.
dependencies_match() {
  [ -f "$1/node_modules/.package-lock.json" ] && node -e '
    const { packages: wanted } = require(process.argv[1] + "/package-lock.json");
    const { packages: present } = JSON.parse(
      require("fs").readFileSync(process.argv[1] + "/node_modules/.package-lock.json", "utf8"));
    const fits = ([path, { version, optional }]) =>
      path === "" || (present[path] ? present[path].version === version : optional);
    process.exit(Object.entries(wanted).every(fits) ? 0 : 1);
  ' "$1"
}
