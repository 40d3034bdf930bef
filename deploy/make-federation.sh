#!/usr/bin/env bash
# Makes everything that a federation of nodes on this machine needs, in one folder: root and node keystores, CAs, certificates, Party records, a
# manifest signed by all Parties, node configurations and client profiles. For demonstrations and tests: every passphrase lies beside its
# keystore.
#
#   deploy/make-federation.sh FOLDER BIN FIRST_PORT PARTY [PARTY …]
#
# FOLDER must be new, or empty but for demo.sh's marker. BIN holds vsx. Party number i listens on FIRST_PORT+2i (agencies) and FIRST_PORT+2i+1
# (peers), on 127.0.0.1. Environment: VSX_EPOCH_SECONDS, the length of the blind check's epochs (default 3600); VSX_CHECKS_PER_DAY and
# VSX_CHECKS_AT_ONCE, what each Party may ask each other (4000, 64), VSX_CODES_PER_DAY and VSX_CODES_AT_ONCE, the same of reference codes (1000,
# 32); VSX_ACCESS_NOTICE_SECONDS (86400); VSX_SEED_DIR, a folder on tmpfs for the seeds of epochs (default: a new one in /dev/shm, whose path is
# written to FOLDER/seed-dir).
set -euo pipefail

if [[ $# -lt 5 || $1 == --help ]]; then
  sed -n '2,13p' "$0" | sed 's/^# \{0,1\}//'
  exit 1
fi
bin=$(realpath -m "$2")
readonly bin folder=$1 first_port=$3
shift 3
readonly parties=("$@")
readonly member_states=BRN,KHM,IDN,LAO,MYS,MMR,PHL,SGP,THA,TLS,VNM
# The agencies of each Party: kind and name of the certificate.
readonly agencies=(counter-trafficking/body immigration/border police/station consular/embassy overseer/overseer operator/operations)

fail() { echo "make-federation: $*" >&2; exit 1; }
if ! [[ $first_port =~ ^[1-9][0-9]{3,4}$ ]] || ((first_port < 1024 || first_port + 2 * ${#parties[@]} > 65536)); then
  fail "'$first_port' cannot be the first of $((2 * ${#parties[@]})) ports"
fi
[[ ! -e $folder || -z $(find "$folder" -mindepth 1 ! -name .vsx-demo 2>&1 | head -n 1) ]] || fail "$folder is not empty: name a new folder"
[[ -x $bin/vsx ]] || fail "there is no vsx in $bin: build it first"
for tool in openssl jq; do command -v "$tool" >/dev/null || fail "$tool is missing: deploy/install-packages.sh installs it"; done
umask 077
mkdir -p "$folder"
cd "$folder"
seed_dir=${VSX_SEED_DIR:-$(mktemp -d /dev/shm/vsx-seeds.XXXXXX)}
echo "$seed_dir" >seed-dir

# quietly COMMAND…: what openssl says is of interest only when it fails.
quietly() {
  if ! "$@" >command.log 2>&1; then
    cat command.log >&2
    fail "this failed, its words are above: $*"
  fi
  rm -f command.log
}

# certificate NAME CA URI USAGE: an EC key and a certificate with one URI SAN, issued directly by the CA.
certificate() {
  local name=$1 ca=$2 uri=$3 usage=$4
  quietly openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=vsx example" -keyout "$name.key" -out "$name.csr"
  printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=%s\nsubjectAltName=URI:%s\n' "$usage" "$uri" >"$name.ext"
  quietly openssl x509 -req -in "$name.csr" -CA "$ca.pem" -CAkey "$ca.key" -CAcreateserial -days 30 -extfile "$name.ext" -out "$name.pem"
  rm -f "$name.csr" "$name.ext"
}

port=$first_port
for party in "${parties[@]}"; do
  agency_port=$port peer_port=$((port + 1))
  port=$((port + 2))
  mkdir -p "$party/tls" "$party/clients"
  head -c 24 /dev/urandom | base64 >"$party/passphrase"
  "$bin/vsx" keys init --root --party "$party" --out "$party/root.keys" --passphrase-file "$party/passphrase" >/dev/null
  "$bin/vsx" keys show "$party/root.keys" --json --passphrase-file "$party/passphrase" >"$party/root.json"
  "$bin/vsx" keys init --party "$party" --out "$party/node.keys" --passphrase-file "$party/passphrase" >/dev/null
  quietly openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365 -subj "/CN=$party example CA" \
    -addext 'basicConstraints=critical,CA:TRUE,pathlen:0' -addext 'keyUsage=critical,keyCertSign,cRLSign' \
    -keyout "$party/tls/ca.key" -out "$party/tls/ca.pem"
  certificate "$party/tls/node" "$party/tls/ca" "vsx://$party/node/1" serverAuth,clientAuth
  "$bin/vsx" federation record --party "$party" --keys "$party/node.keys" --passphrase-file "$party/passphrase" \
    --root-keys "$party/root.keys" --root-passphrase-file "$party/passphrase" --ca "$party/tls/ca.pem" \
    --endpoint "127.0.0.1:$peer_port" --desk "duty-desk;$party Example Duty Desk;+00 0000 0000;en" \
    --authority "Example Counter-Trafficking Body of $party;counter-trafficking" --out "$party/record" >/dev/null
  for agency in "${agencies[@]}"; do
    name=${agency#*/}
    certificate "$party/clients/$name" "$party/tls/ca" "vsx://$party/agency/$agency" clientAuth
    printf 'node = "127.0.0.1:%s"\ncert = "%s.pem"\nkey = "%s.key"\nca = "../tls/ca.pem"\nofficer = "EXAMPLE-%s-1"\ncall = "%s Example Duty Desk, +00 0000 0000"\n' \
      "$agency_port" "$name" "$name" "$name" "$party" >"$party/clients/$name.toml"
  done
done

manifest_parties=()
for party in "${parties[@]}"; do manifest_parties+=(--party "$party=$party/root.json"); done
"$bin/vsx" federation manifest new "${manifest_parties[@]}" --member-state "$member_states" \
  --epoch-seconds "${VSX_EPOCH_SECONDS:-3600}" --checks-per-day "${VSX_CHECKS_PER_DAY:-4000}" \
  --checks-at-once "${VSX_CHECKS_AT_ONCE:-64}" --codes-per-day "${VSX_CODES_PER_DAY:-1000}" \
  --codes-at-once "${VSX_CODES_AT_ONCE:-32}" --out manifest >/dev/null
for party in "${parties[@]}"; do
  "$bin/vsx" federation manifest sign --manifest manifest --root-keys "$party/root.keys" --passphrase-file "$party/passphrase" >/dev/null
done
"$bin/vsx" federation show manifest --json | jq -r .sha256 >manifest.sha256

records=()
for party in "${parties[@]}"; do records+=("\"../$party/record\""); done
port=$first_port
for party in "${parties[@]}"; do
  cat >"$party/node.toml" <<EOF
[node]
party = "$party"
name = "1"
data_dir = "data"

[keys]
keystore = "node.keys"
passphrase_file = "passphrase"

[agency]
listen = "127.0.0.1:$port"

[peer]
listen = "127.0.0.1:$((port + 1))"

[tls]
certificate = "tls/node.pem"
key = "tls/node.key"
own_ca = "tls/ca.pem"

[trust]
manifest = "../manifest"
manifest_sha256 = "$(cat manifest.sha256)"
records = [$(IFS=,; echo "${records[*]}")]

[index]
seed_dir = "$seed_dir/$party"

[limits]
outbox_longest_delay_seconds = 5
access_notice_longest_delay_seconds = ${VSX_ACCESS_NOTICE_SECONDS:-86400}
checks_per_minute = 600
officer_checks_per_day = 10000

[log]
level = "info"
file = "node.log"
EOF
  port=$((port + 2))
done
