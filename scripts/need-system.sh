#!/usr/bin/env bash
# Install what is missing from Debian, or say the one command that does: need-system.sh run|test
set -eu
packages=()
ldconfig=$(PATH="$PATH:/sbin:/usr/sbin" command -v ldconfig)
known=$("$ldconfig" -p)
for package in libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; do
    # libpango-1.0-0 holds libpango-1.0.so.0, libharfbuzz-subset0 holds libharfbuzz-subset.so.0
    library=${package%0}
    grep -q "${library%-}\.so\.0" <<<"$known" || packages+=("$package")
done
if [ "$1" = test ]; then
    if [ "${SKIP_POSTGRES:-}" != 1 ] && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
        packages+=(postgresql)
    fi
    if [ "${SKIP_BROWSER:-}" != 1 ] && ! command -v chromium >/dev/null; then
        packages+=(chromium)
    fi
fi
[ ${#packages[@]} = 0 ] && exit 0
if [ "$(id -u)" = 0 ]; then
    echo "Installiere ${packages[*]} …"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${packages[@]}" >/dev/null
else
    echo "Es fehlt etwas. Bitte einmal ausführen:" >&2
    echo "  sudo apt-get install ${packages[*]}" >&2
    [ "$1" = test ] && echo "oder mit SKIP_POSTGRES=1 bzw. SKIP_BROWSER=1 bewusst darauf verzichten." >&2
    exit 1
fi
