# shellcheck shell=sh # sourced by bin/pulumi and bin/quorate

# Prints a digest of all that's under these paths of a clone. Usage: sources_digest <clone> <path>...
sources_digest() (
  cd "$1" || exit
  shift
  find "$@" -type f -exec sha256sum {} + | LC_ALL=C sort | sha256sum | cut -c1-16
)

# Writes a TypeScript program and the packages that it uses as one file. Usage: bundle <clone> <program> <file>
bundle() {
  "$1/node_modules/.bin/esbuild" "$1/$2" --bundle --platform=node --target=node20 \
    --minify --log-level=error '--external:*.node' --external:cpu-features \
    '--banner:js=#!/usr/bin/env node' --outfile="$3"
}
