//! The bytes of all fields of a CSV file, or its records copied to /dev/null: `csv-peers bytes|strings|copy FILE`.
use std::env;

fn main() -> Result<(), csv::Error> {
    let arguments: Vec<String> = env::args().collect();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(&arguments[2])?;
    let mut sum = 0;
    if arguments[1] == "bytes" {
        let mut record = csv::ByteRecord::new();
        while reader.read_byte_record(&mut record)? {
            sum += record.iter().map(|field| field.len()).sum::<usize>();
        }
    } else if arguments[1] == "copy" {
        let mut writer = csv::Writer::from_path("/dev/null")?;
        let mut record = csv::ByteRecord::new();
        while reader.read_byte_record(&mut record)? {
            writer.write_byte_record(&record)?;
            sum += 1;
        }
        writer.flush()?;
    } else {
        let mut record = csv::StringRecord::new();
        while reader.read_record(&mut record)? {
            sum += record.iter().map(|field| field.len()).sum::<usize>();
        }
    }
    println!("{}", sum);
    Ok(())
}
