/* What is left out, each for its reason. */
#include <stdarg.h>

int mystery(int number);
int log_line(const char *format, ...);
int old_style();
long double precise(long double value);
struct hidden;
struct flags {
  unsigned ready : 1;
  unsigned busy : 2;
};
union number {
  int whole;
  float real;
};
#define TWICE(x) ((x) * 2)
static inline int twice(int number) { return 2 * number; }
void visible(const struct flags *flags, union number number);
__attribute__((deprecated("use \"visible\""))) void outdated(void);
void gone(void) __attribute__((unavailable("it is gone")));
