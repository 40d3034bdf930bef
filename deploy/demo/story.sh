#!/usr/bin/env bash
# The demonstration's story, against the three nodes that deploy/demo.sh has started in FOLDER: three invented people, and with each part what each
# side can and cannot see, taken from the nodes' answers. Exit code 0 only if every step gave what it should.
#
#   deploy/demo/story.sh FOLDER EPOCH_SECONDS ACCESS_NOTICE_SECONDS          (deploy/demo.sh calls it; vsx is on the PATH)
set -euo pipefail

[[ $# -eq 3 && -e $1/env.sh ]] || { echo "story: call deploy/demo.sh, it starts the nodes first" >&2; exit 1; }
here=$(cd "$(dirname "$0")" && pwd)
readonly here demo=$1 epoch_seconds=$2 access_notice_seconds=$3 work=$1/work
readonly parties=(THA KHM VNM)
if [[ -t 1 && -z ${NO_COLOR:-} ]]; then bold=$'\e[1m' green=$'\e[32m' red=$'\e[31m' off=$'\e[0m'; else bold='' green='' red='' off=''; fi

mkdir -p "$demo/people" "$demo/consent" "$demo/queries" "$demo/receipts" "$work"
: >"$work/stderr"
# What the last command said on standard error.
show_stderr() { if [[ -s $work/stderr ]]; then sed 's/^/     vsx: /' "$work/stderr" >&2; fi; }
told=no
leave() {
  local code=$?
  if [[ $code -ne 0 && $code -ne 130 && $told == no ]]; then
    echo "${red}demo: a command of the story failed${off}" >&2
    show_stderr
  fi
  exit "$code"
}
trap leave EXIT
trap 'exit 130' INT TERM

today=$(date -u +%F) next_year=$(date -u -d '+1 year' +%F) child_born=$(date -u -d '-15 years' +%F)
for file in "$here"/people/*.json "$here"/consent/*.json; do
  sed "s/@TODAY@/$today/; s/@NEXT_YEAR@/$next_year/; s/@CHILD_BORN@/$child_born/; s/@NOW@/$(date +%s)/" "$file" \
    >"$demo/$(basename "$(dirname "$file")")/$(basename "$file")"
done
for person in "$demo"/people/*.json; do
  jq -r '.documents[0] | "\(.code) \(.issuing_state) \(.number)"' "$person" >"$demo/queries/$(basename "$person" .json)"
done
# Nobody has this passport, and nobody this reference code, which is well formed: what is told about them, every stranger gets.
echo 'P VNM XX0009999' >"$demo/queries/stranger"
echo '008J4-CT4AN-K7F24-SNAXW-EQ' >"$demo/queries/nobodys-code"
# The three people's names and document numbers, and later a code: searched for wherever they must not be.
mapfile -t identities < <(jq -r '.names[].text, .documents[].number' "$demo"/people/*.json)

# --- steps -----------------------------------------------------------------------------------------------------------
steps=() failures=0
say() { printf '\n%s%s%s\n' "$bold" "$*" "$off"; }
# note STEP EXPECTED FOUND: one line of the table.
note() {
  local step=$1 expected=$2 found=$3 mark
  if [[ $expected == "$found" ]]; then mark="${green}as it should${off}"; else mark="${red}WRONG, expected $expected${off}"; failures=$((failures + 1)); fi
  steps+=("$(printf '%-62s %-13s %s' "$step" "$found" "$mark")")
  printf '   %s -> %s%s%s  %s\n' "$step" "$bold" "$found" "$off" "$mark"
  if [[ $expected != "$found" ]]; then show_stderr; fi
}
# sees WHO WHAT: one line of what a side sees now.
sees() { printf '     %-16s %s\n' "$1" "$2"; }

# --- questions to the nodes ------------------------------------------------------------------------------------------
# ask PARTY PROFILE ARGUMENT…: one command as that client.
ask() {
  local profile=$demo/$1/clients/$2.toml
  shift 2
  vsx --config "$profile" "$@" 2>"$work/stderr"
}
register() { ask "$1" body case register --from "$demo/people/$2.json" --json | jq -r .summary.case_id; }
answers() { ask "$1" body consent record "$2" --from "$demo/consent/$3.json" --json >"$work/recorded.json"; }
# effect_at PARTY FIELD: what the answers recorded last come to for that Party's officers.
effect_at() { jq -r --arg party "$1" --arg field "$2" '.effects[] | select(.party == $party and .purpose == "PURPOSE_PROTECTIVE_CHECK") | .[$field]' "$work/recorded.json"; }
# check PARTY DESK WHO: the outcome that this desk is told; the whole answer in $work/answer.json. WHO is a person, asked about by the document, or a
# reference code, or both with a + between them.
check() {
  local code=0 who by=()
  for who in ${3//+/ }; do
    case $who in
      *-code) by+=(--code-from "$demo/queries/$who") ;;
      *) by+=(--document-from "$demo/queries/$who") ;;
    esac
  done
  ask "$1" "$2" check "${by[@]}" --measure removal --stage immigration --present --file-number "EXAMPLE-$1-7" --json >"$work/answer.json" || code=$?
  case $code in 10) echo HOLD ;; 11) echo INCOMPLETE ;; 0) echo NO_RECORD ;; *) echo "error-$code" ;; esac
}
# by_document_alone PARTY DESK PERSON+CODE: the weaker of the two answers, that about the document.
by_document_alone() {
  check "$@" >"$work/outcome"
  jq -r '.checks | if length == 2 then .[] | select(.by_code | not) | .answer.outcome | ltrimstr("CHECK_OUTCOME_") else "one check" end' "$work/answer.json"
}
# Around midnight UTC no exercise is open: goes on when one may be, six minutes later at most.
await_open_day() {
  local told_so=no
  while [[ $(date -u -d '-2 minutes' +%F) != $(date -u -d '+4 minutes' +%F) ]]; do
    if [[ $told_so == no ]]; then echo "   around midnight UTC no list may be screened: going on in some minutes"; fi
    told_so=yes
    sleep 2
  done
}
# until_is WANTED COMMAND…: asks until the answer is that, for at most 90 seconds (deliveries take a moment, indexes up to two epochs); prints the
# last answer.
until_is() {
  local wanted=$1 answer='' give_up=$((SECONDS + 90))
  shift
  while true; do
    answer=$("$@")
    if [[ $answer == "$wanted" || $SECONDS -ge $give_up ]]; then break; fi
    sleep 0.3
  done
  echo "$answer"
}
# The epoch of THA's index in the last answer, and the one that it is by the clock.
epoch_asked() { jq -r '.consultations[] | select(.party == "THA") | .epoch' "$work/answer.json"; }
epoch_now() { echo $(($(date +%s) / epoch_seconds)); }
# gone PARTY DESK WHO: asks until the answer is NO_RECORD, and prints it; or the answer and "late" if THA's index still had the person when the
# epoch of the withdrawal and the next one had ended, or if the epoch after these ended without that answer.
gone() {
  local answer
  while true; do
    answer=$(check "$@")
    if [[ $answer == NO_RECORD ]]; then break; fi
    if [[ $answer == HOLD && $(epoch_asked) -gt $((withdrawn_in + 1)) || $(epoch_now) -gt $((withdrawn_in + 2)) ]]; then
      answer="$answer late"
      break
    fi
    sleep 0.3
  done
  echo "$answer"
}
# looked PARTY CASE: the other Parties that told of an access.
looked() { ask "$1" body case looked "$2" --json | jq -r '[.notices[]?.party] | unique | join(" ")'; }
inbox() { ask "$1" body inbox list --json >"$work/inbox.json"; }
inbox_count() { inbox "$1" && jq '[.items[]?] | length' "$work/inbox.json"; }
erasure() {
  ask THA body outbox list --case "$1" --json |
    jq -r '[.deliveries[] | select(.kind == "withdrawal") | .state] | if length > 0 and all(. == "DELIVERY_STATE_ACKNOWLEDGED") then "receipt" else "waiting" end'
}

# --- what a side cannot see ------------------------------------------------------------------------------------------
same_or_different() { if cmp -s "$1" "$2"; then echo same; else echo different; fi; }
# refusal PARTY PROFILE ARGUMENT…: the reason why the node refused.
refusal() { if ask "$@" --json >"$work/refused.json"; then echo answered; else jq -r '.error.reason' "$work/stderr"; fi; }
# identities_in FILE_OR_FOLDER…: how many of the people's names and document numbers stand there. No answer at all proves nothing.
identities_in() {
  local text file count=0
  for file in "$@"; do [[ -d $file || -s $file ]] || { echo "no-answer"; return; }; done
  for text in "${identities[@]}"; do if grep -rqaF -e "$text" "$@"; then count=$((count + 1)); fi; done
  echo "$count"
}
# like_stranger PARTY DESK WHO [NOBODY]: whether that desk's answer about the person is the one about a stranger, in everything but the time, the epoch
# and what is random; those have the same length.
like_stranger() {
  local who outcome nobody=${4:-stranger} plain='del(.checked_at, .valid_until, .consultations[].as_of, .consultations[].epoch) |
    (.receipt_envelope, .handle_salts[].salt, .consultations[].header_sha256) |= length'
  for who in "$3" "$nobody"; do
    outcome=$(until_is NO_RECORD check "$1" "$2" "$who")
    [[ $outcome == NO_RECORD ]] || { echo "$outcome"; return; }
    jq -S "$plain" "$work/answer.json" >"$work/about-$who.json" || return 1
  done
  same_or_different "$work/about-$3.json" "$work/about-$nobody.json"
}
# all_of VNM: everything that its node tells its own body and operator.
all_of() {
  local list
  for list in case inbox outbox; do ask "$1" body "$list" list --json || return 1; done
  ask "$1" operations node deliveries --json
}
# told_by FILE_OR_FOLDER…: whether anything in them tells about whom VNM asked: names and numbers, or the file number of its checks.
told_by() {
  local found
  found=$(identities_in "$@")
  if [[ $found == no-answer ]]; then
    echo no-answer
  elif [[ $found == 0 ]] && ! grep -rqaF 'EXAMPLE-VNM' "$@"; then
    echo nothing
  else
    echo something
  fi
}
# read_entries PARTY: its audit entries, as its overseer reads them, go to $work/read-PARTY.jsonl.
read_entries() { ask "$1" overseer audit verify --entries "$work/read-$1.jsonl" >/dev/null; }
# The same of all that THA's node has: what it said, its audit entries, and its data. The data is sealed, so this shows that no plain word is there,
# and no more; gains_from compares what is said.
tha_knows() {
  read_entries THA || return 1
  [[ -e $demo/THA/node.out ]] || return 1
  told_by "$demo/THA/node.log" "$work/read-THA.jsonl" "$demo/THA/data" || return 1
  if [[ -s $demo/THA/node.out ]]; then told_by "$demo/THA/node.out"; fi
}
# gained_by ISSUER ASKER DESK PERSON…: that desk of ASKER's checks these, each once (their outcomes go to $work/outcomes), and a notice of access has
# its time: prints all that ISSUER's log and audit have gained meanwhile, but for what the clock makes (times, durations, numbers, the indexes that
# every node builds and fetches, cover checks of its own), the values of hashes, and what others than ASKER's node caused.
gained_by() {
  local issuer=$1 asker=$2 desk=$3 lines entries person
  shift 3
  read_entries "$issuer" || return 1
  lines=$(wc -l <"$demo/$issuer/node.log")
  entries=$(wc -l <"$work/read-$issuer.jsonl")
  for person in "$@"; do check "$asker" "$desk" "$person"; done >"$work/outcomes"
  sleep $((access_notice_seconds + 1))
  read_entries "$issuer" || return 1
  # What does not say who caused it stays: it may come of the check.
  tail -n "+$((lines + 1))" "$demo/$issuer/node.log" | jq -cS --arg node "vsx://$asker/node/" '
    select((.caller // $node) | startswith($node)) | select(.event | startswith("index ") | not) |
    select(.method | IN("GetIndexHeader", "FetchIndex") | not) | del(.time, .duration_us)'
  tail -n "+$((entries + 1))" "$work/read-$issuer.jsonl" | jq -cS --arg asker "$asker" '
    select((.caller | startswith("vsx://\($asker)/")) or .caller == "node" and (.party | IN("", $asker)) and .method != "CoverCheck") |
    del(.number, .time) | (.intent_hash, .officer_hash) |= length'
}
# gains_from ISSUER ASKER DESK PERSON: whether ISSUER gains by a check that finds this person what it gains by one that finds nobody. A cover check of
# ASKER's or the end of an epoch may fall in one of the two, and brings a question more: then both are asked about again. Nothing else is let pass.
gains_from() {
  local him=$work/gained-by-$4 nobody=$work/gained-by-stranger outcomes answer=no-answer
  for _ in $(seq 4); do
    gained_by "$@" >"$him" || return 1
    outcomes=$(cat "$work/outcomes")
    gained_by "$1" "$2" "$3" stranger >"$nobody" || return 1
    answer=$(same_or_different "$him" "$nobody")
    if ! cmp -s <(grep -v '"Evaluate"' "$him") <(grep -v '"Evaluate"' "$nobody"); then break; fi
    if [[ "$outcomes $(cat "$work/outcomes")" != "HOLD NO_RECORD" ]]; then answer=no-answer; continue; fi
    # Without the question itself in it, it would prove nothing.
    if ! grep -q '"Evaluate"' "$nobody"; then answer=no-answer; continue; fi
    if [[ $answer == same ]]; then break; fi
  done
  echo "$answer"
}
# gained_beside_stranger ISSUER ASKER DESK PERSON: what ISSUER's audit gains by the check of the person alone.
gained_beside_stranger() {
  gains_from "$@" >"$work/compared" || return 1
  comm -23 <(sort "$work/gained-by-$4") <(sort "$work/gained-by-stranger") | jq -r '.outcome // empty' | sort -u
}
vnm_has() {
  all_of VNM >"$work/vnm-now" || return 1
  if [[ $(jq -s '[.[] | (.cases, .items, .deliveries)[]?] | length' "$work/vnm-now") == 0 ]] && cmp -s "$work/vnm-before" "$work/vnm-now"; then echo nothing; else echo something; fi
}

# --- what a side sees ------------------------------------------------------------------------------------------------
body_sees() {
  local cases names sent
  cases=$(ask "$1" body case list --json | jq '.cases | length')
  inbox "$1"
  names=$(jq -r '[.items[].notice.identity.names[]?.text] | if length > 0 then join(", ") else "none" end' "$work/inbox.json")
  sent=$(ask "$1" body outbox list --json | jq -r '[.deliveries[] | "\(.kind | sub("notification "; "")) to \(.recipient) (\(.state | ltrimstr("DELIVERY_STATE_") | ascii_downcase))"] | if length > 0 then join(", ") else "nothing" end')
  sees "$1 body" "own cases: $cases; notices from others: $(jq '.items | length' "$work/inbox.json"), names in them: $names; sent: $sent"
}
# desk_sees PARTY DESK PERSON
desk_sees() {
  local outcome
  outcome=$(check "$1" "$2" "$3")
  sees "$1 $2" "$outcome; $(jq -r '[.matches[] | "\(.issuing_party): \(.status | ltrimstr("CASE_STATUS_") | ascii_downcase), \(.age_class | ltrimstr("AGE_CLASS_") | ascii_downcase), call \(.desk.name)"] | if length > 0 then join("; ") else "no case" end' "$work/answer.json"); names and numbers in it: $(identities_in "$work/answer.json")"
}
operator_sees() {
  sees "$1 operator" "deliveries that wait: $(ask "$1" operations node deliveries --json | jq -r '[.parties[] | "\(.party) \(.pending)"] | join(", ")'); cases: $(refusal "$1" operations case list); notices: $(refusal "$1" operations inbox list)"
}

# --- the story -------------------------------------------------------------------------------------------------------
all_of VNM >"$work/vnm-before"

say "A fishing vessel. THA identifies a man from KHM on a boat in its waters."
vessel=$(register THA fishing-vessel)
note "THA border desk, before he was asked" HOLD "$(check THA border fishing-vessel)"
note "KHM border desk, before he was asked: what a stranger gets" NO_RECORD "$(until_is NO_RECORD check KHM border fishing-vessel)"
note "notices at KHM, before he was asked" 0 "$(inbox_count KHM)"
echo "   Who sees what, before he was asked:"
body_sees THA
desk_sees THA border fishing-vessel
body_sees KHM
echo "   He is asked, and shown what each answer means. For example:"
ask THA body consent preview "$vessel" --from "$demo/consent/tell-sending-party.json" --json |
  jq -r '.effects[] | select(.party == "KHM" and (.purpose | test("LEVEL_2|PROTECTIVE"))) | "     \(.effect_text)"'
answers THA "$vessel" tell-sending-party
note "KHM border desk, after his yes to KHM" HOLD "$(until_is HOLD check KHM border fishing-vessel)"
echo "   KHM's officer sees:"
ask KHM border check --document-from "$demo/queries/fishing-vessel" --measure removal --stage immigration --present --file-number EXAMPLE-KHM-8 \
  --receipt "$demo/receipts/khm-border.json" >"$work/officer" || [[ $? -eq 10 ]]
sed -n '1,12p' "$work/officer" | sed 's/^/     /'
trust=(--manifest "$demo/manifest" --sha256 "$(cat "$demo/manifest.sha256")")
for party in "${parties[@]}"; do trust+=(--record "$demo/$party/record"); done
if vsx receipt verify "$demo/receipts/khm-border.json" "${trust[@]}" >"$work/verified" 2>"$work/stderr"; then verdict=genuine; else verdict=refused; fi
note "the signed receipt of that check, verified offline" genuine "$verdict"
note "VNM border desk, which he did not allow" NO_RECORD "$(until_is NO_RECORD check VNM border fishing-vessel)"
echo "   Who sees what, after his yes to KHM:"
body_sees THA
body_sees KHM
desk_sees KHM border fishing-vessel
body_sees VNM
desk_sees VNM border fishing-vessel
operator_sees THA
inbox KHM
note "names and numbers in KHM's notice: his" 2 "$(identities_in "$work/inbox.json")"
note "names and numbers in the answer to KHM's officer" 0 "$(identities_in "$work/officer" "$demo/receipts/khm-border.json")"
note "VNM border: the answer about him and about a stranger" same "$(like_stranger VNM border fishing-vessel)"
note "cases, notices and deliveries at VNM" nothing "$(vnm_has)"
echo "   THA's body hands him a reference code. Who is shown it sees that he is protected: showing it is his consent, where he allowed nothing else."
code=$(ask THA body case code "$vessel" --json | jq -r .reference_code)
echo "$code" >"$demo/queries/his-code"
# As it is printed, and the twenty symbols without check symbols that the nodes reckon with.
symbols=${code//-/}
identities+=("$code" "${symbols:0:20}")
note "VNM border desk, shown his code, from the next index on" HOLD "$(until_is HOLD check VNM border his-code)"
note "VNM border desk, by code and passport: the stronger stands" HOLD "$(until_is HOLD check VNM border fishing-vessel+his-code)"
note "VNM border desk, by code and passport: the passport's answer" NO_RECORD "$(until_is NO_RECORD by_document_alone VNM border fishing-vessel+his-code)"
note "VNM border desk, shown a code that nobody has" NO_RECORD "$(until_is NO_RECORD check VNM border nobodys-code)"
note "VNM border, which saw his code: about him and about a stranger" same "$(like_stranger VNM border fishing-vessel)"
note "cases, notices and deliveries at VNM, which saw his code" nothing "$(vnm_has)"
echo "   He is asked again, and lets officers of VNM, a third State, see that he is protected. Nothing is sent there: VNM asks THA's index, blindly."
ask THA body consent amend "$vessel" --from "$demo/consent/let-third-state-see.json" >"$work/amended"
note "VNM border desk, a third State, from the next index on" HOLD "$(until_is HOLD check VNM border fishing-vessel)"
echo "   VNM's officer sees:"
ask VNM border check --document-from "$demo/queries/fishing-vessel" --measure removal --stage immigration --present --file-number EXAMPLE-VNM-8 >"$work/officer" || [[ $? -eq 10 ]]
grep -E 'HOLD|Call now|Match|by document' "$work/officer" | sed 's/^/     /'
note "notices and deliveries at VNM" nothing "$(vnm_has)"
note "what THA's log, audit and data say of VNM's check of him" nothing "$(tha_knows | sort -u)"
note "that search, over what VNM's officer typed" something "$(told_by "$demo/queries/fishing-vessel")"
echo 'file number EXAMPLE-VNM-8' >"$work/planted"
note "that search, over a file number planted" something "$(told_by "$work/planted")"
# VNM's police ask for the first time: what is told once of each kind of authority would be told now.
note "what THA gains by VNM's check of him and of a stranger" same "$(gains_from THA VNM station fishing-vessel)"
gained_by THA VNM station fishing-vessel fishing-vessel >"$work/gained-by-two"
note "that comparison, two checks of him and one of a stranger" different "$(same_or_different "$work/gained-by-two" "$work/gained-by-stranger")"
note "KHM consular officer: he did not want his consul" NO_RECORD "$(until_is NO_RECORD check KHM embassy fishing-vessel)"
echo "   He is asked about his consul again, and wants its help now:"
ask THA body consent amend "$vessel" --from "$demo/consent/let-consul-help.json" --json >"$work/amended.json"
jq -r '.changes[].after | "     \(.effect_text)"' "$work/amended.json"
note "KHM consular officer, whose help he wants, from the next index on" HOLD "$(until_is HOLD check KHM embassy fishing-vessel)"
note "VNM consular officer, whom he said nothing of" NO_RECORD "$(until_is NO_RECORD check VNM embassy fishing-vessel)"
note "VNM consular officer: about him and about a stranger" same "$(like_stranger VNM embassy fishing-vessel)"
note "KHM consular officer: list of notices" ACCESS_DENIED "$(refusal KHM embassy inbox list)"
note "THA operator: list of cases" ACCESS_DENIED "$(refusal THA operations case list)"
note "KHM border: list of notices" ACCESS_DENIED "$(refusal KHM border inbox list)"

say "A scam compound. KHM presumes a woman from VNM to be held there. She fears VNM and says so."
compound=$(register KHM scam-compound)
answers KHM "$compound" fear-of-home
note "KHM police, for the woman" HOLD "$(check KHM station scam-compound)"
note "THA border desk, a third State that she allowed" HOLD "$(until_is HOLD check THA border scam-compound)"
note "VNM border desk: what a stranger gets" NO_RECORD "$(until_is NO_RECORD check VNM border scam-compound)"
note "VNM consular officer, her own consul, whom she fears" NO_RECORD "$(until_is NO_RECORD check VNM embassy scam-compound)"
note "she asked who looked: which States' authorities told KHM" "THA" "$(until_is THA looked KHM "$compound")"
# So it is once for each kind of authority: the comparison sees it of the police.
note "what KHM gains by THA's police finding her and not a stranger" ACCESS_NOTICE "$(gained_beside_stranger KHM THA station scam-compound)"
echo "   Who sees what:"
desk_sees KHM station scam-compound
body_sees VNM
desk_sees VNM border scam-compound
operator_sees KHM
check KHM station scam-compound >"$work/outcome"
note "names and numbers in the answer to KHM's police" 0 "$(identities_in "$work/answer.json")"
note "VNM border: the answer about her and about a stranger" same "$(like_stranger VNM border scam-compound)"
note "VNM consular officer: about her and about a stranger" same "$(like_stranger VNM embassy scam-compound)"
note "cases, notices and deliveries at VNM" nothing "$(vnm_has)"
note "KHM operator: list of cases" ACCESS_DENIED "$(refusal KHM operations case list)"

say "Domestic work. THA assesses the case of a child from KHM. The child was asked and has not answered yet."
domestic=$(register THA domestic-work)
answers THA "$domestic" no-answer-yet
note "notices at KHM: the man's, and one without identity" 2 "$(until_is 2 inbox_count KHM)"
note "THA border desk, for the child" HOLD "$(check THA border domestic-work)"
note "KHM border desk, for the child, from the next index on" HOLD "$(until_is HOLD check KHM border domestic-work)"
echo "   Who sees what:"
body_sees KHM
desk_sees KHM border domestic-work
operator_sees KHM
inbox KHM
note "names and numbers in KHM's notices: the man's alone" 2 "$(identities_in "$work/inbox.json")"
note "names and numbers in the answer to KHM's officer about the child" 0 "$(identities_in "$work/answer.json")"
note "cases, notices and deliveries at VNM" nothing "$(vnm_has)"

say "A list. THA's border declares an exercise and screens three people at once. The woman is one of them."
{
  echo "document_type,issuing_state,document_number"
  for person in scam-compound stranger; do tr ' ' ',' <"$demo/queries/$person"; done
  echo "P,VNM,XX0009998"
} >"$work/list.csv"
await_open_day
exercise=$(ask THA border screen declare --file-number EXAMPLE-THA-LIST --persons 3 --json | jq -r .exercise_id)
ask THA border screen "$work/list.csv" --exercise "$exercise" --measure removal --stage immigration --results "$work/list-answers.csv" --json >"$work/list.json" || [[ $? -eq 10 ]]
note "THA border, of three rows: HOLD" 1 "$(jq .hold "$work/list.json")"
note "names, numbers and Parties in the answers to that list" 0 "$(grep -cE 'KHM|VNM|XX00|Ví Dụ' "$work/list-answers.csv" || true)"
note "THA body: what the list found, and by whom" KHM "$(ask THA body screen hits --json | jq -r '[.hits[].matches[].issuing_party] | join(" ")')"
note "THA border: what the list found" ACCESS_DENIED "$(refusal THA border screen hits)"

say "The man changes his mind. He withdraws from every State abroad."
ask THA body consent withdraw "$vessel" --yes | sed 's/^/     /'
withdrawn_in=$(epoch_now)
note "KHM border desk, after the withdrawal and two epoch ends at most" NO_RECORD "$(gone KHM border fishing-vessel)"
note "VNM border desk, after the withdrawal and two epoch ends at most" NO_RECORD "$(gone VNM border fishing-vessel)"
note "KHM consular officer, after the withdrawal likewise" NO_RECORD "$(gone KHM embassy fishing-vessel)"
note "VNM border desk, shown his code: it works until he says otherwise" HOLD "$(until_is HOLD check VNM border his-code)"
echo "   He says otherwise: not even with the code."
ask THA body consent withdraw "$vessel" --code-too --yes >"$work/withdrawn"
withdrawn_in=$(epoch_now)
note "VNM border desk, shown his code, two epoch ends later at most" NO_RECORD "$(gone VNM border his-code)"
note "VNM border: the answer to his code and to nobody's" same "$(like_stranger VNM border his-code nobodys-code)"
note "THA border desk: his own protection stays" HOLD "$(check THA border fishing-vessel)"
note "THA border desk, shown his code: it works at home" HOLD "$(check THA border his-code)"
note "KHM's signed erasure receipt at THA" receipt "$(until_is receipt erasure "$vessel")"
echo "   Who sees what, after the withdrawal:"
body_sees THA
body_sees KHM
desk_sees KHM border fishing-vessel
inbox KHM
note "names and numbers in KHM's notices" 0 "$(identities_in "$work/inbox.json")"
note "KHM border: the answer about him and about a stranger" same "$(like_stranger KHM border fishing-vessel)"
note "VNM border, which saw him: about him and about a stranger" same "$(like_stranger VNM border fishing-vessel)"
note "cases, notices and deliveries at VNM" nothing "$(vnm_has)"

say "Those who watch. The overseers recompute the audit chains; the disks are searched."
for party in "${parties[@]}"; do
  if ask "$party" overseer audit verify --json --entries "$work/entries-$party.jsonl" >"$work/audit-$party.json"; then chain=unbroken; else chain=broken; fi
  sees "$party overseer" "$(jq -r '"\(.entries) entries, head \(.head_hash[0:16])…"' "$work/audit-$party.json"); cases: $(refusal "$party" overseer case list)"
  note "$party's audit chain, recomputed by the overseer" unbroken "$chain"
done
note "entries that the overseers read: all of them" "$(jq -s 'map(.entries) | add' "$work"/audit-*.json)" "$(cat "$work"/entries-*.jsonl | wc -l)"
note "names and numbers in what the overseers get" 0 "$(identities_in "$work"/audit-*.json "$work"/entries-*.jsonl)"
note "THA overseer: list of cases" ACCESS_DENIED "$(refusal THA overseer case list)"
note "names and numbers and the code in what bodies and desks typed in" 7 "$(identities_in "$demo/people" "$demo/queries")"
note "names and numbers and the code in what the nodes wrote to disk" 0 "$(identities_in "${parties[@]/#/$demo/}")"

say "The steps"
printf '   %s\n' "${steps[@]}"
told=yes
if [[ $failures -gt 0 ]]; then
  echo "${red}demo: $failures of ${#steps[@]} steps did not give what they should${off}" >&2
  exit 1
fi
printf '\n%sAll %s steps gave what they should.%s NO_RECORD says that every State was asked blindly and none has a record; it is no evidence.\n' "$green" "${#steps[@]}" "$off"
