/* decorate-c: --decorate timed,retrying --values */
#define PACK_OK 0
#define PACK_FULL 1 /* no space */
#define PACK_BUSY (-2)

/// Describes a status.
const char *pack_strerror(int status);

/// Packs bytes. Returns PACK_OK, or another status.
int pack_bytes(const unsigned char *source, unsigned source_len, unsigned *out_count);

/// Starts anew. Returns PACK_OK.
int pack_default(void);
