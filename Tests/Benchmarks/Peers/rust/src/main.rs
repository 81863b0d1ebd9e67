//! The same work in Rust: `peers count|bytes|strings LOG`, gzip by the name of the log.
use std::env;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};

fn open(path: &str) -> Box<dyn Read> {
    let file = File::open(path).unwrap();
    match path.ends_with(".gz") {
        true => Box::new(flate2::read::MultiGzDecoder::new(file)),
        false => Box::new(file),
    }
}

/// Lines and matching lines over blocks of 256 KiB, where a line cut by a block is moved to the front.
fn count(path: &str) -> usize {
    let finder = memchr::memmem::Finder::new("ERROR");
    let mut input = open(path);
    let mut block = vec![0u8; 256 * 1024];
    let (mut held, mut lines, mut matches) = (0, 0, 0);
    loop {
        let read = input.read(&mut block[held..]).unwrap();
        let filled = held + read;
        let end = match memchr::memrchr(b'\n', &block[..filled]) {
            _ if read == 0 => filled,
            Some(last) => last + 1,
            None => panic!("a line longer than a block"),
        };
        lines += memchr::memchr_iter(b'\n', &block[..end]).count();
        let mut place = 0;
        while let Some(found) = finder.find(&block[place..end]) {
            matches += 1;
            place += found;
            place = memchr::memchr(b'\n', &block[place..end]).map_or(end, |distance| place + distance + 1);
        }
        block.copy_within(end..filled, 0);
        held = filled - end;
        if read == 0 {
            return if lines > 0 { matches } else { 0 };
        }
    }
}

fn bytes(path: &str) -> usize {
    let finder = memchr::memmem::Finder::new("ERROR");
    let mut input = BufReader::with_capacity(256 * 1024, open(path));
    let (mut line, mut matches) = (Vec::new(), 0);
    while input.read_until(b'\n', &mut line).unwrap() > 0 {
        matches += finder.find(&line).is_some() as usize;
        line.clear();
    }
    matches
}

fn strings(path: &str) -> usize {
    let input = BufReader::with_capacity(256 * 1024, open(path));
    input.lines().filter(|line| line.as_ref().unwrap().contains("ERROR")).count()
}

fn main() {
    let arguments: Vec<String> = env::args().collect();
    let work = match arguments[1].as_str() {
        "count" => count,
        "bytes" => bytes,
        _ => strings,
    };
    println!("{}", work(&arguments[2]));
}
