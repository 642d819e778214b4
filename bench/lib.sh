# Sourced by the benches: a place to work in, a server, and how a result is told.

bench_home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
# shellcheck source=bin/lib/tools.sh
. "$bench_home/bin/lib/tools.sh"
find_jdk
export LC_ALL=C.UTF-8

work=$(mktemp -d "${TMPDIR:-/tmp}/roomledger-bench.XXXXXX")
chmod 755 "$work"
server=
rounds=${ROUNDS:-3}

roomledger() { "$bench_home/bin/roomledger" "$@"; }

# Runs one of the programs beside this file, with the server's own libraries.
program() { # FILE.java ARGUMENTS
  local file=$1
  shift
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx512m --enable-native-access=ALL-UNNAMED \
    -cp "$bench_home/target/roomledger.jar:$bench_home/target/lib/*" "$bench_home/bench/$file" "$@"
}

# Starts a server on folder $1 with the options of Java that follow; builds it first if need be.
serve() {
  local data=$1
  shift
  roomledger --version >/dev/null
  ROOMLEDGER_JAVA_OPTS="$*" "$bench_home/bin/roomledger" serve --data "$data" --port 0 >"$work/serve.log" 2>&1 &
  server=$!
  for _ in $(seq 1200); do grep -q 'Roomledger is ready' "$work/serve.log" && return; sleep 0.1; done
  cat "$work/serve.log"
  exit 1
}

stop_server() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
  server=
}

trap 'stop_server; rm -rf "$work"' EXIT

# The seconds of processor time that the server and its PostgreSQL have used so far.
cpu() { # DATA
  local postmaster
  postmaster=$(head -1 "$1/postgres/cluster/postmaster.pid")
  # processes come and go while this looks
  cat "/proc/$server/stat" "/proc/$postmaster/stat" \
    $(for child in $(pgrep -P "$postmaster"); do echo "/proc/$child/stat"; done) 2>/dev/null |
    awk '{ gsub(/\([^)]*\)/, "x"); all += $14 + $15; if (NR == 2) all += $16 + $17 } END { print all / 100 }' || true
}

# Exports into $work/$1, prints what the program says of it, and sets: seconds, cpu_seconds.
export_into() { # FILE KIND DATA OPTIONS...
  local file=$1 kind=$2 data=$3 before said
  shift 3
  before=$(cpu "$data")
  said=$(roomledger export "$kind" --data "$data" --out "$work/$file" --force "$@" 2>/dev/null)
  cpu_seconds=$(awk -v a="$before" -v b="$(cpu "$data")" 'BEGIN { printf "%.2f", b - a }')
  seconds=$(sed -n 's/.* in \([0-9.]*\) s (.*/\1/p' <<<"$said")
  echo "  ${said#"$work/"}" | sed "s/, SHA-256.*/, processor $cpu_seconds s (server and PostgreSQL)/"
}

least() { printf '%s\n' "$@" | sort -g | head -1; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.3f", a / b }'; }

# Tells a result: a goal is "at most N" or "at least N", which the ratio is held against.
result() { # NAME FIGURE FLOOR-OR-PEER RATIO GOAL
  local verdict
  verdict=$(awk -v r="$4" -v goal="$5" 'BEGIN {
    split(goal, w, " "); ok = w[2] == "most" ? r <= w[3] : r >= w[3]; print ok ? "held" : "SHORT" }')
  printf 'RESULT|%s|%s|%s|%s|%s|%s\n' "$1" "$2" "$3" "$(awk -v r="$4" 'BEGIN { printf "%.2f", r }')" "$5" "$verdict"
}
