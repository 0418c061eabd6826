# shellcheck shell=sh disable=SC2034 # sourced by the scripts beside it
# What bin/pulumi looks for, downloads or builds. The plugins' versions are those of package.json.

# The engine that is downloaded or built; toolchain/engine/go.mod names the same.
ENGINE_VERSION=3.259.0
# The oldest CLI on PATH that is used: as old as @pulumi/pulumi, which was released with it.
ENGINE_FLOOR=3.248.0
COMMAND_VERSION=1.2.1
RANDOM_VERSION=4.21.2
PROXMOXVE_VERSION=8.6.0
