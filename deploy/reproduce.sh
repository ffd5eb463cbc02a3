#!/bin/sh
# Builds modules twice, in two folders, from what is committed, and compares the jars byte by byte.
# deploy/reproduce.sh [MODULE...]; all modules unless some are named. Uses what Maven has downloaded already. The list of what is
# shipped (bom.json) is not made offline, so it is not compared.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
modules=$(echo "$*" | tr ' ' ',')
for build in first second; do
  mkdir "$work/$build"
  git archive HEAD | tar -x -C "$work/$build"
  (cd "$work/$build" && mvn -o -B -q -DskipTests -Dspotless.check.skip ${modules:+-pl "$modules" -am} package)
done
status=0
for jar in $(cd "$work/first" && find . -path '*/target/*' -name '*.jar' -path '*SNAPSHOT*' -o -name bom.json | sort); do
  if cmp -s "$work/first/$jar" "$work/second/$jar"; then
    echo "same     $jar"
  else
    echo "DIFFERS  $jar"
    status=1
  fi
done
exit $status
