//! One function over many values on all cores, results in the order of the values.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// How many values a thread takes at a time.
const PIECE: usize = 16;

/// Applies `work` to every value.
pub fn spread<T: Sync, R: Send>(values: &[T], threads: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..threads.clamp(1, values.len().div_ceil(PIECE).max(1)) {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(PIECE, Ordering::Relaxed);
                    let Some(piece) = values.get(at..values.len().min(at + PIECE)).filter(|p| !p.is_empty())
                    else {
                        return;
                    };
                    let results: Vec<R> = piece.iter().map(&work).collect();
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((at, results));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().flat_map(|(_, results)| results).collect()
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn results_keep_the_order_of_the_values_on_any_number_of_threads() {
        let values: Vec<usize> = (0..1000).collect();
        let doubled: Vec<usize> = values.iter().map(|v| v * 2).collect();
        for threads in [1, 2, 7] {
            assert_eq!(spread(&values, threads, |v| v * 2), doubled);
        }
        assert!(spread(&[], 4, |v: &usize| *v).is_empty());
    }
}
