//! A session: what can be asked of a ledger, and how much asking may cost.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    future::IntoFuture as _,
    sync::Arc,
    time::Duration,
};

use datafusion::{
    arrow::{
        array::{ArrayRef, AsArray, RecordBatch, StringArray},
        compute::cast,
        datatypes::{DataType, Field, SchemaRef, TimeUnit},
    },
    catalog::MemTable,
    dataframe::DataFrame,
    error::DataFusionError,
    execution::{
        SendableRecordBatchStream, cache::cache_manager::CacheManagerConfig, context::SQLOptions,
        runtime_env::RuntimeEnvBuilder,
    },
    prelude::{SessionConfig, SessionContext},
};
use deltalake::DeltaTable;
use futures::StreamExt;
use serde::{Serialize, de::DeserializeOwned};
use tokio::time::{Instant, timeout_at};

use super::function;
use crate::{
    ledger::{Commit, FOOTERS, Ledger, LedgerError, Threads},
    review::{Standing, VIEW},
    row::{ReviewRow, Row, RowError, Table, decode, to_batch},
};

/// How much a question may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of memory for sorting, joining and grouping; what needs more goes to disk where it can, and else ends.
    pub memory: usize,
    /// How long it may take.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { memory: 1 << 30, time: Duration::from_hours(24) }
    }
}

/// A ledger at one version, ready to be asked.
pub struct Session {
    context: SessionContext,
    threads: Arc<Threads>,
    limits: Limits,
}

/// Views for those who would rather join than unnest: a row for each member of a list of a claim.
const MEMBERS: &[(&str, &str, &[&str])] = &[
    ("claim_actors", "actors", &["span", "text", "entity", "id"]),
    ("claim_targets", "targets", &["span", "text", "entity", "id"]),
    ("claim_toward", "toward", &["span", "text", "entity", "id"]),
    (
        "claim_places",
        "places",
        &[
            "span",
            "text",
            "role",
            "name",
            "country",
            "admin1",
            "lat",
            "lon",
            "id",
            "precision",
            "parts",
            "container",
        ],
    ),
    ("claim_quantities", "quantities", &["span", "text", "of", "low", "high", "best", "qualifier"]),
    ("claim_causes", "causes", &["span", "text", "code"]),
];

impl Session {
    /// A session that may cost what it costs.
    ///
    /// # Errors
    /// When a table cannot be opened.
    pub fn open(ledger: &Ledger) -> Result<Self, LedgerError> {
        Self::limited(ledger, Limits::default())
    }

    /// A session within limits.
    ///
    /// # Errors
    /// When a table cannot be opened.
    pub fn limited(ledger: &Ledger, limits: Limits) -> Result<Self, LedgerError> {
        let session = Self::on(ledger, &ledger.tables()?, limits)?;
        session.context.register_table("commits", Arc::new(commits(&ledger.commits()?)?))?;
        Ok(session)
    }

    /// A session over tables as somebody who writes them has them: what he knows of their logs is not read again. It has no
    /// `commits`.
    ///
    /// # Errors
    /// When a table cannot be asked.
    pub(crate) fn writing(ledger: &Ledger, open: &BTreeMap<Table, DeltaTable>) -> Result<Self, LedgerError> {
        Self::on(ledger, open, Limits::default())
    }

    fn on(ledger: &Ledger, open: &BTreeMap<Table, DeltaTable>, limits: Limits) -> Result<Self, LedgerError> {
        let context = context(ledger, limits)?;
        let threads = ledger.threads();
        threads.block_on(async {
            for (table, delta) in open {
                delta.update_datafusion_session(&context.state()).map_err(DataFusionError::from)?;
                let provider = delta.table_provider().with_session(Arc::new(context.state())).await?;
                context.register_table(table.name(), provider)?;
            }
            views(&context).await
        })?;
        Ok(Self { context, threads, limits })
    }

    /// A session over rows that stand in for the ledger's.
    pub(super) fn over(
        ledger: &Ledger,
        tables: Vec<(Table, Vec<RecordBatch>)>,
        commits_said: &[Commit],
        limits: Limits,
    ) -> Result<Self, LedgerError> {
        let context = context(ledger, limits)?;
        let threads = ledger.threads();
        for (table, batches) in tables {
            context
                .register_table(table.name(), Arc::new(MemTable::try_new(table.schema(), vec![batches])?))?;
        }
        context.register_table("commits", Arc::new(commits(commits_said)?))?;
        threads.block_on(views(&context))?;
        Ok(Self { context, threads, limits })
    }

    /// What each claim is that was reviewed, by the ids of document and claim.
    ///
    /// # Errors
    /// When the reviews cannot be read.
    pub fn standings(&self) -> Result<HashMap<(String, String), Standing>, LedgerError> {
        let lines =
            self.first_texts("SELECT document || ' ' || claim || ' ' || reviewed FROM claim_reviews")?;
        Ok(lines
            .iter()
            .filter_map(|line| {
                let mut words = line.split(' ');
                let (document, claim, name) = (words.next()?, words.next()?, words.next()?);
                Some(((document.to_owned(), claim.to_owned()), Standing::named(name)?))
            })
            .collect())
    }

    /// What was decided about each claim that was reviewed, by the ids of document and claim.
    ///
    /// # Errors
    /// When the reviews cannot be read.
    pub fn reviews(&self) -> Result<HashMap<(String, String), Vec<ReviewRow>>, LedgerError> {
        let mut reviews: HashMap<(String, String), Vec<ReviewRow>> = HashMap::new();
        for review in self.rows::<ReviewRow>("SELECT * FROM reviews")? {
            reviews.entry((review.document.clone(), review.claim.clone())).or_default().push(review);
        }
        Ok(reviews)
    }

    /// The plan of a query that only reads.
    ///
    /// # Errors
    /// When it cannot be understood, or does anything else than read.
    pub fn plan(&self, query: &str) -> Result<DataFrame, LedgerError> {
        let reading =
            SQLOptions::new().with_allow_ddl(false).with_allow_dml(false).with_allow_statements(false);
        Ok(self.threads.block_on(self.context.sql_with_options(query, reading))?)
    }

    /// Has a batch stand as a table that plans can read, in place of what stood under its name.
    pub(crate) fn put(&self, name: &str, batch: RecordBatch) -> Result<(), LedgerError> {
        self.context.deregister_table(name)?;
        let table = MemTable::try_new(batch.schema(), vec![vec![batch]])?;
        self.context.register_table(name, Arc::new(table))?;
        Ok(())
    }

    /// Has names stand as a table of one column, `name`.
    pub(crate) fn put_names<S: AsRef<str>>(&self, table: &str, names: &[S]) -> Result<(), LedgerError> {
        let names: ArrayRef = Arc::new(StringArray::from_iter_values(names));
        self.put(table, RecordBatch::try_from_iter([("name", names)]).map_err(DataFusionError::from)?)
    }

    /// Has a table of the ledger stand under another name: with a column that names the file of each row, or only some files of
    /// it.
    pub(crate) fn put_files(
        &self,
        name: &str,
        table: &DeltaTable,
        column: Option<&str>,
        only: Option<&BTreeSet<String>>,
    ) -> Result<(), LedgerError> {
        let mut provider = table.table_provider().with_session(Arc::new(self.context.state()));
        if let Some(column) = column {
            provider = provider.with_file_column(column);
        }
        if let Some(only) = only {
            provider = provider.with_file_paths(only.iter().cloned());
        }
        let provider = self.threads.block_on(provider.into_future())?;
        self.context.deregister_table(name)?;
        self.context.register_table(name, provider)?;
        Ok(())
    }

    /// What answers a query, as a stream, for those within the engine.
    pub(crate) fn stream(&self, query: &str) -> Result<SendableRecordBatchStream, LedgerError> {
        let plan = self.plan(query)?;
        Ok(self.threads.block_on(plan.execute_stream())?)
    }

    /// Asks a query that only reads.
    ///
    /// # Errors
    /// When it cannot be understood, does anything else than read, or cannot be begun.
    pub fn ask(&self, query: &str) -> Result<Answer, LedgerError> {
        Ok(Answer {
            rows: self.stream(query)?,
            threads: Arc::clone(&self.threads),
            end: Instant::now() + self.limits.time,
            limits: self.limits,
        })
    }

    /// The rows of a table that answer a query; the query selects all its columns.
    ///
    /// # Errors
    /// As [`Session::ask`], and when the rows are not those of the table.
    pub fn rows<R: Row>(&self, query: &str) -> Result<Vec<R>, LedgerError> {
        let mut rows = Vec::new();
        for batch in self.ask(query)? {
            rows.extend(R::rows(&batch?)?);
        }
        Ok(rows)
    }

    /// Some columns of a table as values: of the rows that answer a query, which selects these.
    pub(crate) fn columns<T: DeserializeOwned>(
        &self,
        table: Table,
        columns: &[&str],
        query: &str,
    ) -> Result<Vec<T>, LedgerError> {
        let schema = table.schema();
        let fields: Vec<Field> = schema
            .fields()
            .iter()
            .filter(|field| columns.contains(&field.name().as_str()))
            .map(|field| field.as_ref().clone())
            .collect();
        let mut found = Vec::new();
        for batch in self.ask(query)? {
            found.extend(decode(table, fields.clone(), &batch?)?);
        }
        Ok(found)
    }

    /// The first column of what answers a query, which is words.
    pub(crate) fn first_texts(&self, query: &str) -> Result<Vec<String>, LedgerError> {
        let mut found = Vec::new();
        for batch in self.ask(query)? {
            // Engines hand words over in several layouts.
            let words = cast(batch?.column(0), &DataType::Utf8).map_err(DataFusionError::from)?;
            found.extend(words.as_string::<i32>().iter().flatten().map(str::to_owned));
        }
        Ok(found)
    }

    /// Everything that answers a query.
    ///
    /// # Errors
    /// As [`Session::ask`].
    pub fn batches(&self, query: &str) -> Result<Vec<RecordBatch>, LedgerError> {
        self.ask(query)?.collect()
    }
}

/// A context within limits, with our functions.
fn context(ledger: &Ledger, limits: Limits) -> Result<SessionContext, LedgerError> {
    let config = SessionConfig::new()
        .with_information_schema(true)
        .set_bool("datafusion.execution.parquet.schema_force_view_types", false)
        .set_bool("datafusion.execution.parquet.pushdown_filters", true);
    let known = CacheManagerConfig::default()
        .with_file_metadata_cache(Some(ledger.footers()))
        .with_metadata_cache_limit(FOOTERS);
    let environment = RuntimeEnvBuilder::new()
        .with_memory_limit(limits.memory, 1.0)
        .with_cache_manager(known)
        .build_arc()?;
    let context = SessionContext::new_with_config_rt(config, environment);
    function::register(&context);
    Ok(context)
}

/// Makes the views over the tables.
async fn views(context: &SessionContext) -> Result<(), LedgerError> {
    for (view, list, fields) in MEMBERS {
        let columns: Vec<String> =
            fields.iter().map(|field| format!("member['{field}'] AS \"{field}\"")).collect();
        let query = format!(
            "CREATE VIEW {view} AS SELECT claim, document, \"type\", outlet, published, {} FROM \
             (SELECT claim, document, \"type\", outlet, published, unnest({list}) AS member FROM claims)",
            columns.join(", ")
        );
        context.sql(&query).await?;
    }
    context.sql(VIEW).await?;
    Ok(())
}

/// The answer to a query, batch by batch.
pub struct Answer {
    rows: SendableRecordBatchStream,
    threads: Arc<Threads>,
    end: Instant,
    limits: Limits,
}

impl Answer {
    /// Its columns.
    pub fn schema(&self) -> SchemaRef {
        self.rows.schema()
    }
}

impl Iterator for Answer {
    type Item = Result<RecordBatch, LedgerError>;

    fn next(&mut self) -> Option<Self::Item> {
        // The timer starts within the runtime.
        let next = self.threads.block_on(async { timeout_at(self.end, self.rows.next()).await });
        match next {
            Ok(batch) => batch.map(|batch| batch.map_err(LedgerError::from)),
            Err(_) => Some(Err(LedgerError::TooLong { seconds: self.limits.time.as_secs_f64() })),
        }
    }
}

/// A row of the table `commits`.
#[derive(Serialize)]
struct CommitRow {
    version: u64,
    time: String,
    command: String,
    note: Option<String>,
    codebook: Option<String>,
    program: String,
    /// How many rows were added to each table.
    #[serde(flatten)]
    added: BTreeMap<&'static str, u64>,
}

impl CommitRow {
    fn new(commit: &Commit) -> Self {
        let added = |table: Table| commit.added.get(table.name()).copied().unwrap_or_default();
        Self {
            version: commit.version,
            time: commit.time.to_string(),
            command: commit.command.clone(),
            note: commit.note.clone(),
            codebook: commit.codebook.clone(),
            program: commit.program.clone(),
            added: Table::ALL.map(|table| (table.name(), added(table))).into(),
        }
    }
}

/// The commits as a table: with what was done, how many rows were added to each of the others.
fn commits(commits: &[Commit]) -> Result<MemTable, LedgerError> {
    let rows: Vec<CommitRow> = commits.iter().map(CommitRow::new).collect();
    let text = |name: &str| Field::new(name, DataType::Utf8, true);
    let count = |name: &str| Field::new(name, DataType::Int64, false);
    let moment = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
    let columns: Vec<Field> = [
        count("version"),
        Field::new("time", moment, false),
        text("command"),
        text("note"),
        text("codebook"),
        text("program"),
    ]
    .into_iter()
    .chain(Table::ALL.map(|table| count(table.name())))
    .collect();
    let batch = to_batch(columns, &rows).map_err(|error| RowError::new("commits", &error))?;
    Ok(MemTable::try_new(batch.schema(), vec![vec![batch]])?)
}
