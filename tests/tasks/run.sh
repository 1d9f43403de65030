#!/bin/sh
# Runs a task: run.sh build --dev = set-up, then tests/tasks/build.mjs --dev with what the set-up found.
# Not here: any work of its own.
set -eu
cd "$(dirname "$0")/../.."
task=$1; shift
case $task in
  demo | doctor) ;; # need a running Usher, no tools
  test) sh tests/tasks/setup.sh --browser ;;
  *) sh tests/tasks/setup.sh ;;
esac
if [ -f .usher/env.sh ]; then . .usher/env.sh; fi
if [ "$task" = bench ]; then exec node tests/bench/run.mjs "$@"; fi
exec node "tests/tasks/$task.mjs" "$@"
