/* decorate-c: --decorate timed,retrying --values */
#include <stddef.h>

/// Opens a device.
///
/// Returns its number, or -1 and sets errno.
int device_open(const char *path, int flags);

/// Closes a device. Returns 0 on success, and -1 with errno otherwise.
int device_close(int device);

/// Writes to a device. Returns how many bytes were written, or -1 with errno.
long device_write(int device, const void *bytes, size_t count);

/// Returns how many devices there are, or -1: nothing says where the reason is.
int device_count(void);
