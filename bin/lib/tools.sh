# Sourced by the scripts beside it: finds a JDK and brings missing tools.

JDK_WANTED=25

# The major version of the Java in folder $1; nothing if there is none.
java_version() {
  [ -x "$1/bin/java" ] || return 0
  if [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
  else
    "$1/bin/java" -version 2>&1 | sed -n '1s/.*version "\([0-9]*\).*/\1/p'
  fi
}

new_enough() {
  local version
  version=$(java_version "$1")
  [ "${version:-0}" -ge "$JDK_WANTED" ] 2>/dev/null
}

# Sets and exports JAVA_HOME: the one that is set, the newest installed, the one on the PATH.
find_jdk() {
  local home
  if [ -n "${JAVA_HOME:-}" ] && new_enough "$JAVA_HOME"; then
    export JAVA_HOME
    return
  fi
  for home in $(printf '%s\n' /usr/lib/jvm/* /opt/java/* /opt/jdk* | sort -rV); do
    if [ ! -L "$home" ] && new_enough "$home"; then
      export JAVA_HOME=$home
      return
    fi
  done
  home=$(command -v java || true)
  if [ -n "$home" ]; then
    home=$(dirname "$(dirname "$(readlink -f "$home")")")
    if new_enough "$home"; then
      export JAVA_HOME=$home
      return
    fi
  fi
  cat >&2 <<END
roomledger: no Java $JDK_WANTED found (expected: a JDK $JDK_WANTED or newer in JAVA_HOME, under /usr/lib/jvm or on the PATH).
Install one, for example Temurin $JDK_WANTED from https://adoptium.net/installation/linux
(the package temurin-$JDK_WANTED-jdk; newer distributions also have openjdk-$JDK_WANTED-jdk-headless), and start again.
END
  exit 1
}

# Makes sure of command $1 of Debian's package $2; other names of the command may follow.
need() {
  local command=$1 package=$2 name
  shift 2
  for name in "$command" "$@"; do
    if command -v "$name" >/dev/null; then
      return
    fi
  done
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "roomledger: installing $package" >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >&2 ||
      { apt-get update -qq >&2 &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >&2; }
  fi
  if ! command -v "$command" >/dev/null; then
    echo "roomledger: $command: not found (expected: the package $package; on Debian: apt-get install $package)" >&2
    exit 1
  fi
}
