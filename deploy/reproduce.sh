#!/bin/sh
# Builds the committed sources twice, in two directories, and compares the jars byte by byte.
# deploy/reproduce.sh [MODULE...]; default: all modules. Uses Maven's local repository only. The bill of materials
# (bom.json) is not created offline, so it is not compared.
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
