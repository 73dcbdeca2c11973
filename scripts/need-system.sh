#!/usr/bin/env bash
# Install PostgreSQL and Chromium for the tests, or say the one command that does.
set -eu
packages=()
if [ "${SKIP_POSTGRES:-}" != 1 ] && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    packages+=(postgresql)
fi
if [ "${SKIP_BROWSER:-}" != 1 ] && ! command -v chromium >/dev/null; then
    packages+=(chromium)
fi
[ ${#packages[@]} = 0 ] && exit 0
if [ "$(id -u)" = 0 ]; then
    echo "Installiere ${packages[*]} …"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${packages[@]}" >/dev/null
else
    echo "Für die Tests fehlt etwas. Bitte einmal ausführen:" >&2
    echo "  sudo apt-get install ${packages[*]}" >&2
    echo "oder mit SKIP_POSTGRES=1 bzw. SKIP_BROWSER=1 bewusst darauf verzichten." >&2
    exit 1
fi
