/* decorate-c: --decorate retrying --values */
#include <stddef.h>

typedef struct store store;
typedef struct store_item store_item;

/// Opens a store. Returns null on failure, and sets errno.
store *store_open(const char *path);

/// Frees a store.
void store_free(store *store);

/// Makes an item. Returns 0 on success, and nonzero on failure.
int store_item_create(store *store, const char *name, store_item **item);

/// Frees an item.
int store_item_free(store_item *item);

/// The name of an item.
const char *store_item_name(const store_item *item);

/// The first item, which stays the store's.
store_item *store_first(store *store);

/// Copies an item into another store. Returns -1 with errno on failure, otherwise 0 on success.
int store_put(store *store, store_item *item);
