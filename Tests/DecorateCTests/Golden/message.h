/* decorate-c: --decorate timed --values */
#include <stdint.h>

typedef enum eval_error { EVAL_SUCCESS, EVAL_SYNTAX } eval_error;

void eval_free(void *memory);

/// Evaluates an expression.
eval_error eval_run(const char *expression, int64_t *out_value, char **message);
