# make demo     build the program and read the samples
# make test     everything that must pass, as the continuous integration runs it
# make golden   take over what is read of the samples now; look at the difference before you commit it
# make bench    how fast text is read on one thread

.PHONY: demo test golden bench

demo:
	cargo build --release -p tawatur-cli
	./target/release/tawatur read samples

test:
	@scripts/check.sh

golden:
	TAWATUR_GOLDEN=refresh cargo test -q -p tawatur-cli --test golden
	git --no-pager diff --stat -- samples/golden

bench:
	cargo bench -p tawatur-cli --bench read
