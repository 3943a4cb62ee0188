#!/usr/bin/env bash
# Measures Recua and writes benchmarks/results/DATE-COMMIT.json and .md.
#
#   benchmarks/run.sh                     everything, about 15 minutes
#   benchmarks/run.sh start memory        these scenarios only: start, "added latency", "client leaves",
#                                         "engine stops", "swap past a leftover", recovery, "event latency",
#                                         "log flood", "service cost", memory, "client chunk", jmh
#   ROUNDS=0.1 benchmarks/run.sh start    a tenth of the rounds, for a try
#   OUT=/tmp/mine benchmarks/run.sh       writes /tmp/mine.json and /tmp/mine.md
#
# Needs Linux, a JDK 25 and a real llama-server: RECUA_TEST_ENGINE, or what scripts/get-test-engine.sh brings.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

. scripts/find-jdk.sh
find_java javac || {
    java_advice 'A JDK' >&2
    exit 6
}
export JAVA_HOME=$java_home
engine=$(scripts/get-test-engine.sh)
out=${OUT:-benchmarks/results/$(date -u +%F)-$(git rev-parse --short=12 HEAD)}
mkdir -p "$(dirname "$out")"

echo 'building' >&2
mvn -q -B -pl benchmarks -am package -DskipTests -Dspotless.check.skip=true

java=("$java_home/bin/java" -cp "$PWD/benchmarks/target/recua-benchmarks-0.1.0-SNAPSHOT.jar:$PWD/benchmarks/target/lib/*")

scenarios=()
jmh=$([[ $# == 0 ]] && echo yes || true)
for scenario in "$@"; do
    if [[ $scenario == jmh ]]; then jmh=yes; else scenarios+=("$scenario"); fi
done

options=("-Dengine=$engine" "-Drounds=${ROUNDS:-1}")
if [[ -n $jmh ]]; then
    results=$(mktemp)
    trap 'rm -f "$results"' EXIT
    "${java[@]}" org.openjdk.jmh.Main -rf json -rff "$results" 'dev.recua.benchmarks.micro.*' >&2
    options+=("-Djmh=$results")
    # Only JMH was asked for: no scenario has this name.
    [[ $# == 0 || ${#scenarios[@]} != 0 ]] || scenarios=(none)
fi
"${java[@]:0:1}" "${options[@]}" "${java[@]:1}" dev.recua.benchmarks.Harness "$out" "${scenarios[@]}"
echo "written: $out.md and $out.json" >&2
