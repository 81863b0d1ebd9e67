/* The number of the error, negated or as it is. */

/// Arms a timer. Returns a positive number, or a negative errno.
int timer_arm(unsigned milliseconds);

/// Stops all timers. Returns 0 on success, or -EINVAL.
int timer_stop_all(void);

/// Waits. Returns an error number, or 0.
int timer_wait(int timer);
