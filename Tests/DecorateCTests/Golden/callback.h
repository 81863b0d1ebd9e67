/* decorate-c: --decorate timed --values */
#include <stddef.h>

/// Calls a function with each item until it returns something else than 0.
///
/// Returns 0 on success, and nonzero on failure.
int list_each(const char *prefix, int (*visit)(const char *item, size_t number, void *context), void *context);

/// Keeps a function, and calls it later.
void list_watch(void (*watcher)(void *context), void *context);
