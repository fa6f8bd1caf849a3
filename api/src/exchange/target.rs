//! Where an export goes. A file takes its name only when it is whole.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use model::clock::Clock;

use super::{is_standard, of_file};
use crate::app::{self, AppError};

/// Links that are followed one after the other.
const MOST_LINKS: usize = 40;

/// Where an export goes.
pub(super) enum Target {
    /// Standard output.
    Standard,
    /// A pipe or a device, which has no name to take.
    Direct(PathBuf),
    /// A file.
    File(Box<Whole>),
}

/// A file that is written beside its place, and put there when it is whole.
pub(super) struct Whole {
    /// As it was named, for messages.
    file: PathBuf,
    /// Its place: where links lead.
    place: PathBuf,
    part: PathBuf,
    /// What it replaces.
    before: Option<Metadata>,
}

impl Target {
    /// Looks where an export is to go. Makes nothing.
    ///
    /// # Errors
    /// If there is no output, or a file is there and not to be replaced.
    pub(super) fn of(file: &Path, replaces: bool) -> Result<Self, AppError> {
        if is_standard(file) {
            app::expect_output()?;
            return Ok(Self::Standard);
        }
        let before = file.metadata().ok();
        match &before {
            Some(of) if !of.is_file() => return Ok(Self::Direct(file.to_owned())),
            Some(_) if !replaces => return Err(is_there(file)),
            _ => {}
        }
        let place = place_of(file).map_err(|error| of_file(file, &error))?;
        let mut part = place.clone().into_os_string();
        // Not that of a program that was ended and had the same number, as in containers.
        let (process, now) = (std::process::id(), Clock::System.micros());
        part.push(format!(".part-{process}-{now}"));
        Ok(Self::File(Box::new(Whole {
            file: file.to_owned(),
            place,
            part: part.into(),
            before,
        })))
    }

    /// How a failure to write there is told.
    pub(super) fn failed(&self, error: &io::Error) -> AppError {
        match self {
            Self::Standard => app::of_output(error),
            Self::Direct(_) if error.kind() == io::ErrorKind::BrokenPipe => AppError::PipeClosed,
            Self::Direct(file) => of_file(file, error),
            Self::File(whole) => of_file(&whole.file, error),
        }
    }
}

impl Whole {
    /// The file that is to take the place. It can be read by nobody who could not read what it
    /// replaces.
    ///
    /// # Errors
    /// If it cannot be made.
    pub(super) fn create(&self) -> Result<File, AppError> {
        let made = self.make();
        made.map_err(|error| of_file(&self.file, &error))
    }

    fn make(&self) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        let Some(before) = &self.before else {
            return options.open(&self.part);
        };
        for_us_alone(&mut options);
        let file = options.open(&self.part)?;
        let kept =
            keep_owner(&file, before).and_then(|()| file.set_permissions(before.permissions()));
        if kept.is_err() {
            self.remove();
        }
        kept.map(|()| file)
    }

    /// Puts the file, which is whole, in its place.
    ///
    /// # Errors
    /// If it cannot be, or another file is there by now that is not to be replaced.
    pub(super) fn put(&self, file: &File) -> Result<(), AppError> {
        if self.before.is_none() && self.place.exists() {
            return Err(is_there(&self.file));
        }
        let put = file
            .sync_all()
            .and_then(|()| fs::rename(&self.part, &self.place));
        put.map_err(|error| of_file(&self.file, &error))
    }

    /// Takes away what is not to be.
    pub(super) fn remove(&self) {
        // What is reported is why it failed, not that its rest stays.
        let _ = fs::remove_file(&self.part);
    }
}

/// Where links lead, also where nothing is yet.
fn place_of(file: &Path) -> io::Result<PathBuf> {
    let mut place = file.to_owned();
    for _ in 0..MOST_LINKS {
        if !place.is_symlink() {
            return Ok(place);
        }
        let to = fs::read_link(&place)?;
        // A path that begins at the root replaces what it is joined to.
        place = place.parent().unwrap_or(Path::new("")).join(to);
    }
    Err(io::Error::other("leads from link to link without an end"))
}

fn is_there(file: &Path) -> AppError {
    AppError::File {
        file: file.display().to_string(),
        reason: "is there already (replace it with --force)".to_owned(),
    }
}

#[cfg(unix)]
fn for_us_alone(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600);
}

#[cfg(not(unix))]
fn for_us_alone(_: &mut OpenOptions) {}

/// Leaves a file to whom the one before belonged, where we may: else it is ours.
#[cfg(unix)]
fn keep_owner(file: &File, before: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let now = file.metadata()?;
    if (now.uid(), now.gid()) == (before.uid(), before.gid()) {
        return Ok(());
    }
    match fchown(file, Some(before.uid()), Some(before.gid())) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
        done => done,
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) -> io::Result<()> {
    Ok(())
}
