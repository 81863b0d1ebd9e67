/* decorate-c: --decorate timed --values */
typedef enum {
  LINK_OK = 0,
  LINK_LOST,
  LINK_TIMED_OUT = 7
} link_status;

typedef enum { LINK_RED = 1, LINK_GREEN } link_color;

/** Describes a status. */
const char *link_status_string(link_status status);

/** Sends one byte. */
link_status link_send(unsigned char byte);

link_color link_get_color(void);
