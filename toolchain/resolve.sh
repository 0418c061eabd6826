# shellcheck shell=sh # sourced by bin/pulumi
# Which pulumi to use: your own, else the official download, else one built from source.

# Prints `<how>:<path>` with how = own, downloaded or built; says on stderr what it tries.
# What worked is recorded, and tried first until a version here or the `pulumi` on PATH changes.
# Usage: resolve <clone> <cache>
resolve() (
  own=$(own_pulumi "$1")
  key="$ENGINE_VERSION $ENGINE_FLOOR $COMMAND_VERSION $RANDOM_VERSION ${own:--}"
  record=$2/pulumi
  if recorded=$(recorded "$record" "$key"); then
    echo "$recorded"
    exit 0
  fi
  if [ -n "$own" ] && use_own "$own"; then
    found=own:$own
  elif use_download "$2" "$1"; then
    found=downloaded:$2/download/v$ENGINE_VERSION/pulumi
  else
    use_build "$1" "$2" >&2 || exit 1
    found=built:$2/engine/v$ENGINE_VERSION/pulumi
  fi
  printf '%s\n%s\n' "$key" "$found" >"$record.$$"
  mv "$record.$$" "$record"
  echo "$found"
)

recorded() {
  [ -f "$1" ] || return 1
  { read -r key && read -r found; } <"$1" || return 1
  [ "$key" = "$2" ] && [ -x "${found#*:}" ] && echo "$found"
}

# The first `pulumi` on PATH that is not bin/pulumi of some clone; empty when there is none.
own_pulumi() (
  IFS=:
  for folder in $PATH; do
    if [ -f "$folder/pulumi" ] && [ -x "$folder/pulumi" ] && ! [ -f "$folder/dependencies.sh" ]; then
      echo "$folder/pulumi"
      exit 0
    fi
  done
)

# Whether the version and the language host fit and the plugins are there or can be installed.
use_own() {
  version=$(timeout 10 "$1" version 2>/dev/null) || version=
  if ! fitting "$version"; then
    echo "quorate: $1 is ${version:-no pulumi}, and quorate needs v3 from v$ENGINE_FLOOR on; it looks for another one" >&2
    return 1
  fi
  real=$(readlink -f -- "$1")
  if ! [ -x "${real%/*}/pulumi-language-nodejs" ] && ! command -v pulumi-language-nodejs >/dev/null 2>&1; then
    echo "quorate: $1 has no pulumi-language-nodejs beside it; quorate looks for another one" >&2
    return 1
  fi
  official_plugins "$1"
}

fitting() {
  case $1 in
    v3.*) [ "$(printf 'v%s\n%s\n' "$ENGINE_FLOOR" "$1" | sort -V | head -n 1)" = "v$ENGINE_FLOOR" ] ;;
    *) return 1 ;;
  esac
}

# Installs the official plugins unless they are there. Usage: official_plugins <pulumi>
official_plugins() {
  for plugin in "command v$COMMAND_VERSION" "random v$RANDOM_VERSION"; do
    echo "quorate: looking for the plugin $plugin ..." >&2
    # shellcheck disable=SC2086 # name and version
    PULUMI_SKIP_UPDATE_CHECK=true timeout 60 "$1" plugin install resource $plugin >&2 && continue
    echo "quorate: $1 could not install the plugin $plugin; quorate looks for another pulumi" >&2
    return 1
  done
}

# The official download, which carries the language host. Usage: use_download <cache> <clone>
use_download() {
  folder=$1/download/v$ENGINE_VERSION
  if ! [ -x "$folder/pulumi" ]; then
    echo "quorate: downloading Pulumi v$ENGINE_VERSION ..." >&2
    new=$1/download/new.$$
    mkdir -p "$new"
    if ! node "$2/toolchain/download.mjs" "$ENGINE_VERSION" "$new/pulumi.tar.gz" ||
      ! tar -xzf "$new/pulumi.tar.gz" -C "$new" || ! [ -x "$new/pulumi/pulumi" ]; then
      rm -rf "$new"
      return 1
    fi
    mv "$new/pulumi" "$folder" 2>/dev/null || [ -x "$folder/pulumi" ]
    rm -rf "$new"
  fi
  official_plugins "$folder/pulumi"
}

# Usage: use_build <clone> <cache>
use_build() {
  "$1/toolchain/build-engine.sh" "$2"
}
