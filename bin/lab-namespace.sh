# shellcheck shell=sh # sourced by bin/pulumi
# The stack `lab` is deployed from inside the lab: no other place reaches its nodes.

# Carries on in the client's namespace when the command is about the stack `lab` and the lab is up.
# Usage: enter_lab_namespace <clone> <cache> "$@", before anything else; the script then starts again in there.
enter_lab_namespace() {
  lab_clone=$1 lab_cache=$2
  shift 2
  [ "$(named_stack "$@")" = lab ] || { [ -z "$(named_stack "$@")" ] && lab_is_selected; } || return 0

  if [ -z "${PULUMI_BACKEND_URL:-}" ]; then
    mkdir -p "$lab_clone/.lab/state"
    export PULUMI_BACKEND_URL="file://$lab_clone/.lab/state"
  fi
  # The lab is thrown away, and so are its secrets.
  if [ -z "${PULUMI_CONFIG_PASSPHRASE+set}${PULUMI_CONFIG_PASSPHRASE_FILE:-}" ]; then
    export PULUMI_CONFIG_PASSPHRASE=
  fi

  [ -s "$lab_clone/.lab/netns" ] || return 0
  lab_namespace=$(cat "$lab_clone/.lab/netns")
  [ -e "/run/netns/$lab_namespace" ] || return 0
  [ "$(ip netns identify $$ 2>/dev/null)" != "$lab_namespace" ] || return 0
  exec ip netns exec "$lab_namespace" "$0" "$@"
}

# The stack that the arguments name: -s, --stack, the argument of stack select|init|rm, else the environment's.
named_stack() {
  words=
  while [ $# -gt 0 ]; do
    case $1 in
      -s | --stack) [ $# -lt 2 ] || { echo "$2" && return; } ;;
      --stack=*) echo "${1#--stack=}" && return ;;
      -s?*) echo "${1#-s}" && return ;;
      --) break ;;
      -*) ;;
      *) words="$words $1" ;;
    esac
    shift
  done
  case $words in
    " stack select "* | " stack init "* | " stack rm "*) echo "${words##* }" ;;
    *) echo "${PULUMI_STACK:-}" ;;
  esac
}

# Whether `pulumi stack select lab` was the only choice made for this clone. The CLI keeps the chosen stack of each
# backend in a file named after a digest of Pulumi.yaml's path.
lab_is_selected() {
  home=${PULUMI_HOME:-$lab_cache/home}
  digest=$(printf '%s' "$lab_clone/Pulumi.yaml" | sha1sum | cut -d' ' -f1)
  workspace=$home/workspaces/quorate-$digest-workspace.json
  grep -qsF "\"file://$lab_clone/.lab/state\":" "$workspace" && ! grep -qsF "/.pulumi-state\":" "$workspace"
}
