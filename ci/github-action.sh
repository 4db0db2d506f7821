#!/usr/bin/env bash
# The one step of action.yml. Everything comes in by the environment; the program's exit code goes out.
set -uo pipefail

# A workflow command ends at a line break, and % is its escape.
fail() {
  printf '::error title=planlink::%s\n' "$1"
  printf 'exit-code=2\n' >> "${GITHUB_OUTPUT:-/dev/null}"
  exit 2
}

# The program: a version by name, the project's own, or this checkout's.
if [ -n "${PLANLINK_VERSION:-}" ]; then
  run_state() { npx --yes --package="planlink@$PLANLINK_VERSION" -- state "$@"; }
elif npx --no-install planlink --version > /dev/null 2>&1; then
  run_state() { npx --no-install planlink "$@"; }
else
  program="$PLANLINK_ACTION/dist/state.js"
  if [ ! -f "$program" ]; then
    (cd "$PLANLINK_ACTION" && npm ci --no-audit --no-fund) >&2 || fail 'planlink could not be built from its checkout'
  fi
  run_state() { node "$program" "$@"; }
fi

if [ "$(git rev-parse --is-shallow-repository 2> /dev/null)" = true ]; then
  fail 'this checkout is shallow, and without history there is little to judge by: set fetch-depth: 0 for actions/checkout (elsewhere: git fetch --unshallow)'
fi

# What to judge: as asked for, else what the event brings. A branch that is new has no commit before.
range="${PLANLINK_RANGE:-}"
if [ -z "$range" ]; then
  for base in "${PLANLINK_PULL_BASE:-}" "${PLANLINK_PUSH_BEFORE:-}"; do
    if [ -n "$base" ] && git rev-parse --quiet --verify --end-of-options "$base^{commit}" > /dev/null 2>&1; then
      range="$base..HEAD"
      break
    fi
  done
fi

check=(check --format "$PLANLINK_FORMAT")
if [ -n "$range" ] && [ "$range" != all ]; then check+=(--range "$range"); fi
if [ -n "${PLANLINK_OUTPUT:-}" ]; then
  run_state "${check[@]}" > "$PLANLINK_OUTPUT"
else
  run_state "${check[@]}"
fi
code=$?

if [ "${PLANLINK_LINT:-}" = true ] && [ -n "$range" ] && [ "$range" != all ]; then
  run_state lint --format github --range "$range"
  lint=$?
  if [ "$lint" -gt "$code" ]; then code=$lint; fi
fi

printf 'exit-code=%s\n' "$code" >> "${GITHUB_OUTPUT:-/dev/null}"
exit "$code"
