#!/usr/bin/env bash
# Make sure that this Python can build a virtual environment (Debian ships venv apart).
set -eu
python=$1
if ! command -v "$python" >/dev/null || ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Python 3.11 oder neuer fehlt. Bitte einmal ausführen: sudo apt-get install python3" >&2
    exit 1
fi
if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    exit 0
fi
if [ "$(id -u)" = 0 ]; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
else
    echo "Es fehlt ein Paket. Bitte einmal ausführen: sudo apt-get install python3-venv" >&2
    exit 1
fi
