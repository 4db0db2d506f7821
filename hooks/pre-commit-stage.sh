#!/bin/sh
# Runs one hook that checks for pre-commit (https://pre-commit.com), which keeps git's arguments and standard input to
# itself and gives variables instead. What writes runs beside it (docs/adr/0057-beside-and-through-pre-commit.md).
#
#   sh <dist>/pre-commit-stage.sh <hook-name> [<file of the message>]

hook=${1-}
case $0 in */*) dist=${0%/*} ;; *) dist=. ;; esac

run() { sh "$dist/hook.sh" "$hook" "$@"; }

case $hook in
  commit-msg)
    shift
    run "$@"
    ;;
  pre-push)
    # Of a push of several branches pre-commit shows one. Without a variable there is none.
    local_ref=${PRE_COMMIT_LOCAL_BRANCH-}
    case $local_ref in '') exit 0 ;; esac
    to=${PRE_COMMIT_TO_REF-}
    case $to in '') to=$(git rev-parse --verify --quiet --end-of-options "$local_ref^{commit}") || exit 0 ;; esac
    from=${PRE_COMMIT_FROM_REF-}
    # Nothing of it is there yet: as many zeros as the other one has digits.
    case $from in '') from=$(printf '%s' "$to" | tr 0-9a-f 0) ;; esac
    printf '%s %s %s %s\n' "$local_ref" "$to" "${PRE_COMMIT_REMOTE_BRANCH-}" "$from" |
      run "${PRE_COMMIT_REMOTE_NAME-}" "${PRE_COMMIT_REMOTE_URL-}"
    ;;
esac
