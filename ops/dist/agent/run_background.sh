#!/bin/sh
# Runs the agent in the background: run_background.sh start|stop|restart|status|logs
#
# Its home is ~/.pypnm-agent (PYPNM_AGENT_HOME): agent_config.json, agent.pid, status.json, logs/agent.log.0, journal.
#
# | command | exit code                                                                                     |
# |---------|-----------------------------------------------------------------------------------------------|
# | start   | 0 it runs now, or ran already; 1 it did not start (its last words are shown); 2 bad settings    |
# | stop    | 0 it has stopped, or did not run; 1 it did not stop in time and was killed                      |
# | restart | as start                                                                                      |
# | status  | 0 it runs; 1 it does not                                                                      |
# | logs    | as tail -F                                                                                    |
# | other   | 64                                                                                            |
set -u
umask 077
here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
home=${PYPNM_AGENT_HOME:-$HOME/.pypnm-agent}
pid_file=$home/agent.pid
log=$home/logs/agent.log.0
console=$home/logs/console.log
stop_seconds=${PYPNM_AGENT_STOP_SECONDS:-30}

# When a process started, in clock ticks since boot: with the pid it names one process for ever (proc(5), field 22).
started() {
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    # The second field is a name in brackets that may hold anything.
    set -- ${stat##*) }
    [ "$1" != Z ] && [ "$1" != X ] && echo "${20}"
}

# The pid of the agent this script started, if it still runs. A pid that another process has now is not ours.
running() {
    [ -r "$pid_file" ] || return 1
    read -r pid ticks <"$pid_file" || return 1
    case $pid$ticks in '' | *[!0-9]*) return 1 ;; esac
    [ "$(started "$pid")" = "$ticks" ] || return 1
    echo "$pid"
}

start() {
    if pid=$(running); then
        echo "agent runs already, pid $pid"
        return 0
    fi
    if ! { mkdir -p "$home/logs" && chmod 700 "$home" "$home/logs" && echo starting >"$console"; }; then
        echo "agent did not start: $home cannot be written" >&2
        return 1
    fi
    "$here/bin/pypnm-agent" --home "$home" --check-config >"$console" 2>&1 || {
        code=$?
        cat "$console" >&2
        [ $code = 2 ] || code=1
        return $code
    }
    # setsid: a closed terminal does not end it. The pid file is written by the parent, before anyone can ask for it.
    setsid "$here/bin/pypnm-agent" --home "$home" --log-file >"$console" 2>&1 </dev/null 9>&- &
    pid=$!
    ticks=$(started "$pid") || ticks=
    if ! { echo "$pid $ticks" >"$pid_file.new" && mv "$pid_file.new" "$pid_file"; }; then
        kill -KILL "$pid" 2>/dev/null
        echo "agent did not start: $pid_file cannot be written" >&2
        return 1
    fi
    wait_until_up "$pid"
}

# Up is when its status file is its own; at most 15 s.
wait_until_up() {
    tries=0
    while [ $tries -lt 150 ]; do
        if ! running >/dev/null; then
            echo "agent did not start:" >&2
            tail -q -n 20 "$log" "$console" 2>/dev/null >&2
            rm -f "$pid_file"
            return 1
        fi
        if grep -q "\"pid\" *: *\"\{0,1\}$1\b" "$home/status.json" 2>/dev/null; then
            echo "agent started, pid $1"
            return 0
        fi
        tries=$((tries + 1))
        sleep 0.1
    done
    echo "agent runs, pid $1, and has not reported yet: see $log" >&2
}

stop() {
    if ! pid=$(running); then
        echo "agent does not run"
        rm -f "$pid_file"
        return 0
    fi
    kill -TERM "$pid" 2>/dev/null
    tries=0
    while running >/dev/null; do
        if [ $tries -ge $((stop_seconds * 10)) ]; then
            echo "agent did not stop within $stop_seconds s: killing pid $pid" >&2
            kill -KILL "$pid" 2>/dev/null
            # Its lock on the home goes with it, which takes a moment.
            tries=0
            while running >/dev/null && [ $tries -lt 50 ]; do
                tries=$((tries + 1))
                sleep 0.1
            done
            rm -f "$pid_file"
            return 1
        fi
        tries=$((tries + 1))
        sleep 0.1
    done
    rm -f "$pid_file"
    echo "agent stopped"
}

status() {
    if ! pid=$(running); then
        echo "agent does not run"
        return 1
    fi
    "$here/bin/pypnm-agent" --home "$home" status
}

# One at a time: of two that start, the second finds the first one's agent. The lock goes with this process.
# Not where the home cannot be written: then nothing is started anyway.
alone() {
    lock=$home/run_background.lock
    # Tried in a shell of its own: a redirection of exec that fails ends the shell.
    if command -v flock >/dev/null && (: >>"$lock") 2>/dev/null; then
        exec 9>>"$lock"
        flock 9
    fi
}

case ${1:-} in
    start) alone; start ;;
    stop) alone; stop ;;
    restart) alone; stop; start ;;
    status) status ;;
    logs) exec tail -n 100 -F "$log" ;;
    *)
        echo "usage: $(basename "$0") start|stop|restart|status|logs" >&2
        exit 64
        ;;
esac
