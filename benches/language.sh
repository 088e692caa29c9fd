#!/usr/bin/env bash
# All measures of the language layer in one run, with the program in target/release.
#
#     benches/language.sh TESTS [GOLD]
#
# TESTS is a folder of test sets, GOLD one of annotated documents (TESTS/../gold/dev when it is left out). What is not there
# is said to be skipped.
set -uo pipefail
cd "$(dirname "$0")/.."
tests=${1:?usage: benches/language.sh TESTS [GOLD]}
gold=${2:-$tests/../gold/dev}

# measure TITLE PATH COMMAND…: runs the command when the path is there.
measure() {
    printf '\n── %s\n' "$1"
    if [ -e "$2" ]; then "${@:3}"; else printf 'skipped: no %s\n' "$2"; fi
}

treebank=$tests/segmentation/pud_half.conllu
names=$tests/entities/cleananercorp_half_of_train.tsv
nested=$tests/entities/wojood_sample_half.tsv
news=$tests/copies/news_sample.jsonl.xz
measure "clitics, lemmas, classes" "$treebank" python3 benches/segmentation.py "$treebank"
measure "inflection" "$tests/inflection" cargo test -q --release -p tawatur --test inflection -- --nocapture
measure "numbers and dates" "$tests/numbers_dates" python3 benches/values.py "$tests" --gold "$gold" --bars
measure "entities" "$names" python3 benches/entities.py "$names"
measure "entities, nested tags" "$nested" python3 benches/entities.py "$nested" --whole
measure "places" "$gold" python3 benches/places.py "$gold"
measure "quotations" "$gold" python3 benches/quotations.py "$gold"
measure "assaults and protests" "$tests/events" python3 benches/events.py "$tests"
measure "pages: main text and date" "$tests/html" cargo test -q --release -p tawatur --lib capture::html -- --nocapture
measure "pages, beside trafilatura" "$tests/html" python3 benches/pages.py "$tests/html"
measure "sentences" "$news" python3 benches/sentences.py "$news"
measure "speed" . cargo bench -q -p tawatur-cli --bench read -- words
