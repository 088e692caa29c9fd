# make demo     build the program and read the samples
# make test     everything that must pass, as the continuous integration runs it
# make golden   take over what is read of the samples now, and docs/commands from the help; look at the difference before you commit it
# make bench    how fast text is read, and words are cut and lemmatised, on one thread
# make bench-language TESTS=…    how well the language layer does on the test sets in that folder
# make fuzz     ten minutes of cargo-fuzz on each target; needs cargo-fuzz and a nightly compiler

.PHONY: demo test golden bench bench-language fuzz

# Without optimisation, as the tests have it: a third of the time to build, and the samples are few.
demo:
	cargo build --workspace --bin tawatur
	./target/debug/tawatur read samples

test:
	@scripts/check.sh

golden:
	TAWATUR_GOLDEN=refresh cargo test -q --workspace --test golden
	TAWATUR_GOLDEN=refresh cargo test -q --workspace --bin tawatur pages
	git --no-pager diff --stat -- samples/golden docs/commands

bench:
	cargo bench -p tawatur-cli --bench read

bench-language:
	cargo build --release --workspace --bin tawatur
	benches/language.sh $(or $(TESTS),../shared/tests)

fuzz:
	@command -v cargo-fuzz >/dev/null || { echo "cargo-fuzz is not installed: cargo install cargo-fuzz"; exit 1; }
	for target in text values document intake pdf; do \
		mkdir -p target/fuzz/$$target; \
		cargo +nightly fuzz run $$target target/fuzz/$$target fuzz/corpus/$$target -- -dict=fuzz/words.dict -max_total_time=600 -max_len=4096 -timeout=10 || exit 1; \
	done
