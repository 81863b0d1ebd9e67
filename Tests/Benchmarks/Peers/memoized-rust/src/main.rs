// A hit of a bounded LRU behind a mutex, as a Rust service would write it.
use lru::LruCache;
use std::collections::hash_map::RandomState;
use std::hash::Hash;
use std::hint::black_box;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Instant;

const KEYS: usize = 256;
type Cache<K> = Arc<Mutex<LruCache<K, i64, RandomState>>>;

fn cache<K: Hash + Eq + Clone>(keys: &[K]) -> Cache<K> {
    let mut cache = LruCache::with_hasher(keys.len(), RandomState::new());
    for (value, key) in keys.iter().enumerate() {
        cache.put(key.clone(), value as i64);
    }
    Arc::new(Mutex::new(cache))
}

fn pass<K: Hash + Eq>(cache: &Cache<K>, keys: &[K], calls: usize) -> f64 {
    let start = Instant::now();
    let mut sum = 0i64;
    for number in 0..calls {
        sum = sum.wrapping_add(*cache.lock().unwrap().get(&keys[number % KEYS]).unwrap());
    }
    black_box(sum);
    start.elapsed().as_nanos() as f64 / calls as f64
}

fn hits<K: Hash + Eq + Clone + Send + Sync + 'static>(title: &str, keys: Vec<K>) {
    let shared = cache(&keys);
    let mut one: Vec<f64> = (0..40).map(|_| pass(&shared, &keys, 200_000)).collect();
    let mut two: Vec<f64> = (0..24)
        .flat_map(|_| {
            let threads: Vec<_> = (0..2)
                .map(|_| {
                    let (shared, keys) = (shared.clone(), keys.clone());
                    thread::spawn(move || pass(&shared, &keys, 300_000))
                })
                .collect();
            threads.into_iter().map(|t| t.join().unwrap()).collect::<Vec<_>>()
        })
        .collect();
    one.sort_by(f64::total_cmp);
    two.sort_by(f64::total_cmp);
    println!(
        "Mutex<lru>, SipHash, {title}: least {:.1} ns, median {:.1} ns; 2 threads, each: least {:.1} ns, median {:.1} ns",
        one[0], one[one.len() / 2], two[0], two[two.len() / 2]
    );
}

fn zipf() {
    let (distinct, count) = (100_000, 1_000_000);
    let mut cumulated = Vec::new();
    let mut total = 0.0;
    for rank in 1..=distinct {
        total += 1.0 / (rank as f64).powf(0.99);
        cumulated.push(total);
    }
    let mut state: u64 = 42;
    let keys: Vec<i64> = (0..count)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let point = (state >> 11) as f64 / (1u64 << 53) as f64 * total;
            cumulated.partition_point(|weight| *weight < point) as i64
        })
        .collect();
    let mut rate = 0.0;
    let mut times: Vec<f64> = (0..12)
        .map(|_| {
            let cache = Mutex::new(LruCache::with_hasher(1000, RandomState::new()));
            let (mut hits, mut sum) = (0, 0i64);
            let start = Instant::now();
            for key in &keys {
                let found = cache.lock().unwrap().get(key).copied();
                sum = sum.wrapping_add(found.unwrap_or_else(|| {
                    let value = key.wrapping_mul(3);
                    cache.lock().unwrap().put(*key, value);
                    value
                }));
                hits += found.is_some() as usize;
            }
            black_box(sum);
            rate = hits as f64 / keys.len() as f64;
            start.elapsed().as_nanos() as f64 / keys.len() as f64
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("Mutex<lru>, SipHash, Zipf 0.99: least {:.1} ns, median {:.1} ns, hit rate {:.4}", times[0], times[times.len() / 2], rate);
}

fn main() {
    let name = |n: usize| format!("user-profile-key-{}", n + 100);
    hits("Int key", (0..KEYS as i64).map(|n| n * 7).collect());
    hits("String key, 20 characters", (0..KEYS).map(name).collect());
    hits("(String, Int) key", (0..KEYS).map(|n| (name(n), n as i64)).collect());
    zipf();
}
