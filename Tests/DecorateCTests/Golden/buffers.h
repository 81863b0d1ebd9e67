/* decorate-c: --decorate retrying --values */
#include <stddef.h>

/// Reads. Returns how many bytes were read, or -1 with errno.
int port_read(int port, void *buffer, unsigned space);

/// Encodes bytes. *length is the space before, and the size after. Returns 0 on success, nonzero on failure.
int port_encode(const unsigned char *source, size_t source_size, char *target, size_t *length);

/// Sends bytes, never null. Returns -1 with errno on failure.
int port_send(int port, const char *bytes, size_t size) __attribute__((nonnull(2)));
