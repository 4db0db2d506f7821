#!/bin/sh
# Checks what is pushed to this repository, as git calls a server's hook.
#
#   sh <dist>/server.sh pre-receive            (the refs on standard input)
#   sh <dist>/server.sh update REF OLD NEW
#
# Node is the one on PATH, else the one that PLANLINK_NODE names. What keeps planlink from checking is said to who pushes,
# and refuses the push where `git config planlink.strict true` asks for that (docs/servers.md).
# Plain POSIX sh (dash, busybox ash, bash 3.2).

case ${PLANLINK-} in 0) exit 0 ;; esac

hook=${1-}
case $0 in */*) dist=${0%/*} ;; *) dist=. ;; esac

# Ends where no check was made, for the reason in $1.
give_up() {
  case $(git config --type=bool --get planlink.strict 2>/dev/null) in
    true)
      printf 'planlink: %s\n  %s checked nothing; planlink.strict is set here,\n  so this refuses the push\n' "$1" "$hook" >&2
      exit 1
      ;;
  esac
  printf 'planlink: %s\n  %s checked nothing; this does not refuse the push\n' "$1" "$hook" >&2
  exit 0
}

case $hook in
  pre-receive | update) ;;
  *) give_up "server.sh knows the hooks pre-receive and update" ;;
esac

# Services have a bare PATH.
if command -v node >/dev/null; then
  node=node
elif [ -x "${PLANLINK_NODE-}" ]; then
  node=$PLANLINK_NODE
else
  give_up 'node is not on the PATH of this server'
fi
if [ ! -f "$dist/hook.cjs" ]; then give_up "$dist/hook.cjs is missing"; fi

# Options that are meant for other programs may stop our Node.
unset NODE_OPTIONS NODE_EXTRA_CA_CERTS
"$node" "$dist/hook.cjs" "$@"
code=$?
case $code in
  0) exit 0 ;;
  # Only our program ends with this one.
  40) exit 1 ;;
esac
give_up "the check did not end (exit code $code)"
