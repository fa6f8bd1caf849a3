//! Small disks, that can be filled.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A file system in memory, of some megabytes.
#[derive(Debug)]
pub struct SmallDisk {
    folder: TempDir,
}

impl SmallDisk {
    /// Mounts one; none where this user may not.
    #[must_use]
    pub fn mount(megabytes: u32) -> Option<Self> {
        let folder = TempDir::new().expect("a temporary directory");
        let options = format!("size={megabytes}m");
        let arguments = ["-t", "tmpfs", "-o", &options, "tmpfs"];
        let mut mount = Command::new("mount");
        mount.args(arguments).arg(folder.path());
        let mounted = mount.stderr(Stdio::null()).status();
        let is_mounted = mounted.is_ok_and(|status| status.success());
        is_mounted.then_some(Self { folder })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Fills it to the last byte.
    ///
    /// # Panics
    /// If it cannot be written at all.
    pub fn fill(&self) {
        let block = vec![0_u8; 4096];
        let mut file = std::fs::File::create(self.ballast()).expect("a file");
        while std::io::Write::write_all(&mut file, &block).is_ok() {}
    }

    /// Takes away what filled it.
    ///
    /// # Panics
    /// If it was not filled.
    pub fn free(&self) {
        std::fs::remove_file(self.ballast()).expect("what filled it");
    }

    /// Lets nothing be written to it any more.
    ///
    /// # Panics
    /// If the system does not.
    pub fn freeze(&self) {
        let mut mount = Command::new("mount");
        let frozen = mount.args(["-o", "remount,ro"]).arg(self.path()).status();
        assert!(frozen.expect("the program `mount`").success());
    }

    /// Gives it more room.
    ///
    /// # Panics
    /// If the system does not.
    pub fn enlarge(&self, megabytes: u32) {
        let options = format!("remount,size={megabytes}m");
        let mut mount = Command::new("mount");
        let enlarged = mount.args(["-o", &options]).arg(self.path()).status();
        assert!(enlarged.expect("the program `mount`").success());
    }

    fn ballast(&self) -> PathBuf {
        self.path().join("ballast")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: a program of a failed test may still hold files.
        let _ = Command::new("umount")
            .arg("--lazy")
            .arg(self.path())
            .status();
    }
}
