#!/usr/bin/env bash
# Runs the README's two commands on fresh Debian systems, each made for it and removed afterwards.
#
#   tests/supply/fresh_os.sh                  stable and testing
#   tests/supply/fresh_os.sh testing          one of them
#   tests/supply/fresh_os.sh --keep testing   and keep its folder, to look around
#
# It needs root, debootstrap and a network, takes some ten minutes a system, and tests the last commit.
# What it prints goes into the changelog of a release.
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)

keep=
if [ "${1:-}" = --keep ]; then keep=1; shift; fi
case "${1:-}" in -*) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 2 ;; esac
[ "$(id -u)" = 0 ] || { echo "fresh_os.sh: debootstrap and chroot need root" >&2; exit 2; }
command -v debootstrap >/dev/null || { echo "fresh_os.sh: needs debootstrap (apt-get install debootstrap)" >&2; exit 2; }

# The mirror that this machine's own apt takes Debian from; where it has none, debootstrap's.
mirror=$(apt-get indextargets --format '$(ORIGIN) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
  sed -n 's/^Debian //p' | grep -v security | head -n 1)

work=$(mktemp -d)
finish() {
  for folder in "$work"/*/; do for place in dev proc; do umount "$folder$place" 2>/dev/null || true; done; done
  if [ -n "$keep" ]; then echo "kept: $work"; else rm -rf --one-file-system "$work"; fi
}
trap finish EXIT

failed=0
for suite in "${@:-stable testing}"; do for system in $suite; do
  root=$work/$system
  debootstrap --variant=minbase --include=python3,python3-venv,make,git,ca-certificates "$system" "$root" $mirror \
    >"$work/$system.log" 2>&1 || { tail -n 3 "$work/$system.log"; exit 1; }
  mount --bind /dev "$root/dev"
  mount -t proc proc "$root/proc"
  cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
  cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
  git clone --quiet "$top" "$root/root/clone"
  echo "Debian $system, $(chroot "$root" python3 --version)"
  for command in report test; do
    began=$(date +%s)
    if chroot "$root" env -i HOME=/root/home PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
      ${https_proxy:+https_proxy="$https_proxy"} sh -c "mkdir -p /root/home && cd /root/clone && make $command" \
      >"$work/$system-$command.log" 2>&1; then said=ok; else said=FAILED failed=1; fi
    echo "  make $command: $said, $(($(date +%s) - began)) s: $(tail -n 1 "$work/$system-$command.log")"
    [ "$said" = ok ] || grep -E '^(FAILED|ERROR|E  )' "$work/$system-$command.log" | head -n 20 || true
  done
  (cd "$root/root/clone/reports" && sha256sum report.html report.pdf numbers.csv claims.csv) >"$work/$system.sums"
done; done
if [ "$(cat "$work"/*.sums | sort -u | wc -l)" = 4 ]; then echo "the same report on each"; else
  echo "reports differ:"; cat "$work"/*.sums; failed=1; fi
exit $failed
