extension Rules {
  /// SQLite, as https://www.sqlite.org/c3ref/intro.html describes it.
  static let sqlite = #"""
    headers: [sqlite3.h]
    module: CSQLite
    namespace: SQLite
    prefix: sqlite3_
    statuses:
      Status:
        constants: "SQLITE_(OK|ERROR|INTERNAL|PERM|ABORT|BUSY|LOCKED|NOMEM|READONLY|INTERRUPT|IOERR|CORRUPT|NOTFOUND|FULL|CANTOPEN|PROTOCOL|EMPTY|SCHEMA|TOOBIG|CONSTRAINT|MISMATCH|MISUSE|NOLFS|AUTH|FORMAT|RANGE|NOTADB|NOTICE|WARNING|ROW|DONE|(OK|ERROR|IOERR|LOCKED|BUSY|CANTOPEN|CORRUPT|READONLY|ABORT|CONSTRAINT|NOTICE|WARNING|AUTH)_.*)"
        success: [SQLITE_OK]
        message: sqlite3_errstr
        details: {sqlite3: sqlite3_errmsg(pointer), sqlite3_stmt: sqlite3_errmsg(sqlite3_db_handle(pointer))}
    handles:
      sqlite3: {name: Connection, release: sqlite3_close_v2, close: sqlite3_close}
      sqlite3_stmt: {name: Statement, release: sqlite3_finalize}
      sqlite3_blob: {name: Blob, release: sqlite3_blob_close}
    functions:
      sqlite3_(open|open_v2|prepare_v[23]|step|reset|clear_bindings|exec|bind_.*|busy_timeout|extended_result_codes|close|finalize|blob_(open|close|read|write|reopen)|db_cacheflush|wal_checkpoint|wal_checkpoint_v2|table_column_metadata|initialize|shutdown|sleep):
        status: Status
        because: "SQLite: the result is a result code, and SQLITE_OK is success"
      sqlite3_(changes|changes64|total_changes|total_changes64|last_insert_rowid|errcode|extended_errcode|error_offset|column_(count|type|int|int64|double|bytes|bytes16)|data_count|bind_parameter_(count|index)|get_autocommit|threadsafe|libversion_number|stmt_(readonly|busy|isexplain)|is_interrupted|txn_state|db_readonly|blob_bytes|complete|limit|sleep|compileoption_used|keyword_count|strglob|strlike|stricmp|strnicmp|value_(int|int64|double|bytes|bytes16|type|numeric_type|nochange|frombind|subtype)):
        failure: never
        because: "SQLite: the result is a value"
      sqlite3_open:
        parameters: {ppDb: out always}
      sqlite3_open_v2:
        parameters: {ppDb: out always, zVfs: "string?"}
      sqlite3_prepare_v2:
        parameters: {zSql: string, nByte: constant -1, ppStmt: out, pzTail: constant nil}
        names: {zSql: sql}
      sqlite3_prepare_v3:
        parameters: {zSql: string, nByte: constant -1, ppStmt: out, pzTail: constant nil}
        names: {zSql: sql, prepFlags: flags}
      sqlite3_step:
        success: [SQLITE_ROW, SQLITE_DONE]
        because: "SQLite: SQLITE_ROW and SQLITE_DONE are successes of sqlite3_step"
      sqlite3_exec:
        parameters: {sql: string, callback: during-call 4 default 0, errmsg: message sqlite3_free}
      sqlite3_bind_(int|int64|double|null|zeroblob|zeroblob64|value|parameter_name):
        names: {2: index}
      sqlite3_bind_(int|int64|double|value):
        names: {3: value}
      sqlite3_bind_text:
        parameters: {3: string, 4: constant -1, 5: "constant unsafeBitCast(-1, to: sqlite3_destructor_type.self)"}
        names: {2: index, 3: text}
      sqlite3_bind_blob:
        parameters: {3: bytes 4, 5: "constant unsafeBitCast(-1, to: sqlite3_destructor_type.self)"}
        names: {2: index, 3: bytes}
      sqlite3_bind_parameter_(count|index|name):
        failure: never
        because: "SQLite: the result is a value"
      sqlite3_column_(int|int64|double|text|type|bytes|bytes16|name|decltype|blob|text16|value|database_name|table_name|origin_name):
        names: {2: index}
      sqlite3_column_text:
        result: string
      sqlite3_db_handle:
        result: borrowed
      sqlite3_busy_timeout:
        names: {2: milliseconds}
    """#
}
