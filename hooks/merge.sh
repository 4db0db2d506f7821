#!/bin/sh
# Merges STATE.md as a merge driver of git's.
#
#   sh <dist>/merge.sh %O %A %B %L %P
#
# Git takes whatever stands in %A afterwards: a driver that writes nothing loses theirs, and nothing says so. So whatever
# keeps planlink from working, git's own merge is written, and the driver ends with 1; never above 128, where git stops.
# Plain POSIX sh (dash, busybox ash, bash 3.2).

# Git's own merge of the three files. It says itself how many conflicts there are.
merge_as_text() {
  git merge-file --marker-size="${4:-7}" -L HEAD -L base -L theirs -- "$2" "$1" "$3"
}

case ${PLANLINK-} in
  0)
    merge_as_text "$@" || exit 1
    exit 0
    ;;
esac

case $0 in */*) dist=${0%/*} ;; *) dist=. ;; esac

# A PATH without Node is common: desktop programs and services do not read the shell's start-up files.
if ! command -v node >/dev/null; then
  reason='node is not on PATH'
elif [ ! -f "$dist/merge.cjs" ]; then
  reason="$dist/merge.cjs is missing"
else
  # Options that are meant for other programs may stop our Node, and an extra certificate file costs it 38 ms a start.
  unset NODE_OPTIONS NODE_EXTRA_CA_CERTS
  node "$dist/merge.cjs" "$@"
  code=$?
  # Only our program ends with these two, and only when the result is written.
  case $code in
    40) exit 0 ;;
    41) exit 1 ;;
  esac
  reason="planlink did not finish (exit code $code)"
fi

# What a program that was killed left beside the result.
rm -f "$2".planlink-*
printf 'planlink: %s is merged as text: %s\n' "${5-STATE.md}" "$reason" >&2
merge_as_text "$@"
exit 1
