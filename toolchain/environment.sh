# shellcheck shell=sh # sourced by bin/pulumi
# The environment of the CLI, as far as you have not set it.

# State beside the program, encrypted with a passphrase of its own. Usage: defaults <clone>
defaults() {
  state=$1/.pulumi-state
  if [ -z "${PULUMI_BACKEND_URL:-}" ]; then
    (umask 077 && mkdir -p "$state")
    export PULUMI_BACKEND_URL="file://$state"
  fi
  if [ -z "${PULUMI_CONFIG_PASSPHRASE+set}${PULUMI_CONFIG_PASSPHRASE_FILE:-}" ]; then
    (umask 077 && mkdir -p "$state")
    [ -s "$state/passphrase" ] || new_passphrase "$state/passphrase"
    export PULUMI_CONFIG_PASSPHRASE_FILE="$state/passphrase"
  fi
  # The CAs that the provider of Proxmox VE trusts; the program writes them.
  export QUORATE_CA_DIR="${QUORATE_CA_DIR:-$state/ca}"
  export PULUMI_SKIP_UPDATE_CHECK="${PULUMI_SKIP_UPDATE_CHECK:-true}"
  # Types are checked by `npm run lint`; here the check would cost seconds in every preview.
  export PULUMI_NODEJS_TRANSPILE_ONLY="${PULUMI_NODEJS_TRANSPILE_ONLY:-true}"
}

# Whole or not at all, and never another one over it: a state is lost without its passphrase.
new_passphrase() (
  umask 077
  head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$1.$$"
  ln "$1.$$" "$1" 2>/dev/null || [ -s "$1" ]
  rm -f "$1.$$"
)

# Usage: defaults_for_stand_ins <cache> <folder of the stand-ins>
defaults_for_stand_ins() {
  export QUORATE_STAND_INS="$2"
  # The tests keep some loaded.
  [ -z "${QUORATE_ATTACHED_STAND_INS:-}" ] || export PULUMI_DEBUG_PROVIDERS="$QUORATE_ATTACHED_STAND_INS"
  export PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION="${PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION:-true}"
  if [ -n "${PULUMI_HOME:-}" ]; then
    # Nothing is installed into a home that is not ours; the engine says that it takes them from PATH.
    export PATH="$2/plugins:$PATH"
  else
    export PULUMI_HOME="$1/home"
    plugins_in_home "$PULUMI_HOME"
  fi
}
