# Finds an installed Java 25 or newer. To be sourced (POSIX sh and bash); nothing runs by itself.
#
#   find_java java    sets java_home to a runtime; javac not needed
#   find_java javac   sets java_home to a JDK
#
# Both return 1 when there is none; `java_problem` then says which setting is to blame, if one is.
# Order: RECUA_JAVA_HOME (never overruled), JAVA_HOME, the PATH's java, then the places where installers put JDKs;
# among those 25 itself goes before anything newer. Versions are read from each home's `release` file, because
# starting twenty JVMs to ask them takes seconds.

java_minimum=25

# The file behind any chain of symbolic links. `readlink -f` is missing on older macOS.
resolve_links() {
    resolved=$1
    while [ -L "$resolved" ]; do
        link=$(readlink "$resolved") || return 1
        case $link in
            /*) resolved=$link ;;
            *) resolved=$(dirname "$resolved")/$link ;;
        esac
    done
}

# Sets java_feature to the feature number (25 for 25.0.3) of the Java in home $1, 0 when it is none.
read_java_feature() {
    java_feature=0
    [ -x "$1/bin/java" ] || return 0
    if [ -r "$1/release" ]; then
        while IFS='=' read -r key value || [ -n "$key" ]; do
            [ "$key" = JAVA_VERSION ] || continue
            value=${value#\"}
            java_feature=${value%%[!0-9]*}
            break
        done <"$1/release"
    else
        value=$("$1/bin/java" -version 2>&1 </dev/null | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
        java_feature=$value
    fi
    [ -n "$java_feature" ] || java_feature=0
}

# Whether home $1 is recent enough and has what $2 (java or javac) names.
java_fits() {
    read_java_feature "$1"
    [ "$java_feature" -ge "$java_minimum" ] && [ -x "$1/bin/$2" ]
}

# Sets java_home to the home of the PATH's java, which may be a link or a shim.
java_home_on_path() {
    java_home=
    on_path=$(command -v java) || return 1
    resolve_links "$on_path" || return 1
    java_home=${resolved%/bin/java}
    if [ "$java_home" = "$resolved" ] || [ ! -e "$java_home/release" ]; then
        java_home=$(java -XshowSettings:properties -version 2>&1 </dev/null |
            sed -n 's/^ *java\.home = //p' | head -n 1)
    fi
    [ -n "$java_home" ]
}

find_java() {
    java_problem=
    if [ -n "${RECUA_JAVA_HOME:-}" ]; then
        java_home=$RECUA_JAVA_HOME
        java_fits "$java_home" "$1" && return 0
        java_problem="RECUA_JAVA_HOME is $java_home, which has "
        if [ "$java_feature" = 0 ]; then
            java_problem="${java_problem}no bin/java"
        elif [ "$java_feature" -lt "$java_minimum" ]; then
            java_problem="${java_problem}Java $java_feature"
        else
            java_problem="${java_problem}no $1"
        fi
        return 1
    fi
    if [ -n "${JAVA_HOME:-}" ]; then
        java_home=$JAVA_HOME
        java_fits "$java_home" "$1" && return 0
    fi
    java_home_on_path && java_fits "$java_home" "$1" && return 0

    newer=
    for java_home in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* /usr/local/lib/jvm/* /opt/* /opt/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk* /usr/local/opt/openjdk* \
        /home/linuxbrew/.linuxbrew/opt/openjdk* \
        "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
        "${HOME:-/nonexistent}"/.local/share/mise/installs/java/* "${HOME:-/nonexistent}"/.asdf/installs/java/* \
        "${HOME:-/nonexistent}"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
        java_fits "$java_home" "$1" || continue
        [ "$java_feature" -gt "$java_minimum" ] || return 0
        [ -n "$newer" ] || newer=$java_home
    done
    java_home=$newer
    [ -n "$java_home" ]
}

# One line: what to install and where. $1: JDK or Java.
java_advice() {
    echo "$1 $java_minimum or newer is needed${java_problem:+ ($java_problem)}: install one" \
        "(apt install temurin-25-jdk, or sdk install java 25-tem, or brew install openjdk@25)" \
        "or set RECUA_JAVA_HOME to the folder of an installed one."
}
