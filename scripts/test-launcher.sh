#!/usr/bin/env bash
# Tests `recua` and scripts/find-jdk.sh without building anything: a small tree in a temporary folder, and stand-ins
# for Maven and Java that write down what they are asked. Takes seconds.
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
work=$(mktemp -d "${TMPDIR:-/tmp}/recua-launcher.XXXXXX")
work=$(cd "$work" && pwd -P)
tree=$work/tree
builds=$work/builds # a line per build, by the stand-in for Maven
passed=0

trap 'rm -rf "$work"' EXIT

fail() {
    printf 'test-launcher: FAILED: %s\n' "$*" >&2
    for told in out err; do
        [[ ! -s $work/$told ]] || sed "s/^/    $told: /" "$work/$told" >&2
    done
    exit 1
}

ok() {
    passed=$((passed + 1))
    printf 'test-launcher: %s\n' "$*"
}

# A stand-in for a Java: home, feature number, its programs. It says who it is and what it was asked.
fake_java() {
    local home=$1 feature=$2 program
    shift 2
    mkdir -p "$home/bin"
    printf 'IMPLEMENTOR="nobody"\nJAVA_VERSION="%s.0.3"\n' "$feature" >"$home/release"
    for program in "$@"; do
        printf '#!/bin/sh\necho "%s $*"\n' "$home" >"$home/bin/$program"
        chmod +x "$home/bin/$program"
    done
}

# A stand-in for Maven: a build that takes as long as $work/build-takes says, and fails if $work/build-fails is there.
fake_maven() {
    cat >"$work/bin/mvn" <<MAVEN
#!/bin/sh
echo "\$JAVA_HOME \$*" >>"$builds"
sleep "\$(cat "$work/build-takes" 2>/dev/null || echo 0)"
if [ -e "$work/build-fails" ]; then
    echo '[ERROR] Foo.java:[3,5] a semicolon is missing'
    echo '[ERROR] Re-run Maven using the -X switch'
    exit 1
fi
mkdir -p gateway/target/recua/lib
touch gateway/target/recua/.built gateway/target/recua/lib/recua-gateway.jar
MAVEN
    chmod +x "$work/bin/mvn"
}

fresh_tree() {
    rm -rf "$tree" "$builds" "$work"/build-*
    mkdir -p "$tree"/{scripts,gateway/src/main,models/src/main,bundled}
    cp "$repository/recua" "$tree/"
    cp "$repository/scripts/find-jdk.sh" "$tree/scripts/"
    touch "$tree"/{pom.xml,gateway/pom.xml,models/pom.xml,models/src/main/Model.java}
    find "$tree" -exec touch -d '1 hour ago' {} +
    : >"$builds"
}

# The launcher on a machine that has only our Maven and what $path says; out, err and status are kept.
launch() {
    status=0
    env -i HOME="$work/home" PATH="$path" ${java:+"$java"} "$tree/recua" "$@" \
        >"$work/out" 2>"$work/err" </dev/null || status=$?
}

expect_status() { [[ $status == "$1" ]] || fail "$2: ended with $status, not $1"; }

expect_builds() {
    local count
    count=$(wc -l <"$builds")
    ((count == $1)) || fail "$2: $count builds, not $1"
}

# The programs of the system that scripts call, without a Java or a Maven.
mkdir -p "$work"/{bin,tools,home}
for tool in sh bash env sed grep find cat touch mkdir rm mv sleep date uname dirname readlink head tail kill wc; do
    ln -s "$(command -v "$tool" || echo /nonexistent)" "$work/tools/$tool"
done
fake_maven
fake_java "$work/jdk25" 25 java javac
fake_java "$work/jdk26" 26 java javac
fake_java "$work/jdk17" 17 java javac
fake_java "$work/jre25" 25 java
path=$work/bin:$work/tools
java=RECUA_JAVA_HOME=$work/jdk25

# --- building when something is newer -------------------------------------------------------------------------------

fresh_tree
launch serve --listen 127.0.0.1:0
expect_status 0 'first start'
expect_builds 1 'first start'
grep -q 'for the first time' "$work/err" || fail 'the first build is not announced'
grep -q -- "-jar $tree/gateway/target/recua/lib/recua-gateway.jar serve --listen 127.0.0.1:0\$" "$work/out" ||
    fail 'the command line is not passed on'
ok 'the first start builds, then runs the command'

launch ls
expect_builds 1 'second start'
[[ ! -s $work/err ]] || fail 'a start that builds nothing says something'
ok 'a second start builds nothing and says nothing'

touch -d '1 minute' "$tree/models/src/main/Model.java"
launch ls
expect_builds 2 'after an edit'
grep -q 'a source is newer than the build' "$work/err" || fail 'the reason is not told'
ok 'an edited source is built again'

fresh_tree
launch ls
find "$tree" -exec touch -d '1 hour ago' {} +
rm "$tree/models/src/main/Model.java"
launch ls
expect_builds 2 'after a removal'
ok 'a removed source is built again'

fresh_tree
touch "$work/build-fails"
launch ls
expect_status 1 'a failing build'
grep -q 'a semicolon is missing' "$work/err" || fail "the compiler's error is not shown"
! grep -q 'Re-run' "$work/err" || fail "Maven's advice is shown"
[[ ! -s $work/out && ! -e $tree/target/launcher.lock ]] || fail 'it ran, or left its lock'
ok 'a failing build ends with 1, its errors and no lock'

# --- one build at a time --------------------------------------------------------------------------------------------

fresh_tree
echo 1 >"$work/build-takes"
for number in 1 2 3; do
    env -i HOME="$work/home" PATH="$path" "$java" "$tree/recua" ls >"$work/out.$number" 2>"$work/err.$number" &
done
wait
expect_builds 1 'three starts at once'
for number in 1 2 3; do grep -q ' ls$' "$work/out.$number" || fail "start $number of three did not run"; done
[[ ! -e $tree/target/launcher.lock ]] || fail 'the lock is still there'
ok 'three starts at once build once, and all run'

fresh_tree
mkdir -p "$tree/target/launcher.lock"
sleep 0 &
gone=$!
wait "$gone"
echo "$gone" >"$tree/target/launcher.lock/launcher"
launch ls
expect_status 0 'with an abandoned lock'
expect_builds 1 'with an abandoned lock'
ok 'the lock of a dead build is taken over'

# --- which Java -----------------------------------------------------------------------------------------------------

expect_java() { # home, what
    expect_status 0 "$2"
    grep -q "^$1 " "$work/out" || fail "$2: it ran another Java"
}

fresh_tree
java=RECUA_JAVA_HOME=$work/jdk17
launch ls
expect_status 6 'RECUA_JAVA_HOME with Java 17'
grep -q "^recua: To build, a JDK 25 or newer is needed (RECUA_JAVA_HOME is $work/jdk17, which has Java 17): install" \
    "$work/err" || fail 'the line about the JDK'
[[ $(wc -l <"$work/err") == 1 ]] || fail 'more than one line'
expect_builds 0 'without a JDK'
ok 'without a JDK it ends with 6 and one line that names the setting'

java=RECUA_JAVA_HOME=$work/jre25
launch ls
expect_status 6 'RECUA_JAVA_HOME without javac'
grep -q "(the Java in $work/jre25 has no javac): install" "$work/err" || fail 'the missing javac is not told'
ok 'a runtime without a compiler does not build'

java=JAVA_HOME=$work/jdk26
launch ls
expect_java "$work/jdk26" 'JAVA_HOME'
ok 'JAVA_HOME is taken when it is new enough'

# Where JDKs are looked for besides: a folder below the home, behind a PATH whose java is older.
mkdir -p "$work/home/.sdkman/candidates/java"
ln -s "$work/jdk17/bin/java" "$work/bin/java"
for found in 26 25; do
    ln -s "$work/jdk$found" "$work/home/.sdkman/candidates/java/$found"
done
# This machine may have JDKs of its own in other places, so nothing is run, and only the version is looked at.
found=$(env -i HOME="$work/home" PATH="$path" JAVA_HOME="$work/jdk17" \
    sh -c ". '$tree/scripts/find-jdk.sh'; find_java javac && echo \"\$java_home\"") || fail 'no JDK is found'
read_feature=$(env -i PATH="$path" sh -c ". '$tree/scripts/find-jdk.sh'; read_java_feature '$found'; echo \$java_feature")
[[ $read_feature == 25 ]] || fail "25 goes before newer ones, but $found was found"
ok "behind an older default Java a 25 is found ($found)"

# --- a distribution -------------------------------------------------------------------------------------------------

rm -rf "$tree" && mkdir -p "$tree"/{lib,scripts}
cp "$repository/recua" "$tree/" && cp "$repository/scripts/find-jdk.sh" "$tree/scripts/"
touch "$tree/lib/recua-gateway.jar"
: >"$builds"
java=RECUA_JAVA_HOME=$work/jre25
launch version
expect_java "$work/jre25" 'a distribution'
expect_builds 0 'a distribution'
java=RECUA_JAVA_HOME=$work/jdk17
launch version
expect_status 6 'a distribution without Java'
ok 'a distribution runs with a runtime only, and builds nothing'

ln -s "$tree/recua" "$work/bin/recua"
java=RECUA_JAVA_HOME=$work/jre25
env -i HOME="$work/home" PATH="$path" "$java" recua version >"$work/out" 2>"$work/err" || fail 'a link on the PATH'
grep -q "recua.install=$tree " "$work/out" || fail 'a link on the PATH is not followed'
ok 'a link on the PATH is followed'

echo "test-launcher: $passed tests passed in $SECONDS s"
