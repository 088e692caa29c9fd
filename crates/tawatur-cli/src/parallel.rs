//! Work on many items with one worker a thread, results in the order of the items.
//!
//! A fixed window bounds how many items are under way or waiting for an earlier one, so that memory does not
//! grow with the length of the input, and a result goes out as soon as all before it have.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError, mpsc},
    thread,
};

use anyhow::Result;

/// How many items a thread may be ahead of the output.
const AHEAD: usize = 16;

/// Deeply nested pages need more than a thread's usual stack.
const STACK: usize = 8 << 20;

/// How many threads to use when nobody says.
pub fn threads(asked: Option<usize>) -> usize {
    asked.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from)).max(1)
}

/// Applies `work` to every item on `threads` threads, each with its own `worker`, and hands the results to
/// `sink` in the order of the items. Stops at the first error of `sink`.
pub fn in_order<T, R, W>(
    items: impl Iterator<Item = T> + Send,
    threads: usize,
    worker: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, T) -> R + Sync,
    mut sink: impl FnMut(R) -> Result<()>,
) -> Result<()>
where
    T: Send,
    R: Send,
{
    let (permit, permits) = mpsc::channel();
    for _ in 0..threads * AHEAD {
        permit.send(()).expect("the receiver stands beside it");
    }
    let next = Mutex::new((items.fuse().enumerate(), permits));
    let (done, results) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..threads {
            let done = done.clone();
            let (next, worker, work) = (&next, &worker, &work);
            let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, move || {
                let mut worker = worker();
                loop {
                    let item = {
                        let mut guard = next.lock().unwrap_or_else(PoisonError::into_inner);
                        let (items, permits) = &mut *guard;
                        // No permit comes any more once the sink has failed.
                        if permits.recv().is_err() {
                            return;
                        }
                        items.next()
                    };
                    let Some((at, item)) = item else { return };
                    if done.send((at, work(&mut worker, item))).is_err() {
                        return;
                    }
                }
            });
            thread?;
        }
        drop(done);
        let mut waiting = BTreeMap::new();
        let mut at = 0;
        // Owned by this closure, so that a failing sink drops it and the threads stop.
        let (permit, results) = (permit, results);
        for (done_at, result) in &results {
            waiting.insert(done_at, result);
            while let Some(result) = waiting.remove(&at) {
                sink(result)?;
                at += 1;
                // The threads may all have found the end of the items and gone.
                let _ = permit.send(());
            }
        }
        Ok(())
    })
}
