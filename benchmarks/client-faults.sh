#!/usr/bin/env bash
# Plays every fault of the table to three Java clients and writes docs/reference/client-faults.md.
#
#   benchmarks/client-faults.sh           about two minutes, after the build
#
# Needs a JDK 25. Nothing outside this machine is asked.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

. scripts/find-jdk.sh
find_java javac || {
    java_advice 'A JDK' >&2
    exit 6
}
export JAVA_HOME=$java_home

echo 'building' >&2
mvn -q -B -pl benchmarks -am package -DskipTests -Dspotless.check.skip=true

version() {
    sed -n "s|.*<$1.version>\(.*\)</$1.version>.*|\1|p" pom.xml
}
"$java_home/bin/java" -cp "$PWD/benchmarks/target/recua-benchmarks-0.1.0-SNAPSHOT.jar:$PWD/benchmarks/target/lib/*" \
    dev.recua.benchmarks.faults.ClientFaults docs/reference/client-faults.md \
    "$(version openai-java)" "$(version langchain4j)"
echo 'written: docs/reference/client-faults.md' >&2
