#!/bin/sh
# Runs one example, from its source: no build of its own is needed.
#
#   examples/run.sh AskAModel "What day comes after Monday?"
#   examples/run.sh                 names all of them
#
# Builds Recua first when that is still to be done, for its libraries are the class path.
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
folder=$root/examples/src/main/java/dev/recua/examples

if [ $# = 0 ] || [ ! -f "$folder/$1.java" ]; then
    echo "usage: examples/run.sh EXAMPLE [ARGUMENT…], where EXAMPLE is one of" >&2
    sed -n 's|^// Run: examples/run.sh ||p' "$folder"/*.java | sed 's/^/  /' >&2
    exit 2
fi
example=$folder/$1.java
shift

. "$root/scripts/find-jdk.sh"
"$root/recua" version >/dev/null
find_java javac || {
    java_advice 'A JDK' >&2
    exit 6
}
exec "$java_home/bin/java" -cp "$root/gateway/target/recua/lib/*" "$example" "$@"
