# shellcheck shell=sh # sourced by bin/pulumi
# Puts the engine that was built from source and the stand-ins for its plugins together.

# Prints the folder of this clone's stand-ins, bundled with esbuild if they are new. Usage: bundled <clone> <cache>
#   pulumi-language-nodejs
#   plugins/pulumi-resource-command, plugins/pulumi-resource-random, plugins/pulumi-resource-proxmoxve
bundled() (
  key=$(sources_digest "$1" toolchain/plugins toolchain/versions.sh package-lock.json bin/bundle.sh)
  folder=$2/stand-ins/$key
  if ! [ -d "$folder" ]; then
    echo "quorate: bundling the stand-ins for Pulumi's plugins ..." >&2
    new=$2/stand-ins/new.$$
    trap 'rm -rf "$new"' EXIT
    mkdir -p "$new/plugins"
    stand_in "$1" language "$new/pulumi-language-nodejs"
    stand_in "$1" command "$new/plugins/pulumi-resource-command"
    stand_in "$1" random "$new/plugins/pulumi-resource-random"
    stand_in "$1" proxmoxve "$new/plugins/pulumi-resource-proxmoxve"
    mv -T "$new" "$folder" 2>/dev/null || [ -d "$folder" ]
  fi
  echo "$folder"
)

# Puts the engine into the folder of `bundled`: as in the official download it looks for the language host at its side.
# Usage: with_engine <folder> <engine>
with_engine() {
  [ -x "$1/pulumi" ] && return 0
  ln "$2" "$1/pulumi" 2>/dev/null || [ -x "$1/pulumi" ]
}

# The stand-in of a name. Usage: stand_in <clone> <name> <file>
stand_in() {
  bundle "$1" "toolchain/plugins/$2.ts" "$3"
  chmod 755 "$3"
}

# Makes PULUMI_HOME find the plugins, as if they had been installed there. What is there are wrappers, because
# several clones share one PULUMI_HOME. Usage: plugins_in_home <home>
plugins_in_home() {
  for plugin in "command-v$COMMAND_VERSION" "random-v$RANDOM_VERSION" "proxmoxve-v$PROXMOXVE_VERSION"; do
    folder=$1/plugins/resource-$plugin
    program=pulumi-resource-${plugin%-v*}
    [ -x "$folder/$program" ] && continue
    mkdir -p "$folder"
    # shellcheck disable=SC2016 # for the wrapper to expand
    printf '#!/bin/sh\nexec "$QUORATE_STAND_INS/plugins/%s" "$@"\n' "$program" >"$folder/new"
    chmod 755 "$folder/new"
    mv "$folder/new" "$folder/$program"
  done
}
