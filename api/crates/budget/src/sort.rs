//! Sorting in portions.

use std::cmp::Ordering;

use super::{STEP, Stopped, Turn};

/// How many looks at each of its entries it takes to sort a run of [`STEP`].
const LOOKS: u64 = STEP.ilog2() as u64;

/// Sorts by an order that has no equals, as `sort_unstable_by` does: runs first, then runs of runs.
/// Each entry is looked at about as often as the list can be halved.
///
/// # Errors
/// See [`Stopped`].
pub async fn sorted_by<T: Copy>(
    turn: &mut Turn<'_>,
    mut items: Vec<T>,
    compare: impl Fn(&T, &T) -> Ordering,
) -> Result<Vec<T>, Stopped> {
    for run in items.chunks_mut(STEP) {
        run.sort_unstable_by(&compare);
        turn.spend(run.len() as u64 * LOOKS).await?;
    }
    let mut width = STEP;
    while width < items.len() {
        let mut merged = Vec::with_capacity(items.len());
        for pair in items.chunks(width * 2) {
            let (left, right) = pair.split_at(width.min(pair.len()));
            merge(turn, left, right, &compare, &mut merged).await?;
        }
        items = merged;
        width *= 2;
    }
    Ok(items)
}

async fn merge<T: Copy>(
    turn: &mut Turn<'_>,
    mut left: &[T],
    mut right: &[T],
    compare: &impl Fn(&T, &T) -> Ordering,
    merged: &mut Vec<T>,
) -> Result<(), Stopped> {
    let mut since = 0;
    while let ([a, rest_of_left @ ..], [b, rest_of_right @ ..]) = (left, right) {
        if compare(a, b) == Ordering::Greater {
            merged.push(*b);
            right = rest_of_right;
        } else {
            merged.push(*a);
            left = rest_of_left;
        }
        since += 1;
        if since == STEP {
            turn.look(STEP).await?;
            since = 0;
        }
    }
    turn.look(since + left.len() + right.len()).await?;
    merged.extend_from_slice(left);
    merged.extend_from_slice(right);
    Ok(())
}
