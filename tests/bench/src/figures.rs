//! What comes out of a series of times.

use std::time::Duration;

use serde::Serialize;

/// The figures of one turn, or of the median of several.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Figures {
    pub(crate) per_second: f64,
    pub(crate) mean_ms: f64,
    pub(crate) p50_ms: f64,
    pub(crate) p99_ms: f64,
    /// Processor time for each answer: of the server.
    pub(crate) server_cpu_ms: f64,
    /// Of PostgreSQL's processes.
    pub(crate) database_cpu_ms: f64,
}

/// The value below which `percent` of the sorted values are.
pub(crate) fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    let place = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(place).copied().unwrap_or_default()
}

pub(crate) fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// A proportion in figures that tell something, also of what is very slow.
pub(crate) fn ratio(value: f64) -> String {
    if value < 0.1 {
        format!("{value:.3}")
    } else {
        format!("{value:.2}")
    }
}

/// The turn in the middle by answers a second; of an even number, the slower one.
pub(crate) fn median(mut turns: Vec<Figures>) -> Figures {
    turns.sort_by(|a, b| a.per_second.total_cmp(&b.per_second));
    turns[(turns.len() - 1) / 2]
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Figures, median, percentile};

    #[test]
    fn percentiles_are_values_that_were_there() {
        let times: Vec<Duration> = (1..=200).map(Duration::from_millis).collect();
        assert_eq!(percentile(&times, 50), Duration::from_millis(100));
        assert_eq!(percentile(&times, 99), Duration::from_millis(198));
        assert_eq!(percentile(&times, 100), Duration::from_millis(200));
        assert_eq!(percentile(&times[..1], 50), Duration::from_millis(1));
        assert_eq!(percentile(&[], 50), Duration::ZERO);
    }

    #[test]
    fn the_median_is_one_of_the_turns() {
        let turn = |per_second| Figures {
            per_second,
            mean_ms: per_second,
            p50_ms: per_second,
            p99_ms: 0.0,
            server_cpu_ms: 0.0,
            database_cpu_ms: 0.0,
        };
        let middle = |turns: &[f64]| median(turns.iter().copied().map(turn).collect()).p50_ms;
        assert!((middle(&[9.0, 1.0, 5.0]) - 5.0).abs() < f64::EPSILON);
        assert!((middle(&[9.0, 1.0]) - 1.0).abs() < f64::EPSILON);
    }
}
