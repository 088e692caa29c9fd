//! The Delta tables of a ledger.

#[cfg(not(target_os = "linux"))]
use std::time::SystemTime;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use datafusion::arrow::array::RecordBatch;
use deltalake::{
    DeltaTable, DeltaTableBuilder, DeltaTableError,
    kernel::{
        Action, Add, StructType,
        engine::arrow_conversion::TryIntoKernel,
        transaction::{CommitBuilder, CommitProperties},
    },
    parquet::{
        basic::{Compression, ZstdLevel},
        file::properties::WriterProperties,
    },
    protocol::{DeltaOperation, SaveMode, checkpoints},
    writer::{DeltaWriter, RecordBatchWriter},
};
use serde_json::{Value, json};
use url::Url;

use super::error::{LedgerError, at};
use crate::row::Table;

/// What our entries in the logs of tables carry, with the number of the commit that they are for.
const STAMP: &str = "tawatur";

/// After how many versions a table's log is summed up, so that opening it does not read all of it.
const CHECKPOINT: u64 = 20;

/// Files are about this large at the most.
pub(super) const FILE_SIZE: u64 = 64 << 20;

/// Puts the table to an error.
pub(super) fn of<E: Into<DeltaTableError>>(table: Table) -> impl FnOnce(E) -> LedgerError {
    move |error| LedgerError::Table { table: table.name(), error: Box::new(error.into()) }
}

/// The folder of a table.
pub(super) fn folder(root: &Path, table: Table) -> PathBuf {
    root.join("tables").join(table.name())
}

fn builder(root: &Path, table: Table) -> Result<DeltaTableBuilder, LedgerError> {
    let folder = folder(root, table);
    let folder = folder.canonicalize().map_err(at(&folder))?;
    let url = Url::from_directory_path(&folder).map_err(|()| LedgerError::Malformed {
        path: folder.clone(),
        problem: "is no path that can be written as an address".to_owned(),
    })?;
    DeltaTableBuilder::from_url(url).map_err(of(table))
}

/// Makes an empty table; its version is 0.
pub(super) async fn create(root: &Path, table: Table) -> Result<DeltaTable, LedgerError> {
    let folder = folder(root, table);
    fs::create_dir_all(&folder).map_err(at(&folder))?;
    let schema: StructType =
        table.schema().as_ref().try_into_kernel().map_err(|error| of(table)(DeltaTableError::from(error)))?;
    let configuration = [
        // Old versions are what `at` shows: nothing but `compact` takes them away.
        ("delta.enableExpiredLogCleanup", "false"),
        ("delta.logRetentionDuration", "interval 36500 days"),
        ("delta.deletedFileRetentionDuration", "interval 36500 days"),
        ("delta.dataSkippingStatsColumns", table.indexed()),
    ];
    builder(root, table)?
        .build()
        .map_err(of(table))?
        .create()
        .with_table_name(table.name())
        .with_columns(schema.fields().cloned())
        .with_configuration(configuration.map(|(key, value)| (key, Some(value))))
        .with_commit_properties(stamp(0))
        .await
        .map_err(of(table))
}

/// A table at a version.
pub(super) async fn open(root: &Path, table: Table, version: u64) -> Result<DeltaTable, LedgerError> {
    builder(root, table)?.with_version(version).load().await.map_err(of(table))
}

/// Rows to be written to a table, file by file.
pub(super) struct Files {
    table: Table,
    writer: RecordBatchWriter,
}

impl Files {
    pub(super) fn new(table: Table, delta: &DeltaTable) -> Result<Self, LedgerError> {
        let writer = RecordBatchWriter::for_table(delta)
            .map_err(of(table))?
            .with_writer_properties(properties())
            .with_target_file_size(FILE_SIZE);
        Ok(Self { table, writer })
    }

    pub(super) async fn write(&mut self, batch: RecordBatch) -> Result<(), LedgerError> {
        self.writer.write(batch).await.map_err(of(self.table))
    }

    /// Finishes the files; no version of the table has them yet.
    pub(super) async fn finish(mut self) -> Result<Vec<Add>, LedgerError> {
        self.writer.flush().await.map_err(of(self.table))
    }
}

/// How Parquet files are written.
pub(crate) fn properties() -> WriterProperties {
    let level = ZstdLevel::try_new(3).expect("a level that zstd has");
    WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        // What is written is held in memory until a group is full.
        .set_max_row_group_row_count(Some(32_768))
        .set_max_row_group_bytes(Some(32 << 20))
        // Of what stands in order, pages of other days are passed over.
        .set_data_page_row_count_limit(4096)
        .build()
}

fn stamp(commit: u64) -> CommitProperties {
    CommitProperties::default()
        .with_create_checkpoint(false)
        .with_cleanup_expired_logs(Some(false))
        .with_metadata([(STAMP.to_owned(), json!({ "commit": commit }))])
}

/// A file of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DataFile {
    /// Its name, which is its path, since tables are not parted into folders.
    pub name: String,
    /// How many rows it has.
    pub rows: u64,
    /// How large it is.
    pub bytes: u64,
}

/// The files of a table, in the order of the log.
pub(super) fn files(table: Table, delta: &DeltaTable) -> Result<Vec<DataFile>, LedgerError> {
    let state = delta.snapshot().map_err(of(table))?;
    let log = state.log_data();
    Ok(log
        .iter()
        .map(|file| DataFile {
            name: file.path().into_owned(),
            rows: file.num_records().unwrap_or_default() as u64,
            bytes: file.size().unsigned_abs(),
        })
        .collect())
}

/// The names of all files of a table.
pub(super) fn names(table: Table, delta: &DeltaTable) -> Result<BTreeSet<String>, LedgerError> {
    Ok(files(table, delta)?.into_iter().map(|file| file.name).collect())
}

/// What makes the next version of a table.
pub(super) struct Entry {
    /// Finished files that come.
    pub files: Vec<Add>,
    /// Names of those that go.
    pub left: BTreeSet<String>,
    /// The commit that it is for.
    pub commit: u64,
    /// Whether the same rows stand in other files, and nothing else changed.
    pub moved: bool,
}

impl Entry {
    /// Files that come beside those that are there.
    pub(super) fn beside(files: Vec<Add>, commit: u64) -> Self {
        Self { files, left: BTreeSet::new(), commit, moved: false }
    }
}

/// Puts finished files into the next version of a table.
pub(super) async fn enter(table: Table, delta: &mut DeltaTable, entry: Entry) -> Result<(), LedgerError> {
    let Entry { files, left, commit, moved } = entry;
    let state = delta.snapshot().map_err(of(table))?;
    let log = state.log_data();
    let gone = log.iter().filter(|file| left.contains(file.path().as_ref()));
    let mut actions: Vec<Action> = gone.map(|file| Action::Remove(file.remove_action(!moved))).collect();
    actions.extend(files.into_iter().map(|file| Action::Add(Add { data_change: !moved, ..file })));
    let operation = if moved {
        DeltaOperation::Optimize {
            predicate: None,
            target_size: FILE_SIZE.try_into().expect("files have a size"),
        }
    } else {
        DeltaOperation::Write {
            mode: if left.is_empty() { SaveMode::Append } else { SaveMode::Overwrite },
            partition_by: None,
            predicate: None,
        }
    };
    let entered = CommitBuilder::from(stamp(commit))
        .with_actions(actions)
        .build(Some(state), delta.log_store(), operation)
        .await
        .map_err(of(table))?;
    delta.state = Some(entered.snapshot());
    Ok(())
}

/// Sums up the log of a table now and then. Not before the commit: what it sums up must have come to stay.
pub(super) async fn sum_up(table: Table, delta: &DeltaTable) -> Result<(), LedgerError> {
    let version = version(table, delta)?;
    if version % CHECKPOINT == 0 && version > 0 {
        checkpoints::create_checkpoint(delta, None).await.map_err(of(table))?;
    }
    Ok(())
}

/// The version of an open table.
pub(super) fn version(table: Table, delta: &DeltaTable) -> Result<u64, LedgerError> {
    Ok(delta.snapshot().map_err(of(table))?.version())
}

/// The files of the log of a table that belong to one version, with that version.
fn log_files(root: &Path, table: Table) -> Result<Vec<(u64, PathBuf)>, LedgerError> {
    let folder = folder(root, table).join("_delta_log");
    let mut files = Vec::new();
    for entry in fs::read_dir(&folder).map_err(at(&folder))? {
        let path = entry.map_err(at(&folder))?.path();
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if let Some(version) = name.split('.').next().and_then(|n| n.parse::<u64>().ok()) {
            files.push((version, path));
        }
    }
    files.sort();
    Ok(files)
}

/// The paths of the data files that the log of a table has ever named, up to a version.
pub(super) fn named_files(root: &Path, table: Table, version: u64) -> Result<Vec<String>, LedgerError> {
    let mut named = Vec::new();
    for (of, path) in log_files(root, table)? {
        if of > version || path.extension().is_none_or(|e| e != "json") {
            continue;
        }
        let text = fs::read_to_string(&path).map_err(at(&path))?;
        let entries = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        // What was taken out is named too: older versions have it.
        named.extend(
            entries
                .flat_map(|entry| {
                    ["add", "remove"].map(|action| entry[action]["path"].as_str().map(str::to_owned))
                })
                .flatten(),
        );
    }
    Ok(named)
}

/// Takes away the log of a table before a version at which it is summed up.
pub(super) fn forget_log_before(root: &Path, table: Table, version: u64) -> Result<(), LedgerError> {
    for (_, path) in log_files(root, table)?.into_iter().filter(|&(of, _)| of < version) {
        fs::remove_file(&path).map_err(at(&path))?;
    }
    Ok(())
}

/// Whether a table has versions beyond one.
pub(super) fn is_ahead(root: &Path, table: Table, version: u64) -> Result<bool, LedgerError> {
    Ok(log_files(root, table)?.into_iter().any(|(of, _)| of > version))
}

/// Takes back versions of a table that no commit names: somebody was ended while writing. Only ours are touched.
/// Whether there were any.
pub(super) fn take_back(root: &Path, table: Table, version: u64) -> Result<bool, LedgerError> {
    let stray: Vec<_> = log_files(root, table)?.into_iter().filter(|&(of, _)| of > version).collect();
    for (_, path) in &stray {
        let text = fs::read_to_string(path).map_err(at(path))?;
        // What a loss of power tore is nobody's, and what stands in it was never on disk.
        let torn = text.lines().any(|line| serde_json::from_str::<Value>(line).is_err()) || text.is_empty();
        if !torn && !text.contains(&format!("\"{STAMP}\"")) {
            return Err(LedgerError::Foreign(path.clone()));
        }
    }
    // The newest first: a log has no gaps at any moment.
    for (_, path) in stray.iter().rev() {
        fs::remove_file(path).map_err(at(path))?;
    }
    Ok(!stray.is_empty())
}

/// Has everything below a folder on disk.
pub(super) fn sync(root: &Path) -> Result<(), LedgerError> {
    #[cfg(target_os = "linux")]
    {
        let folder = fs::File::open(root).map_err(at(root))?;
        rustix::fs::syncfs(&folder).map_err(|error| at(root)(error.into()))
    }
    #[cfg(not(target_os = "linux"))]
    {
        sync_new(root, SystemTime::now() - RECENT)
    }
}

/// How far back a batch reaches, where files are put on disk one by one.
#[cfg(not(target_os = "linux"))]
const RECENT: std::time::Duration = std::time::Duration::from_secs(600);

#[cfg(not(target_os = "linux"))]
fn sync_new(folder: &Path, since: SystemTime) -> Result<(), LedgerError> {
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let entry = entry.map_err(at(folder))?;
        let (path, known) = (entry.path(), entry.metadata().map_err(at(folder))?);
        if known.is_dir() {
            sync_new(&path, since)?;
        } else if known.modified().map_err(at(&path))? >= since {
            fs::File::open(&path).and_then(|file| file.sync_all()).map_err(at(&path))?;
        }
    }
    Ok(())
}
