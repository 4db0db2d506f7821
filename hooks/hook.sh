#!/bin/sh
# Starts planlink for one hook of git, or sees that there is nothing to start.
#
#   sh <dist>/hook.sh <hook-name> <the arguments that git gave>...
#
# Standard input goes through to Node. The exit code is 1 when a blocking hook has findings, else 0: whatever keeps
# planlink from working is said in one line and lets git go on. Plain POSIX sh (dash, busybox ash, bash 3.2); up to
# the start of Node nothing here starts a process.

case ${PLANLINK-} in 0) exit 0 ;; esac

# Set for our own Node alone: a hook that our own work sets off has nothing to add.
case ${PLANLINK_ACTIVE-} in ?*) exit 0 ;; esac

hook=${1-}
case $hook in '') printf 'planlink: hook.sh needs the name of a hook\n' >&2; exit 0 ;; esac
shift

# git runs hooks at the top of the work tree. Planning documents that lie deeper are announced by a file in the git
# directory that `state init` writes: asking git itself for a setting would cost a process on every commit.
# git sets GIT_DIR in linked worktrees and submodules; in the main work tree the git directory is `.git`.
if [ ! -d .planning ]; then
  common=${GIT_DIR:-.git}
  if [ -f "$common/commondir" ]; then
    IFS= read -r line <"$common/commondir"
    case $line in /* | ?:*) common=$line ;; *) common=$common/$line ;; esac
  fi
  [ -f "$common/planlink/directory" ] || exit 0
  IFS= read -r line <"$common/planlink/directory"
  [ -d "$line" ] || exit 0
fi

# ---- The guard belongs here: whatever can be decided without Node ends the hook before this line. ----

# A PATH without Node is common: desktop programs and services do not read the shell's start-up files.
if ! command -v node >/dev/null; then
  printf 'planlink: node is not on PATH; hook %s skipped, nothing was checked\n' "$hook" >&2
  exit 0
fi

case $0 in */*) dist=${0%/*} ;; *) dist=. ;; esac
if [ ! -f "$dist/hook.cjs" ]; then
  printf 'planlink: %s/hook.cjs is missing; hook %s skipped, nothing was checked\n' "$dist" "$hook" >&2
  exit 0
fi

# Options that are meant for other programs may stop our Node, and an extra certificate file costs it 38 ms a start.
unset NODE_OPTIONS NODE_EXTRA_CA_CERTS
PLANLINK_ACTIVE=1 node "$dist/hook.cjs" "$hook" "$@"
code=$?
case $code in 0) exit 0 ;; esac

case $hook in
  commit-msg | pre-push) ;;
  *)
    printf 'planlink: hook %s did not finish (exit code %s)\n' "$hook" "$code" >&2
    exit 0
    ;;
esac

# Node, too, exits with 1 when it cannot run a program at all. Before git is stopped, see that this Node is able to:
# the question costs one more start, and only here.
if [ "$code" -eq 1 ]; then
  major=$(node -p 'process.versions.node.split(".")[0]')
  case $major in
    '' | *[!0-9]*) ;;
    *) [ "$major" -lt 20 ] || exit 1 ;;
  esac
  printf 'planlink: node on PATH has version %s, 20.11 is needed; ' "${major:-unknown}" >&2
else
  printf 'planlink: the check could not be made (exit code %s); ' "$code" >&2
fi
printf '%s does not block\n' "$hook" >&2
exit 0
