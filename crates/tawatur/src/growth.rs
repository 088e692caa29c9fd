//! Whether work grows with its input and no faster. A limit in seconds would measure the machine and what else runs on
//! it; two sizes on one machine measure the work.

use std::time::{Duration, Instant};

/// How much larger the larger input is: work that grows with its square takes sixteen times as long.
const TIMES: usize = 4;
/// How many times as long it may take.
const LONGER: u32 = 8;
/// Beside which a difference says nothing.
const NOISE: Duration = Duration::from_secs(1);
/// Something else may run while the larger is measured, but not each time.
const TRIES: usize = 3;

/// Does the work of a quarter of `size` and of all of it, and gives back what the latter came to.
///
/// # Panics
/// Where the work outgrew its input at each of several tries.
pub fn steady<T>(name: &str, size: usize, mut work: impl FnMut(usize) -> T) -> T {
    let mut measured = |size| {
        let begun = Instant::now();
        let result = work(size);
        (result, begun.elapsed())
    };
    let mut taken = Vec::new();
    for _ in 0..TRIES {
        let (_, part) = measured(size / TIMES);
        let (result, whole) = measured(size);
        if keeps_pace(part, whole) {
            return result;
        }
        eprintln!("again: {name}: a quarter of the input took {part:.2?}, all of it {whole:.2?}");
        taken.push((part, whole));
    }
    panic!("{name}: a quarter of the input and all of it took {taken:.2?}");
}

fn keeps_pace(part: Duration, whole: Duration) -> bool {
    whole <= LONGER * part + NOISE
}

#[test]
fn work_that_outgrows_its_input_is_told_from_work_that_does_not() {
    let seconds = Duration::from_secs;
    assert!(keeps_pace(seconds(2), seconds(8)) && !keeps_pace(seconds(2), seconds(32)));
    assert!(keeps_pace(Duration::from_millis(1), Duration::from_millis(500)));
}
