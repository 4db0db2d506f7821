#!/bin/sh
# Decides for one hook of git whether there is work for planlink, and starts Node only where there may be.
#
#   sh <dist>/hook.sh <hook-name> <the arguments that git gave>...
#
# Or read with `.` by a hook file of ours, which saves a second shell: with the same arguments set, this file's path in
# `program`, and in `code` what to exit with where there is nothing to stop.
#
# Plain POSIX sh (dash, busybox ash, bash 3.2). Before Node nothing here starts a process, but for one `git diff-index`
# in pre-commit and one question more where a commit brings STATE.md along. What the guard lets pass, Node would have
# passed too; whatever it is not sure of goes to Node (docs/hooks.md, docs/adr/0024-shell-guard.md).

case $0 in *hook.sh) program=$0 code=0 ;; esac

case ${PLANLINK-} in 0) exit "$code" ;; esac

# `state doctor` asks each hook to say that it ran.
case ${PLANLINK_TRIAL-} in ?*) printf '%s\n' "${1-}" >>"$PLANLINK_TRIAL" ;; esac

# Set for our own Node alone: a hook that our own work sets off has nothing to add.
case ${PLANLINK_ACTIVE-} in ?*) exit "$code" ;; esac

hook=${1-}
case $hook in '') printf 'planlink: hook.sh needs the name of a hook\n' >&2; exit "$code" ;; esac
shift

# git runs hooks at the top of the work tree. It sets GIT_DIR in linked worktrees and submodules; in the main work tree
# the git directory is `.git`.
git_directory=${GIT_DIR:-.git}
common=$git_directory
if [ -f "$git_directory/commondir" ]; then
  IFS= read -r line <"$git_directory/commondir" || :
  case $line in /* | ?:*) common=$line ;; *) common=$git_directory/$line ;; esac
fi

# Planning documents that lie deeper are announced by a file in the git directory that `state init` writes, one directory
# in a line: asking git itself for a setting would cost a process on every commit.
planning=
several=
if [ -d .planning ]; then planning=.planning; fi
if [ -f "$common/planlink/directory" ]; then
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in '') continue ;; esac
    if [ "x$line" = "x$planning" ] || [ ! -d "$line" ]; then continue; fi
    case $planning in '') planning=$line ;; *) several=yes ;; esac
  done <"$common/planlink/directory"
fi
case $planning in '') exit "$code" ;; esac

# Where workstreams, projects or folders have a STATE.md each, Node finds out which of them a commit is about.
if [ -d "$planning/workstreams" ]; then
  several=yes
else
  for path in "$planning"/*/STATE.md "$planning"/*/workstreams; do
    if [ -e "$path" ]; then several=yes; break; fi
  done
fi

# Does something in a child that may take a second of processor time. A shell reads byte by byte, and knows no end of a line
# but the line's own: of one that has megabytes it would read for seconds. What the child has not ended is for Node.
limited() {
  {
    (
      ulimit -S -c 0
      ulimit -S -t 1
      "$@"
    )
    result=$?
  } 2>/dev/null
  return "$result"
}

# Tells whether a file on standard input speaks of tags, as far as a few lines can: 1 is no.
may_speak_of_tags() {
  left=1000
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in *tags*) return 0 ;; esac
    left=$((left - 1))
    case $left in 0) return 0 ;; esac
  done
  return 1
}

# Forms of the project's own in which commits name their plan are for Node to read.
if [ -f "$planning/planlink.yaml" ]; then
  # A note for the hooks that follow: to find out how long this file is took long enough once.
  note=$git_directory/planlink/long-config
  if [ "$note" -nt "$planning/planlink.yaml" ]; then
    several=yes
  else
    limited may_speak_of_tags <"$planning/planlink.yaml"
    case $? in
      1) ;;
      0) several=yes ;;
      *)
        several=yes
        if [ -d "$git_directory/planlink" ] && [ ! -h "$git_directory/planlink" ] && [ ! -h "$note" ]; then
          printf 'long\n' 2>/dev/null >"$note" || :
        fi
        ;;
    esac
  fi
fi

# ---- The guard ----
# What needs the fewest lines comes first: the shell reads no further than it gets.

tab='	'
newline='
'

# What is known of the commit being made, from one hook to the next: its kind in the first line, its subject in the
# second. `untagged`: no plan in its message. `bookkeeping OID`: planning documents alone, on top of that commit.
note=$git_directory/planlink/commit
has_note=
if [ -s "$note" ] && [ ! -h "$note" ]; then has_note=yes; fi

# Writes the note anew, over the old one: to cut it first takes a disk longer than all the rest. What was longer stays below,
# where nobody reads it; an empty first line says that nothing is known. Where it cannot be written post-commit knows
# nothing, and Node decides. Nothing is written through a link.
write_note() {
  if [ -d "$git_directory/planlink" ] && [ ! -h "$note" ]; then printf "$@" 2>/dev/null 1<>"$note" || :; fi
}

# Says that a commit was made of which Node has seen nothing: at the next one git is asked for all since `written`, or since
# the commit that Node has named here.
note_gap() {
  if [ -s "$git_directory/planlink/gap" ]; then return; fi
  if [ -s "$git_directory/planlink/written" ] && [ ! -h "$git_directory/planlink/gap" ]; then printf 'gap\n' 2>/dev/null >"$git_directory/planlink/gap" || :; fi
}

# A hook before us that could not do its work left it to the next one, which Node does.
guards=
is_input_read=
case $several in
  '')
    if [ -d "$git_directory" ] && [ ! -e "$git_directory/planlink/pending" ] && [ ! -h "$git_directory/planlink" ]; then
      guards=$hook
    fi
    ;;
esac

# Tells whether the commit changes nothing of the planning documents. `.gsd` counts as planning, too (`isPlanningPath`).
stages_nothing() {
  LC_ALL=C git --literal-pathspecs diff-index --cached --quiet HEAD -- "$planning" .gsd 2>/dev/null
}

# Says what the commit changes of them. Called in a child of the shell, of which git takes the place.
say_staged() {
  LC_ALL=C
  export LC_ALL
  exec git --literal-pathspecs diff-index --cached HEAD -- "$planning" .gsd 2>/dev/null
}

# Is STATE.md as planlink left it for this very HEAD? Its own oid is read from the files that git keeps branches in.
has_own_state() {
  written=$git_directory/planlink/written
  [ -s "$written" ] && [ ! "$planning/STATE.md" -nt "$written" ] && [ -f "$git_directory/HEAD" ] || return 1
  IFS= read -r line <"$written" && IFS= read -r oid <"$git_directory/HEAD" || return 1
  case $oid in
    'ref: refs/'*)
      reference=$common/${oid#ref: }
      [ -f "$reference" ] && IFS= read -r oid <"$reference" || return 1
      ;;
  esac
  case $line in "$oid") return 0 ;; *) return 1 ;; esac
}

case $guards in
  pre-commit)
    case $has_note in yes) write_note '\n' ;; esac
    # Of a squash or a pick Node notes which commits it takes the place of.
    if [ ! -e "$git_directory/SQUASH_MSG" ] && [ ! -e "$git_directory/CHERRY_PICK_HEAD" ]; then
      if has_own_state; then
        # `git commit -a` takes along what post-commit wrote. Where that is all, pre-commit could only write the same.
        if changes=$(say_staged); then
          case $changes in
            '') exit "$code" ;;
            *"$newline"*) ;;
            ':100644 100644 '*" M$tab$planning/STATE.md")
              if LC_ALL=C git --literal-pathspecs diff-files --quiet -- "$planning" >/dev/null 2>&1; then exit "$code"; fi
              ;;
          esac
        fi
      elif stages_nothing; then
        exit "$code"
      fi
    fi
    ;;
esac

# Reads the first line that is not empty from standard input into `subject`.
read_subject() {
  subject=
  while IFS= read -r subject || [ -n "$subject" ]; do
    case $subject in '') ;; *) return 0 ;; esac
  done
  return 1
}

case $guards in
  post-commit)
    # While git replays commits hooks write nothing, as `readGitState` in src/files/git-state.ts has it.
    # Node records what a pick takes the place of, and writes after the last.
    for name in rebase-merge rebase-apply REVERT_HEAD BISECT_LOG; do
      if [ -e "$git_directory/$name" ]; then exit "$code"; fi
    done
    if [ -e "$git_directory/CHERRY_PICK_HEAD" ]; then
      case $has_note in yes) write_note '\n' ;; esac
      has_note=
    elif [ -e "$git_directory/sequencer" ]; then
      exit "$code"
    fi
    case $has_note in
      yes)
        message=$git_directory/COMMIT_EDITMSG
        { IFS= read -r kind && IFS= read -r noted; } <"$note" || kind=
        # `git revert` makes its commit with MERGE_MSG, and runs no hook but this one.
        if [ -e "$git_directory/MERGE_MSG" ] || [ ! -f "$message" ] || [ "$message" -nt "$note" ]; then kind=; fi
        write_note '\n'
        if [ -n "$kind" ] && read_subject <"$message" && [ "x$subject" = "x$noted" ]; then
          case $kind in
            untagged) note_gap; exit "$code" ;;
            bookkeeping\ ?*)
              # An amended commit stands on another one, and may hold work.
              parent=$(LC_ALL=C git rev-parse --verify --quiet 'HEAD^' 2>/dev/null) || parent=
              case $kind in "bookkeeping $parent") note_gap; exit "$code" ;; esac
              ;;
          esac
        fi
        ;;
    esac
    ;;
  pre-push)
    # Deletions and tags bring no document. From the first branch on everything is handed on.
    while IFS= read -r line || [ -n "$line" ]; do
      case $line in
        '(delete) '*) ;;
        *' refs/heads/'*) is_input_read=yes; break ;;
      esac
    done
    case $is_input_read in '') exit "$code" ;; esac
    planlink_input=$line$newline$(cat; printf x)
    planlink_input=${planlink_input%x}
    ;;
esac

# ---- The guard of commit-msg ----
# Lists of characters instead of ranges: what lies between `a` and `z` is a matter of the locale.

lower=abcdefghijklmnopqrstuvwxyz
letters=${lower}ABCDEFGHIJKLMNOPQRSTUVWXYZ
digits=0123456789

# Tells whether `phase`-`plan` has its PLAN.md where every GSD keeps it. Other places and names are for Node to find.
plan_exists() {
  while :; do case $phase in 0[0-9]*) phase=${phase#0} ;; *) break ;; esac; done
  [ ! -h "$planning/phases" ] || return 1
  for padded in "$phase" "0$phase"; do
    # A slug of digits alone is no phase's, and a directory behind a link is not looked into.
    for path in "$planning/phases/$padded"-[!0-9]*/"$padded-$plan-PLAN.md"; do
      case $path in *"$newline"*) continue ;; esac
      if [ -f "$path" ] && [ ! -h "${path%/*}" ]; then return 0; fi
    done
  done
  return 1
}

# Tells whether every element of a scope such as `67-04`, `02.1-03`, `phase-67-04` or `35-03,35-04` is a plan that exists.
names_plans() {
  case $1 in *[!"$digits"phase.,\ -]*) return 1 ;; esac
  elements=$1,
  while [ -n "$elements" ]; do
    element=${elements%%,*}
    elements=${elements#*,}
    element=${element# }
    element=${element#phase-}
    phase=${element%%-*}
    plan=${element#*-}
    case $plan in [0-9][0-9]) ;; *) return 1 ;; esac
    case $element in "$phase-$plan") ;; *) return 1 ;; esac
    whole=${phase%%.*}
    case $whole in [0-9] | [0-9][0-9] | [0-9][0-9][0-9]) ;; *) return 1 ;; esac
    case $phase in "$whole" | "$whole".[0-9] | "$whole".[0-9][0-9]) ;; *) return 1 ;; esac
    plan_exists || return 1
  done
}

# Tells whether a scope is an ordinary one, or names something else than a plan.
names_no_plan() {
  case $1 in
    '') return 1 ;;
    # Words, and lists of them.
    *[!"$letters ,+&/._-"]*) ;;
    *) return 0 ;;
  esac
  case $1 in
    *[!"$letters$digits#./-"]*) ;;
    # Phases, units of gsd-2, tasks, issues, milestones.
    [0-9] | [0-9][0-9] | [0-9][0-9][0-9] | [0-9].[0-9] | [0-9][0-9].[0-9] | [0-9][0-9][0-9].[0-9]) return 0 ;;
    phase-[0-9] | phase-[0-9][0-9] | phase-[0-9][0-9][0-9]) return 0 ;;
    phase-[0-9].[0-9] | phase-[0-9][0-9].[0-9] | phase-[0-9][0-9][0-9].[0-9]) return 0 ;;
    M[0-9][0-9][0-9] | S[0-9][0-9] | S[0-9][0-9]/T[0-9][0-9]) return 0 ;;
    M[0-9][0-9][0-9]/S[0-9][0-9] | M[0-9][0-9][0-9]/S[0-9][0-9]/T[0-9][0-9]) return 0 ;;
    [0-9][0-9][0-9][0-9][0-9][0-9]-["$lower"]["$lower"]["$lower"]) return 0 ;;
    quick-[0-9][0-9][0-9][0-9][0-9][0-9]-["$lower"]["$lower"]["$lower"]) return 0 ;;
    '#'[0-9]*) case ${1#?} in *[!0-9]*) return 1 ;; *) return 0 ;; esac ;;
    v[0-9]*) case ${1#v} in *[!"$digits."]*) return 1 ;; *) return 0 ;; esac ;;
    quick-[0-9]*) case ${1#quick-} in *[!0-9]*) return 1 ;; *) return 0 ;; esac ;;
    phase* | plan* | quick* | m* | v*) return 1 ;;
    # `e2e`, `oauth2-flow`.
    ["$lower"]*) case $1 in *[!"$lower$digits-"]*) return 1 ;; *) return 0 ;; esac ;;
  esac
  return 1
}

# Judges the subject in $1: sets `verdict` to `tagged` (with plans that exist), `untagged` or `unsure`, and `ends_header`
# to `yes` where a further line of the same paragraph could still change that.
judge_subject() {
  verdict=unsure
  ends_header=
  # The shell takes a text apart from the front, and is slow at a long one.
  case ${#1} in ? | ?? | ???) ;; *) return ;; esac
  text=$1
  while :; do
    case $text in
      'fixup! '* | 'squash! '* | 'amend! '*) text=${text#*! } ;;
      'Revert "'* | 'Reapply "'*) text=${text#*\"} ;;
      'revert: '* | 'Revert: '*) text=${text#*: } ;;
      *) break ;;
    esac
  done
  case $text in ["$letters"]*) ;; *) return ;; esac
  word=${text%%[!"$letters$digits"_./+,\&\|-]*}
  rest=${text#"$word"}
  case $rest in
    '('*) ;;
    *)
      # `Phase 67: …` and `plan: 67-04` are tags.
      case $word in [Pp][Hh][Aa][Ss][Ee]* | [Pp][Ll][Aa][Nn]*) return ;; esac
      case $rest in
        ':'* | '!:'*) verdict=untagged ;;
        ' ('* | '  ('* | '   ('*) ;;
        ' '*[![:cntrl:]' ']*) verdict=untagged ;;
        '') verdict=untagged ends_header=yes ;;
      esac
      return
      ;;
  esac
  rest=${rest#?}
  case $rest in *')'*) ;; *) return ;; esac
  scope=${rest%%)*}
  case ${rest#*)} in ':'* | '!:'*) ;; *) return ;; esac
  if names_plans "$scope"; then verdict=tagged; elif names_no_plan "$scope"; then verdict=untagged; fi
}

# Judges the message on standard input: sets `subject` and `verdict` as `judge_subject` does. A line `Plan: 67-04` tags
# as well, so of a message whose subject has no plan every line is looked at. What git will cut off (comments, a diff) is
# looked at like the rest: which lines these are is a matter of settings.
judge_message() {
  verdict=unsure
  read_subject || return 0
  judge_subject "$subject"
  case $verdict in untagged) ;; *) return 0 ;; esac
  case $subject in [Pp][Ll][Aa][Nn]:* | [Pp][Ll][Aa][Nn]["$tab "]*:*) verdict=unsure; return 0 ;; esac
  left=200
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      [Pp][Ll][Aa][Nn]:* | [Pp][Ll][Aa][Nn]["$tab "]*:*) verdict=unsure; break ;;
    esac
    case $ends_header$line in yes?*) verdict=unsure; break ;; esac
    ends_header=
    left=$((left - 1))
    case $left in 0) verdict=unsure; break ;; esac
  done
  return 0
}

# Judges the message in a file and leaves word of it; ends with 3 where there is nothing for Node to do.
guard_message() {
  judge_message <"$1"
  case $verdict in
    untagged) write_note 'untagged\n%s\n' "$subject" ;;
    tagged)
      # Of a commit that changes planning documents alone pre-commit has left word; here its subject is added.
      case $has_note in
        yes)
          IFS= read -r line <"$note" || line=
          case $line in bookkeeping\ ?*) write_note '%s\n%s\n' "$line" "$subject" ;; esac
          ;;
      esac
      ;;
    *) return 0 ;;
  esac
  return 3
}

case $guards in
  commit-msg)
    if [ -f "${1-}" ]; then
      limited guard_message "$1"
      case $? in 3) exit "$code" ;; esac
    fi
    ;;
esac

# ---- The start of Node ----

# A PATH without Node is common: desktop programs and services do not read the shell's start-up files, in which version
# managers set it. They keep the Node of a person's choice in places of their own; nvm the newest of several.
find_node() {
  newest=19
  for candidate in "${VOLTA_HOME:-${HOME-}/.volta}/bin/node" \
    "${FNM_DIR:-${HOME-}/.local/share/fnm}/aliases/default/bin/node" "${HOME-}/.fnm/aliases/default/bin/node" \
    "${HOME-}/Library/Application Support/fnm/aliases/default/bin/node" \
    "${HOME-}/.local/share/mise/shims/node" "${HOME-}/.asdf/shims/node" \
    /opt/homebrew/bin/node /usr/local/bin/node; do
    if [ -x "$candidate" ]; then PATH=${PATH-}:${candidate%/*}; return 0; fi
  done
  for candidate in "${NVM_DIR:-${HOME-}/.nvm}"/versions/node/v*/bin/node; do
    major=${candidate%/bin/node} major=${major##*/v} major=${major%%.*}
    case $major in '' | *[!0-9]* | ????*) continue ;; esac
    if [ "$major" -ge "$newest" ] && [ -x "$candidate" ]; then newest=$major found=${candidate%/*}; fi
  done
  case $newest in 19) return 1 ;; esac
  PATH=${PATH-}:$found
}

if ! command -v node >/dev/null && ! find_node; then
  printf 'planlink: node is not on PATH; hook %s skipped, nothing was checked\n' "$hook" >&2
  exit "$code"
fi

case $program in */*) dist=${program%/*} ;; *) dist=. ;; esac
program=$dist/hook.cjs
# The same hooks, in a file that starts faster.
case $hook in
  pre-commit | commit-msg | post-commit) if [ -s "$dist/commit-hook.cjs" ]; then program=$dist/commit-hook.cjs; fi ;;
esac
input=own
case $program in "$dist/hook.cjs") ;; *) case $hook in post-commit) input=commit ;; esac ;; esac
case $is_input_read in yes) input=read ;; esac
# pre-commit runs a hook that was there before its own without the input. git has it still.
case $hook.${PRE_COMMIT_RUNNING_LEGACY-} in
  post-rewrite.1)
    input=read planlink_input=
    case ${1-} in
      amend)
        old=$(git rev-parse --verify --quiet 'HEAD@{1}') && new=$(git rev-parse --verify --quiet HEAD) &&
          planlink_input="$old $new$newline"
        ;;
      rebase)
        for list in "$git_directory/rebase-merge/rewritten-list" "$git_directory/rebase-apply/rewritten"; do
          if [ -f "$list" ]; then planlink_input=$(cat "$list")$newline; break; fi
        done
        ;;
    esac
    ;;
esac
# Node takes an empty one for a program that has done its work.
if [ ! -s "$program" ]; then
  printf 'planlink: %s is missing or empty; hook %s skipped, nothing was checked\n' "$program" "$hook" >&2
  exit "$code"
fi

tell_commits() {
  LC_ALL=C GIT_NO_LAZY_FETCH=1 git diff-tree --always --root -r -z --raw --no-renames --abbrev=7 --no-notes \
    --encoding=UTF-8 --date=raw --format='tformat:%H%x00%P%x00%ad%x00%cd%x00%B' "$@" 2>/dev/null
}

# After a commit that a bookmark is there for little is done, and nothing that a repository could make slow by names whose
# hashes are alike. So Node may keep the hashes that it was built with, which saves it a fifth of its start.
flags=

# Options that are meant for other programs may stop our Node, and an extra certificate file costs it 38 ms a start.
unset NODE_OPTIONS NODE_EXTRA_CA_CERTS
case $input in
  # git tells of the new commit while Node is starting: one wait instead of two. Where commits before it started no Node,
  # git tells of them too, from the one on that Node has last seen.
  commit)
    since=
    if [ -s "$git_directory/planlink/gap" ]; then
      IFS= read -r since <"$git_directory/planlink/gap" || since=
      case $since in gap) IFS= read -r since <"$git_directory/planlink/written" || since= ;; esac
      case $since in *[!0-9a-f]*) since= ;; esac
      case ${#since} in 40 | 64) ;; *) since= ;; esac
    fi
    if [ -s "$git_directory/planlink/bookmark" ]; then
      flags='--no-rehash-snapshot --interrupt-budget=1000000 --no-regexp-tier-up --v8-pool-size=1'
    fi
    {
      case $since in
        '') tell_commits HEAD ;;
        *) git rev-list --topo-order --max-count=50 HEAD "^$since" 2>/dev/null | tell_commits --stdin ;;
      esac && printf end
    } | PLANLINK_ACTIVE=1 node $flags "$program" "$hook" --commits-on-input "$since" "$@"
    ;;
  read) printf '%s' "$planlink_input" | PLANLINK_ACTIVE=1 node "$program" "$hook" "$@" ;;
  *) PLANLINK_ACTIVE=1 node "$program" "$hook" "$@" ;;
esac
result=$?
# Another Node may not know the option: it says so, and ends with 9.
case $flags$result in
  -*9)
    PLANLINK_ACTIVE=1 node "$program" "$hook" "$@"
    result=$?
    ;;
esac
case $result in 0) exit "$code" ;; esac

case $hook in
  commit-msg | pre-push) ;;
  *)
    printf 'planlink: hook %s did not finish (exit code %s)\n' "$hook" "$result" >&2
    exit "$code"
    ;;
esac

# Only our programs end with this one, and only where git is to be stopped.
case $result in 40) exit 1 ;; esac

# Node exits with 1 when it cannot run a program, as one that is too old cannot.
major=
case $result in 1) major=$(node -p 'process.versions.node.split(".")[0]') ;; esac
case $major in
  [0-9] | 1[0-9]) printf 'planlink: node on PATH has version %s, 20.11 is needed; ' "$major" >&2 ;;
  *) printf 'planlink: the check could not be made (exit code %s); ' "$result" >&2 ;;
esac
printf '%s does not block\n' "$hook" >&2
exit 0
