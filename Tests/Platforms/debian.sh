#!/usr/bin/env bash
# Runs the README's test command, or another, on a Debian of another release, in a folder:
#
#     Tests/Platforms/debian.sh trixie /var/tmp/debian-13
#     Tests/Platforms/debian.sh trixie /var/tmp/debian-13 ONEDNN_MAX_CPU_ISA=AVX2 swift test -c release
#
# Wants root, `debootstrap`, and the Swift toolchain of this machine, which is bound into the folder, not copied. The folder
# is made at the first time (300 MB, then 2 GB with a build); what is tested is the checkout's last commit. MIRROR is where
# Debian's packages come from; BIND names further folders, divided by colons, that must be seen in there too, such as one
# that git's configuration points to; without GIT_CONFIG_SYSTEM the system's git configuration goes along.
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,11s/^# \{0,1\}//p' "$0" >&2; exit 64; }
release=$1 root=$2
shift 2
checkout=$(cd "$(dirname "$0")/../.." && pwd)
swift=$(readlink -f "$(command -v swift)")
toolchain=${swift%/usr/bin/*}
[ "$toolchain" != "$swift" ] || { echo "the toolchain of $swift does not end in usr/bin" >&2; exit 2; }

if [ ! -e "$root/etc/debian_version" ]; then
    mkdir -p "$root"
    # Debian 13 renamed it.
    case $release in bookworm | bullseye) curl=libcurl4 ;; *) curl=libcurl4t64 ;; esac
    debootstrap --variant=minbase --include=ca-certificates,git,python3,gcc,g++,libc6-dev,binutils,libxml2-dev,libncurses-dev,libedit2,libsqlite3-0,"$curl",tzdata \
        "$release" "$root" ${MIRROR:+"$MIRROR"}
fi

mounted=()
leave() {
    for place in "${mounted[@]}"; do umount -l "$place"; done
}
trap leave EXIT
bind() {
    mkdir -p "$root$1"
    mount --bind "$1" "$root$1"
    mounted=("$root$1" "${mounted[@]}")
}
IFS=: read -ra folders <<< "/proc:/dev:/dev/pts:/sys:$toolchain${BIND:+:$BIND}"
for folder in "${folders[@]}"; do bind "$folder"; done
cp /etc/resolv.conf "$root/etc/resolv.conf" 2> /dev/null || true
git config --system --list > /dev/null 2>&1 && cp /etc/gitconfig "$root/etc/gitconfig"

# The last commit; what an earlier run has built of files that are the same stays.
[ -e "$root/netspec/.git" ] || git init -q "$root/netspec"
git -C "$root/netspec" fetch -q "$checkout" HEAD
git -C "$root/netspec" reset -q --hard FETCH_HEAD

if [ $# -eq 0 ]; then
    command=$(grep '^apt-get ' "$checkout/README.md" | tail -n 1)
else
    command="apt-get update && apt-get install -y $(grep -o 'libyaml-dev[a-z0-9 -]*' "$checkout/README.md" | head -n 1) && env"
    for word in "$@"; do command+=" $(printf %q "$word")"; done
fi
echo "== $(cat "$root/etc/debian_version"): $command"
chroot "$root" env -i PATH="$toolchain/usr/bin:/usr/sbin:/usr/bin:/sbin:/bin" HOME=/root DEBIAN_FRONTEND=noninteractive \
    LANG=C.UTF-8 bash -euo pipefail -c "cd /netspec && $command"
