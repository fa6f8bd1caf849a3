//! Standard output: what is printed is there, or it is told why not.

use std::io::{self, ErrorKind, Read, Write};

use super::AppError;

/// Prints to standard output.
///
/// # Errors
/// [`AppError::PipeClosed`] if its reader is gone, [`AppError::Output`] if it cannot be written.
pub(crate) fn print(text: &str) -> Result<(), AppError> {
    let mut out = io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    written.map_err(|error| of_output(&error))
}

/// Prints what a command is run for.
///
/// # Errors
/// Those of [`print`], and [`AppError::Output`] if the program was started without an output.
pub(crate) fn show(text: &str) -> Result<(), AppError> {
    expect_output()?;
    print(text)
}

/// Makes sure that there is a standard output, before work is done whose result would be lost.
///
/// # Errors
/// [`AppError::Output`] if the program was started without one.
pub(crate) fn expect_output() -> Result<(), AppError> {
    if was_closed() {
        let closed = io::Error::other("it is closed");
        return Err(of_output(&closed));
    }
    Ok(())
}

/// What a failure to write to standard output is.
pub(crate) fn of_output(error: &io::Error) -> AppError {
    match error.kind() {
        ErrorKind::BrokenPipe => AppError::PipeClosed,
        _ => AppError::Output(error.to_string()),
    }
}

/// Whether the program was started without a standard output. Its place is then taken by the null
/// device, before anything of ours runs, and open for reading too; whoever wants an output thrown
/// away opens that device for writing alone.
#[cfg(unix)]
fn was_closed() -> bool {
    use std::fs::{File, metadata};
    use std::os::fd::AsFd;
    use std::os::unix::fs::{FileTypeExt, MetadataExt};

    let Ok(own) = io::stdout().as_fd().try_clone_to_owned() else {
        return true;
    };
    let mut own = File::from(own);
    let (Ok(of), Ok(null)) = (own.metadata(), metadata("/dev/null")) else {
        return false;
    };
    let is_null = of.file_type().is_char_device() && of.rdev() == null.rdev();
    is_null && own.read(&mut [0]).is_ok()
}

#[cfg(not(unix))]
fn was_closed() -> bool {
    false
}
