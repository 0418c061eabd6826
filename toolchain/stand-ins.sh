# shellcheck shell=sh # sourced by bin/pulumi
# Puts the engine that was built from source and the stand-ins for its plugins together.

# Prints the folder of this clone's stand-ins, which it bundles with esbuild if they are new.
# Usage: stand_ins <clone> <cache> <engine>
#   pulumi, pulumi-language-nodejs  side by side, as in the official download
#   plugins/                        pulumi-resource-command, pulumi-resource-random
stand_ins() (
  key=$(cd "$1" && find toolchain/plugins toolchain/versions.sh package-lock.json -type f -exec sha256sum {} + |
    LC_ALL=C sort | sha256sum | cut -c1-16)
  folder=$2/stand-ins/$key
  if ! [ -x "$folder/pulumi" ]; then
    echo "quorate: bundling the stand-ins for Pulumi's plugins ..." >&2
    new=$2/stand-ins/new.$$
    trap 'rm -rf "$new"' EXIT
    mkdir -p "$new/plugins"
    bundle "$1" language "$new/pulumi-language-nodejs"
    bundle "$1" command "$new/plugins/pulumi-resource-command"
    bundle "$1" random "$new/plugins/pulumi-resource-random"
    ln "$3" "$new/pulumi"
    mv "$new" "$folder" 2>/dev/null || [ -x "$folder/pulumi" ]
  fi
  echo "$folder"
)

bundle() {
  "$1/node_modules/.bin/esbuild" "$1/toolchain/plugins/$2.ts" --bundle --platform=node --target=node20 \
    --minify --log-level=error --external:*.node --external:cpu-features \
    '--banner:js=#!/usr/bin/env node' --outfile="$3"
  chmod 755 "$3"
}

# Makes PULUMI_HOME find the plugins, as if they had been installed there. What is there are wrappers, because
# several clones share one PULUMI_HOME. Usage: plugins_in_home <home>
plugins_in_home() {
  for plugin in "command-v$COMMAND_VERSION" "random-v$RANDOM_VERSION"; do
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
