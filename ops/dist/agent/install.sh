#!/bin/sh
# Installs the agent for this user, without root: program in ~/.pypnm-agent/program, settings in ~/.pypnm-agent. Run it again
# from a newer archive to upgrade; settings, journal and logs stay.
#
#   install.sh [--home DIR] [--agent-id ID --url URL --token-file FILE]
set -eu
here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
home=${PYPNM_AGENT_HOME:-$HOME/.pypnm-agent}
agent_id= url= token_file=
while [ $# -gt 0 ]; do
    case $1 in
        --home) home=$2 ;;
        --agent-id) agent_id=$2 ;;
        --url) url=$2 ;;
        --token-file) token_file=$2 ;;
        *)
            sed -n '2,6s/^# \{0,1\}//p' "$0" >&2
            exit 64
            ;;
    esac
    shift 2
done
case $(uname -s)-$(uname -m) in
    Linux-x86_64) ;;
    *)
        echo "install.sh: this archive is for Linux on x86_64, this is $(uname -s) on $(uname -m)" >&2
        exit 1
        ;;
esac

umask 077
mkdir -p "$home"
chmod 700 "$home"
# Beside the old one first, then in its place: a copy that breaks off leaves an agent that works.
trap 'rm -rf "$home/program.new"' EXIT
rm -rf "$home/program.new"
mkdir "$home/program.new"
cp -R "$here/bin" "$here/lib" "$here/runtime" "$here/run_background.sh" "$here/systemd" "$here/LICENSE" "$here/NOTICE" \
    "$here/agent_config.example.json" "$home/program.new/"
if [ -x "$home/run_background.sh" ] && PYPNM_AGENT_HOME=$home "$home/run_background.sh" status >/dev/null 2>&1; then
    was_running=yes
    PYPNM_AGENT_HOME=$home "$home/run_background.sh" stop
else
    was_running=no
fi
rm -rf "$home/program.old"
[ ! -d "$home/program" ] || mv "$home/program" "$home/program.old"
mv "$home/program.new" "$home/program"
rm -rf "$home/program.old"
ln -sfn program/run_background.sh "$home/run_background.sh"

if [ ! -e "$home/agent_config.json" ]; then
    sed -e "s|\"agent_id\": *\"[^\"]*\"|\"agent_id\": \"${agent_id:-CHANGE-ME}\"|" \
        -e "s|\"url\": *\"[^\"]*\"|\"url\": \"${url:-wss://CHANGE-ME/ws/agent}\"|" \
        ${token_file:+-e "s|\"auth_token\": *\"[^\"]*\"|\"auth_token_file\": \"$home/token\"|"} \
        "$here/agent_config.example.json" >"$home/agent_config.json"
    chmod 600 "$home/agent_config.json"
fi
if [ -n "$token_file" ]; then
    cp "$token_file" "$home/token"
    chmod 600 "$home/token"
fi
units=${XDG_CONFIG_HOME:-$HOME/.config}/systemd/user
if mkdir -p "$units" 2>/dev/null; then
    sed "s|@HOME@|$home|g" "$here/systemd/pypnm-agent.service" >"$units/pypnm-agent.service"
fi

echo "installed in $home"
if [ "$was_running" = yes ]; then
    PYPNM_AGENT_HOME=$home "$home/run_background.sh" start
else
    echo "1. settings:  $home/agent_config.json"
    echo "2. check:     $home/program/bin/pypnm-agent --home $home --check-config"
    echo "3. start:     $home/run_background.sh start      (or: systemctl --user enable --now pypnm-agent)"
    echo "4. look:      $home/run_background.sh status"
fi
