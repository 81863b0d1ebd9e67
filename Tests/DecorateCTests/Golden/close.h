/* decorate-c: --decorate timed,retrying --values */
typedef struct log_file log_file;
typedef struct log_entry log_entry;

/// Opens a log. Returns null on failure, and sets errno.
log_file *log_file_open(const char *path);

/// Closes a log. Returns -1 on failure, and sets errno. Returns 0 on success.
int log_file_close(log_file *log);

/// Closes a log when no entry of it is open any more.
void log_file_free(log_file *log);

/// Makes an entry.
log_entry *log_file_entry_new(log_file *log);

/// Closes an entry. Returns 0 on success, and nonzero on failure.
int log_entry_close(log_entry *entry);

/// Closes an entry, too.
void log_entry_destroy(log_entry *entry);
